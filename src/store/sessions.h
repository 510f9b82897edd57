// SPDX-License-Identifier: Apache-2.0
//
// The table `sessions`: browsers in which someone has logged in.
#pragma once

#include <optional>
#include <string_view>

#include "async/task.h"
#include "base/result.h"
#include "db/database.h"
#include "domain/access.h"

namespace auklet::store::sessions {

Task<Result<>> insert(db::Session& session, BrowserSession const& browser);

// Nothing when there is none, when it has expired, or when its owner may not log in (any more).
Task<Result<std::optional<BrowserSession>>> find_live(db::Session& session, std::string_view session_hash,
                                                      UnixMillis now);

Task<Result<>> erase(db::Session& session, std::string_view session_hash);
Task<Result<>> erase_of_account(db::Session& session, AccountId account);
Task<Result<>> erase_expired(db::Session& session, UnixMillis now);

}  // namespace auklet::store::sessions
