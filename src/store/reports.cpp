// SPDX-License-Identifier: Apache-2.0
#include "store/reports.h"

namespace auklet::store::reports {

Task<Result<>> insert(db::Session& session, Report const& report) {
  CO_TRY_OK(co_await session.execute(
      "INSERT INTO reports (id, account_id, target_id, category, comment, forwarded, created_at) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7)",
      {report.id, report.reporter, report.target, report.category, report.comment, report.forwarded,
       report.created_at}));
  for (auto const post : report.posts) {
    CO_TRY_OK(
        co_await session.execute("INSERT INTO report_posts (report_id, post_id) VALUES ($1, $2) ON CONFLICT "
                                 "(report_id, post_id) DO NOTHING",
                                 {report.id, post}));
  }
  co_return Result<>{};
}

Task<Result<std::optional<Report>>> find(db::Session& session, ReportId id) {
  CO_TRY(auto const rows,
         co_await session.query("SELECT account_id, target_id, category, comment, forwarded, created_at, "
                                "resolved_at FROM reports WHERE id = $1",
                                {id}));
  if (rows.empty()) {
    co_return std::nullopt;
  }
  auto const row = rows[0];
  Report report{.id = id,
                .reporter = row.as<AccountId>(0),
                .target = row.as<AccountId>(1),
                .category = row.as<ReportCategory>(2),
                .comment = row.string(3),
                .posts = {},
                .forwarded = row.boolean(4),
                .created_at = row.time(5),
                .resolved_at = row.optional_time(6)};
  CO_TRY(
      auto const posts,
      co_await session.query("SELECT post_id FROM report_posts WHERE report_id = $1 ORDER BY post_id", {id}));
  for (auto const post : posts) {
    report.posts.push_back(post.as<PostId>(0));
  }
  co_return report;
}

}  // namespace auklet::store::reports
