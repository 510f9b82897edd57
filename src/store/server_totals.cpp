// SPDX-License-Identifier: Apache-2.0
#include "store/server_totals.h"

namespace auklet::store::server_totals {

Task<Result<PeoplePart>> count_people(db::Session& session, AccountId after, UnixMillis active_since,
                                      int rows_max) {
  CO_TRY(auto const rows,
         co_await session.query(
             "SELECT count(*), count(CASE WHEN part.last_posted_at >= $2 THEN 1 END), max(part.id) FROM ("
             "SELECT a.id, a.last_posted_at FROM users u JOIN accounts a ON a.id = u.account_id "
             "WHERE u.account_id > $1 ORDER BY u.account_id LIMIT $3) part",
             {after, active_since, rows_max}));
  co_return PeoplePart{rows[0].integer(0), rows[0].integer(1), rows[0].optional_as<AccountId>(2)};
}

Task<Result<PostsPart>> count_posts(db::Session& session, PostId after, int rows_max) {
  CO_TRY(auto const rows,
         co_await session.query(
             "SELECT count(CASE WHEN part.boost_of_id IS NULL AND part.remote_uri IS NULL THEN 1 END), "
             "max(part.id) FROM (SELECT id, boost_of_id, remote_uri FROM posts "
             "WHERE id > $1 ORDER BY id LIMIT $2) part",
             {after, rows_max}));
  co_return PostsPart{rows[0].integer(0), rows[0].optional_as<PostId>(1)};
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
