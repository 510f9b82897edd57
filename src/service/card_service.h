// SPDX-License-Identifier: Apache-2.0
//
// What a link in a post leads to, shown below it: title, description, player. The page is asked once for all posts that
// link to it, as a job, through the guarded client: docs/decisions/0025-link-cards.md.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>

#include "async/task.h"
#include "base/result.h"
#include "domain/link_card.h"
#include "net/http_client.h"
#include "service/environment.h"

namespace auklet::service {

class CardService {
 public:
  // A page is asked again when a new post links to it after as long as this, spread by a seventh so that what was
  // fetched together is not fetched together again.
  static constexpr std::chrono::hours fresh_for{14 * 24};

  CardService(Environment const& env, net::HttpClient& client) : env_(env), client_(client) {}

  // Gives the post its card. A page that cannot be reached is an error, for another attempt, unless this is the last;
  // one that says nothing, or may not be asked, means no card.
  Task<Result<>> fetch_for(PostId post, bool is_last);

 private:
  Task<Result<LinkCard>> fetch(std::string url, bool is_last);
  Task<Result<std::optional<net::IncomingResponse>>> ask(std::string url, std::string accept,
                                                         std::size_t bytes_max);

  Environment const& env_;
  net::HttpClient& client_;
};

}  // namespace auklet::service
