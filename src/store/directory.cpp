// SPDX-License-Identifier: Apache-2.0
#include "store/directory.h"

#include "store/hiding_sql.h"
#include "store/paged.h"

namespace auklet::store::directory {

// Walks one of the two orders until the page is full.
#define SHOWN_SQL "SELECT a.id FROM directory a WHERE ($3 = '' OR a.domain = $3) AND " SHOWN_TO_VIEWER_SQL

Task<Result<>> enter(db::Session& session, AccountId account) {
  return session.execute(
      "INSERT INTO directory (id, domain, last_posted_at) SELECT id, domain, COALESCE(last_posted_at, 0) "
      "FROM accounts WHERE id = $1 ON CONFLICT (id) DO NOTHING",
      {account});
}

Task<Result<>> leave(db::Session& session, AccountId account) {
  return session.execute("DELETE FROM directory WHERE id = $1", {account});
}

void note_post(db::Batch& batch, AccountId account, UnixMillis time) {
  batch.add("UPDATE directory SET last_posted_at = $2 WHERE id = $1", {account, time});
}

Task<Result<std::vector<AccountId>>> page(db::Session& session, Query query, UnixMillis now) {
  static constexpr db::Sql active{SHOWN_SQL "ORDER BY a.last_posted_at DESC, a.id DESC LIMIT $4 OFFSET $5"};
  static constexpr db::Sql newest{SHOWN_SQL "ORDER BY a.id DESC LIMIT $4 OFFSET $5"};
  CO_TRY(auto const rows,
         co_await session.query(query.order == Order::active ? active : newest,
                                {query.viewer, now, query.domain, query.limit, query.offset}));
  co_return ids_in<AccountId>(rows);
}

}  // namespace auklet::store::directory
