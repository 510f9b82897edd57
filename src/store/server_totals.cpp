// SPDX-License-Identifier: Apache-2.0
#include "store/server_totals.h"

namespace auklet::store::server_totals {

Task<Result<Totals>> count(db::Session& session, UnixMillis active_since) {
  CO_TRY(auto const rows,
         co_await session.query(
             "SELECT (SELECT count(*) FROM users), (SELECT count(*) FROM posts WHERE boost_of_id IS "
             "NULL AND remote_uri IS NULL), (SELECT count(*) FROM users u JOIN accounts a ON a.id = "
             "u.account_id WHERE a.last_posted_at >= $1)",
             {active_since}));
  co_return Totals{rows[0].integer(0), rows[0].integer(1), rows[0].integer(2)};
}

Task<Result<std::optional<Totals>>> find(db::Session& session) {
  CO_TRY(auto const rows,
         co_await session.query("SELECT people, posts, active FROM server_totals WHERE id = 1"));
  if (rows.empty()) {
    co_return std::nullopt;
  }
  co_return Totals{rows[0].integer(0), rows[0].integer(1), rows[0].integer(2)};
}

void keep(db::Batch& batch, Totals const& totals) {
  batch.add(
      "INSERT INTO server_totals (id, people, posts, active) VALUES (1, $1, $2, $3) "
      "ON CONFLICT (id) DO UPDATE SET people = excluded.people, posts = excluded.posts, "
      "active = excluded.active",
      {totals.people, totals.posts, totals.active});
}

}  // namespace auklet::store::server_totals
