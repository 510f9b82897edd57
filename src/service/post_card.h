// SPDX-License-Identifier: Apache-2.0
//
// What writing a post means for its link card (service/card_service.h).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "async/task.h"
#include "base/result.h"
#include "db/database.h"
#include "domain/post.h"
#include "service/environment.h"
#include "store/jobs.h"

namespace auklet::service {

// The kind of the jobs that fetch cards; the payload is the post's id.
inline constexpr char const* fetch_card_job = "fetch_link_card";

// The link that a post gets a card for: the first that leads away from this server.
std::optional<std::string> card_link(std::vector<std::string> const& urls, Identity const& identity);

store::jobs::NewJob job_of_card(Environment const& env, PostId post, std::string_view link, UnixMillis now);

// After an edit that gives the post another link, or none: its card goes, and that of the new link is to be fetched.
Task<Result<>> change_card(Environment const& env, db::Session& session, Post before,
                           std::optional<std::string> link, UnixMillis now);

}  // namespace auklet::service
