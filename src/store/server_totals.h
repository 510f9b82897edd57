// SPDX-License-Identifier: Apache-2.0
//
// How large the server is: counted from what is there, and the table `server_totals`, where the count of a large server
// is kept.
#pragma once

#include <cstdint>
#include <optional>

#include "async/task.h"
#include "base/clock.h"
#include "base/result.h"
#include "db/database.h"
#include "domain/ids.h"

namespace auklet::store::server_totals {

struct Totals {
  std::int64_t people = 0;
  std::int64_t posts = 0;   // written here, without boosts
  std::int64_t active = 0;  // people who posted since the given time

  friend bool operator==(Totals const&, Totals const&) = default;
};

// A count is made part by part, of the `rows_max` rows that come after an id: ten million posts, and none of them in
// memory, take a minute, and whoever walks through them lets others go between two parts. `last` is where the next part
// begins; nothing when there was nothing any more.
struct PeoplePart {
  std::int64_t people = 0;
  std::int64_t active = 0;
  std::optional<AccountId> last;

  friend bool operator==(PeoplePart const&, PeoplePart const&) = default;
};
Task<Result<PeoplePart>> count_people(db::Session& session, AccountId after, UnixMillis active_since,
                                      int rows_max);
struct PostsPart {
  std::int64_t posts = 0;
  std::optional<PostId> last;

  friend bool operator==(PostsPart const&, PostsPart const&) = default;
};
Task<Result<PostsPart>> count_posts(db::Session& session, PostId after, int rows_max);

// What was kept last; nothing when there was never anything.
Task<Result<std::optional<Totals>>> find(db::Session& session);
void keep(db::Batch& batch, Totals const& totals);

}  // namespace auklet::store::server_totals
