// SPDX-License-Identifier: Apache-2.0
#include "store/annual_reports.h"

#include <utility>

#include "domain/visibility.h"

namespace auklet::store::annual_reports {

namespace {

#define REPORT_COLUMNS "id, account_id, year, requested_at, data"

AnnualReport read_report(db::Row row) {
  return {.id = row.as<AnnualReportId>(0),
          .account = row.as<AccountId>(1),
          .year = static_cast<int>(row.integer(2)),
          .requested_at = row.time(3),
          .data = row.optional_string(4)};
}

std::optional<AnnualReport> first_report(db::Rows const& rows) {
  return rows.empty() ? std::nullopt : std::optional{read_report(rows[0])};
}

#define OF_THE_YEAR "FROM posts p WHERE p.account_id = $1 AND p.id >= $2 AND p.id < $3 "

// The first by a counter that is not nothing, but neither of two that are named already.
Task<Result<std::optional<PostId>>> first_by(db::Session& session, db::Sql sql, AccountId account, Ids ids,
                                             std::optional<PostId> but, std::optional<PostId> nor) {
  CO_TRY(auto const rows, co_await session.query(sql, {account, ids.from, ids.to, Visibility::unlisted,
                                                       but.value_or(PostId{0}), nor.value_or(PostId{0})}));
  co_return rows.empty() ? std::nullopt : std::optional{rows[0].as<PostId>(0)};
}

#define FIRST_BY(counter)                                                                      \
  "SELECT p.id " OF_THE_YEAR "AND p.boost_of_id IS NULL AND p.visibility <= $4 AND p." counter \
  " > 0 "                                                                                      \
  "AND p.id <> $5 AND p.id <> $6 ORDER BY p." counter " DESC, p.id DESC LIMIT 1"

}  // namespace

void request(db::Batch& batch, AnnualReport const& report, UnixMillis stale, Error otherwise) {
  batch.add_or_fail(
      "INSERT INTO annual_reports (account_id, year, id, requested_at) VALUES ($1, $2, $3, $4) "
      "ON CONFLICT (account_id, year) DO UPDATE SET id = excluded.id, requested_at = excluded.requested_at "
      "WHERE annual_reports.data IS NULL AND annual_reports.requested_at < $5",
      {report.account, report.year, report.id, report.requested_at, stale}, std::move(otherwise));
}

Task<Result<std::optional<AnnualReport>>> find(db::Session& session, AccountId account, int year) {
  CO_TRY(auto const rows, co_await session.query("SELECT " REPORT_COLUMNS
                                                 " FROM annual_reports WHERE account_id = $1 AND year = $2",
                                                 {account, year}));
  co_return first_report(rows);
}

Task<Result<std::optional<AnnualReport>>> find_by_id(db::Session& session, AccountId account,
                                                     AnnualReportId id) {
  CO_TRY(auto const rows, co_await session.query("SELECT " REPORT_COLUMNS
                                                 " FROM annual_reports WHERE account_id = $1 AND id = $2",
                                                 {account, id}));
  co_return first_report(rows);
}

Task<Result<std::vector<AnnualReport>>> unread(db::Session& session, AccountId account) {
  CO_TRY(auto const rows,
         co_await session.query("SELECT " REPORT_COLUMNS
                                " FROM annual_reports WHERE account_id = $1 AND data IS NOT NULL "
                                "AND read_at IS NULL ORDER BY year DESC",
                                {account}));
  std::vector<AnnualReport> reports;
  for (auto const row : rows) {
    reports.push_back(read_report(row));
  }
  co_return reports;
}

void write(db::Batch& batch, AccountId account, int year, std::string_view data) {
  batch.add("UPDATE annual_reports SET data = $3 WHERE account_id = $1 AND year = $2 AND data IS NULL",
            {account, year, data});
}

Task<Result<bool>> mark_read(db::Session& session, AccountId account, int year, UnixMillis now) {
  return session.changes(
      "UPDATE annual_reports SET read_at = COALESCE(read_at, $3) WHERE account_id = $1 AND year = $2 "
      "AND data IS NOT NULL",
      {account, year, now});
}

Task<Result<YearOfPosts>> count_posts(db::Session& session, AccountId account, Ids ids) {
  CO_TRY(auto const rows,
         co_await session.query(
             "SELECT COALESCE(SUM(CASE WHEN p.boost_of_id IS NULL AND (p.in_reply_to_account_id IS NULL "
             "OR p.in_reply_to_account_id = p.account_id) THEN 1 ELSE 0 END), 0), "
             "COALESCE(SUM(CASE WHEN p.in_reply_to_account_id <> p.account_id THEN 1 ELSE 0 END), 0), "
             "COALESCE(SUM(CASE WHEN p.boost_of_id IS NOT NULL THEN 1 ELSE 0 END), 0), "
             "COALESCE(SUM(CASE WHEN EXISTS (SELECT 1 FROM polls o WHERE o.post_id = p.id) THEN 1 ELSE 0 "
             "END), 0) " OF_THE_YEAR,
             {account, ids.from, ids.to}));
  co_return YearOfPosts{.standalone = rows[0].integer(0),
                        .replies = rows[0].integer(1),
                        .boosts = rows[0].integer(2),
                        .polls = rows[0].integer(3)};
}

Task<Result<bool>> has_written(db::Session& session, AccountId account, Ids ids) {
  CO_TRY(auto const rows, co_await session.query("SELECT 1 " OF_THE_YEAR "AND p.boost_of_id IS NULL LIMIT 1",
                                                 {account, ids.from, ids.to}));
  co_return !rows.empty();
}

Task<Result<std::vector<MonthOfYear>>> count_months(db::Session& session, AccountId account,
                                                    std::vector<Ids> months) {
  std::vector<MonthOfYear> counted;
  for (auto const& [from, to] : months) {
    CO_TRY(auto const rows,
           co_await session.query("SELECT (SELECT COUNT(*) " OF_THE_YEAR
                                  "), (SELECT COUNT(*) FROM follows f WHERE f.followee_id = $1 "
                                  "AND f.id >= $2 AND f.id < $3)",
                                  {account, from, to}));
    counted.push_back({.posts = rows[0].integer(0), .followers = rows[0].integer(1)});
  }
  co_return counted;
}

Task<Result<std::vector<TagOfYear>>> top_tags(db::Session& session, AccountId account, Ids ids, int limit) {
  CO_TRY(auto const rows, co_await session.query(
                              "SELECT t.display, COUNT(*) FROM posts p JOIN post_tags u ON u.post_id = p.id "
                              "JOIN tags t ON t.id = u.tag_id WHERE p.account_id = $1 AND p.id >= $2 "
                              "AND p.id < $3 GROUP BY t.id, t.display HAVING COUNT(*) > 1 "
                              "ORDER BY COUNT(*) DESC, t.id LIMIT $4",
                              {account, ids.from, ids.to, limit}));
  std::vector<TagOfYear> tags;
  for (auto const row : rows) {
    tags.push_back({row.string(0), row.integer(1)});
  }
  co_return tags;
}

Task<Result<TopPosts>> top_posts(db::Session& session, AccountId account, Ids ids) {
  TopPosts top;
  CO_TRY(top.by_boosts, co_await first_by(session, FIRST_BY("boosts_count"), account, ids, {}, {}));
  CO_TRY(top.by_favourites,
         co_await first_by(session, FIRST_BY("favourites_count"), account, ids, top.by_boosts, {}));
  CO_TRY(top.by_replies, co_await first_by(session, FIRST_BY("replies_count"), account, ids, top.by_boosts,
                                           top.by_favourites));
  co_return top;
}

}  // namespace auklet::store::annual_reports
