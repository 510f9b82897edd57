// SPDX-License-Identifier: Apache-2.0
#include "store/scheduled_posts.h"

#include <utility>

#include "store/paged.h"

namespace auklet::store::scheduled_posts {

namespace {

#define SCHEDULED_COLUMNS "id, account_id, app_id, scheduled_at, draft, idempotency_key, job_id"

std::vector<Row> read_rows(db::Rows const& rows) {
  std::vector<Row> list;
  for (auto const row : rows) {
    list.push_back({.id = row.as<ScheduledPostId>(0),
                    .author = row.as<AccountId>(1),
                    .app = row.optional_as<AppId>(2),
                    .at = row.time(3),
                    .draft = row.string(4),
                    .idempotency_key = row.optional_string(5),
                    .job = row.as<JobId>(6)});
  }
  return list;
}

std::optional<Row> first_row(db::Rows const& rows) {
  auto list = read_rows(rows);
  return list.empty() ? std::nullopt : std::optional{std::move(list.front())};
}

}  // namespace

Task<Result<>> insert(db::Session& session, Row const& row) {
  return session.execute("INSERT INTO scheduled_posts (" SCHEDULED_COLUMNS
                         ") VALUES ($1, $2, $3, $4, $5, $6, $7)",
                         {row.id, row.author, row.app, row.at, row.draft, row.idempotency_key, row.job});
}

Task<Result<std::optional<Row>>> find(db::Session& session, ScheduledPostId id) {
  CO_TRY(auto const rows,
         co_await session.query("SELECT " SCHEDULED_COLUMNS " FROM scheduled_posts WHERE id = $1", {id}));
  co_return first_row(rows);
}

Task<Result<std::optional<Row>>> find_by_key(db::Session& session, AccountId author, std::string_view key) {
  CO_TRY(auto const rows,
         co_await session.query("SELECT " SCHEDULED_COLUMNS
                                " FROM scheduled_posts WHERE account_id = $1 AND idempotency_key = $2",
                                {author, key}));
  co_return first_row(rows);
}

Task<Result<std::vector<Row>>> page(db::Session& session, AccountId author, PageRequest page) {
  static constexpr auto sql =
      paged<"SELECT " SCHEDULED_COLUMNS " FROM scheduled_posts WHERE account_id = $1", "id">;
  CO_TRY(auto const rows, co_await run_paged(session, sql, author, page));
  co_return in_page_order(read_rows(rows), page);
}

Task<Result<Count>> count(db::Session& session, AccountId author, UnixMillis from, UnixMillis to,
                          ScheduledPostId without) {
  CO_TRY(auto const rows,
         co_await session.query(
             "SELECT COUNT(*), COUNT(CASE WHEN scheduled_at >= $2 AND scheduled_at < $3 THEN 1 END) "
             "FROM scheduled_posts WHERE account_id = $1 AND id <> $4",
             {author, from, to, without}));
  co_return Count{rows[0].integer(0), rows[0].integer(1)};
}

Task<Result<bool>> move(db::Session& session, ScheduledPostId id, UnixMillis at, JobId job) {
  return session.changes("UPDATE scheduled_posts SET scheduled_at = $2, job_id = $3 WHERE id = $1",
                         {id, at, job});
}

Task<Result<bool>> remove(db::Session& session, ScheduledPostId id) {
  return session.changes("DELETE FROM scheduled_posts WHERE id = $1", {id});
}

void take(db::Batch& batch, ScheduledPostId id, UnixMillis at, Error otherwise) {
  batch.add_or_fail("DELETE FROM scheduled_posts WHERE id = $1 AND scheduled_at = $2", {id, at},
                    std::move(otherwise));
}

}  // namespace auklet::store::scheduled_posts
