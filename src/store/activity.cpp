// SPDX-License-Identifier: Apache-2.0
#include "store/activity.h"

#include <chrono>

#include "base/ids.h"

namespace auklet::store::activity {

void add_visit(db::Batch& batch, UnixMillis week, AccountId account) {
  batch.add("INSERT INTO visits (week, account_id) VALUES ($1, $2) ON CONFLICT (week, account_id) DO NOTHING",
            {week, account});
}

void forget_visits(db::Batch& batch, UnixMillis before) {
  batch.add("DELETE FROM visits WHERE week < $1", {before});
}

Task<Result<Week>> count(db::Session& session, UnixMillis week) {
  auto const from = base::first_id_at(week);
  auto const to = base::first_id_at(week + std::chrono::weeks{1});
  CO_TRY(auto const rows,
         co_await session.query(
             "SELECT (SELECT COUNT(*) FROM posts WHERE id >= $1 AND id < $2 AND boost_of_id IS NULL "
             "AND remote_uri IS NULL), (SELECT COUNT(*) FROM visits WHERE week = $3), "
             "(SELECT COUNT(*) FROM users WHERE account_id >= $1 AND account_id < $2)",
             {from, to, week}));
  co_return Week{rows[0].integer(0), rows[0].integer(1), rows[0].integer(2)};
}

}  // namespace auklet::store::activity
