// SPDX-License-Identifier: Apache-2.0
#include "store/quotes.h"

#include <utility>

#include "store/paged.h"

namespace auklet::store::quotes {

Task<Result<std::vector<PostId>>> accepted(db::Session& session, PostId quoted, PageRequest page) {
  static constexpr auto sql = paged<"SELECT id FROM posts WHERE quote_of_id = $1 AND quote_state = $5", "id">;
  CO_TRY(auto const rows, co_await run_paged(session, sql, quoted, page, {QuoteState::accepted}));
  co_return in_page_order(ids_in<PostId>(rows), page);
}

Task<Result<std::vector<PostId>>> all(db::Session& session, PostId quoted) {
  CO_TRY(auto const rows,
         co_await session.query("SELECT id FROM posts WHERE quote_of_id = $1 ORDER BY id", {quoted}));
  co_return ids_in<PostId>(rows);
}

Task<Result<std::vector<Quoting>>> quoting(db::Session& session, PostId quoted) {
  CO_TRY(auto const rows, co_await session.query("SELECT id, account_id, thread_id FROM posts WHERE "
                                                 "quote_of_id = $1 AND quote_state = $2 ORDER BY id",
                                                 {quoted, QuoteState::accepted}));
  std::vector<Quoting> found;
  found.reserve(rows.size());
  for (auto const row : rows) {
    found.push_back({row.as<PostId>(0), row.as<AccountId>(1), row.as<ThreadId>(2)});
  }
  co_return found;
}

Task<Result<bool>> change_state(db::Session& session, PostId quoting, QuoteState from, QuoteState to) {
  return session.changes("UPDATE posts SET quote_state = $3 WHERE id = $1 AND quote_state = $2",
                         {quoting, from, to});
}

namespace {

constexpr db::Sql count_sql = "UPDATE posts SET quotes_count = quotes_count + $2 WHERE id = $1";

}  // namespace

Task<Result<>> count(db::Session& session, PostId quoted, int change) {
  return session.execute(count_sql, {quoted, change});
}

void count(db::Batch& batch, PostId quoted, int change, Error otherwise) {
  batch.add_or_fail(count_sql, {quoted, change}, std::move(otherwise));
}

Task<Result<>> set_policy(db::Session& session, PostId post, InteractionPolicy policy) {
  return session.execute("UPDATE posts SET policy = $2 WHERE id = $1", {post, pack(policy)});
}

}  // namespace auklet::store::quotes
