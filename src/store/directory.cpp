// SPDX-License-Identifier: Apache-2.0
#include "store/directory.h"

#include "store/hiding_sql.h"

namespace auklet::store::directory {

#define SHOWN_SQL                                                                \
  "SELECT p.account_id FROM directory p JOIN accounts a ON a.id = p.account_id " \
  "WHERE a.suspended_at IS NULL AND ($3 = '' OR a.domain = $3) AND " SHOWN_TO_VIEWER_SQL

Task<Result<>> enter(db::Session& session, AccountId account) {
  return session.execute(
      "INSERT INTO directory (account_id, last_posted_at) "
      "SELECT id, COALESCE(last_posted_at, 0) FROM accounts WHERE id = $1 ON CONFLICT (account_id) DO "
      "NOTHING",
      {account});
}

Task<Result<>> leave(db::Session& session, AccountId account) {
  return session.execute("DELETE FROM directory WHERE account_id = $1", {account});
}

void note_post(db::Batch& batch, AccountId account, UnixMillis time) {
  batch.add("UPDATE directory SET last_posted_at = $2 WHERE account_id = $1", {account, time});
}

Task<Result<std::vector<AccountId>>> page(db::Session& session, Query query, UnixMillis now) {
  static constexpr db::Sql active{SHOWN_SQL
                                  "ORDER BY p.last_posted_at DESC, p.account_id DESC LIMIT $4 OFFSET $5"};
  static constexpr db::Sql newest{SHOWN_SQL "ORDER BY p.account_id DESC LIMIT $4 OFFSET $5"};
  CO_TRY(auto const rows,
         co_await session.query(query.order == Order::active ? active : newest,
                                {query.viewer, now, query.domain, query.limit, query.offset}));
  std::vector<AccountId> ids;
  for (auto const row : rows) {
    ids.push_back(row.as<AccountId>(0));
  }
  co_return ids;
}

}  // namespace auklet::store::directory
