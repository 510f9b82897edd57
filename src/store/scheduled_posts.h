// SPDX-License-Identifier: Apache-2.0
//
// The table `scheduled_posts`: posts that are to be written later. Whoever adds one has locked the author's account.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "async/task.h"
#include "base/clock.h"
#include "base/result.h"
#include "db/database.h"
#include "domain/ids.h"
#include "domain/page.h"

namespace auklet::store::scheduled_posts {

struct Row {
  ScheduledPostId id{};
  AccountId author{};
  std::optional<AppId> app;
  UnixMillis at{};
  std::string draft;  // as the service writes it
  std::optional<std::string> idempotency_key;
  JobId job{};  // that will publish it

  friend bool operator==(Row const&, Row const&) = default;
};

Task<Result<>> insert(db::Session& session, Row const& row);
Task<Result<std::optional<Row>>> find(db::Session& session, ScheduledPostId id);
Task<Result<std::optional<Row>>> find_by_key(db::Session& session, AccountId author, std::string_view key);
Task<Result<std::vector<Row>>> page(db::Session& session, AccountId author, PageRequest page);

struct Count {
  std::int64_t all = 0;
  std::int64_t between = 0;  // those that are to appear from `from` on, and before `to`
};
// Without the one given.
Task<Result<Count>> count(db::Session& session, AccountId author, UnixMillis from, UnixMillis to,
                          ScheduledPostId without);

// False when it is not there any more.
Task<Result<bool>> move(db::Session& session, ScheduledPostId id, UnixMillis at, JobId job);
Task<Result<bool>> remove(db::Session& session, ScheduledPostId id);
// Removes it in the batch that publishes it; when it is gone, or for another time now, the batch fails with that error.
void take(db::Batch& batch, ScheduledPostId id, UnixMillis at, Error otherwise);

}  // namespace auklet::store::scheduled_posts
