// SPDX-License-Identifier: Apache-2.0
//
// The addresses of this server's own people and posts, as people paste them and as peers ask for them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "domain/ids.h"
#include "service/environment.h"

namespace auklet::service {

struct LocalAddress {
  std::string username;  // as written
  std::optional<PostId> post;
};

// Reads BASE/@NAME, BASE/users/NAME, BASE/@NAME/ID and BASE/users/NAME/statuses/ID, with http or https and
// with or without a slash at the end; a query or fragment is no part of the address. Whether there is such an
// account or post is not asked. nullopt for everything else.
std::optional<LocalAddress> parse_local_address(Identity const& identity, std::string_view url);

}  // namespace auklet::service
