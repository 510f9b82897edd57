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

namespace auklet::store::server_totals {

struct Totals {
  std::int64_t people = 0;
  std::int64_t posts = 0;   // written here, without boosts
  std::int64_t active = 0;  // people who posted since the given time

  friend bool operator==(Totals const&, Totals const&) = default;
};

// Walks through all posts: ten million, and none of them in memory, take a minute.
Task<Result<Totals>> count(db::Session& session, UnixMillis active_since);

// What was kept last; nothing when there was never anything.
Task<Result<std::optional<Totals>>> find(db::Session& session);
void keep(db::Batch& batch, Totals const& totals);

}  // namespace auklet::store::server_totals
