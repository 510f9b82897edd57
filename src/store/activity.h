// SPDX-License-Identifier: Apache-2.0
//
// How lively the server was, week by week: the table `visits`, and what the ids of posts and people tell.
#pragma once

#include <cstdint>

#include "async/task.h"
#include "base/clock.h"
#include "base/result.h"
#include "db/database.h"
#include "domain/ids.h"

namespace auklet::store::activity {

// That someone was here in the week that began then; once for each is enough.
void add_visit(db::Batch& batch, UnixMillis week, AccountId account);
// Of weeks that began before then.
void forget_visits(db::Batch& batch, UnixMillis before);

struct Week {
  std::int64_t posts = 0;   // written here, without boosts
  std::int64_t people = 0;  // who were here
  std::int64_t joined = 0;

  friend bool operator==(Week const&, Week const&) = default;
};
// Of the seven days from then on.
Task<Result<Week>> count(db::Session& session, UnixMillis week);

}  // namespace auklet::store::activity
