// SPDX-License-Identifier: Apache-2.0
//
// The table `annual_reports`, and what is counted of the posts of a year. A year or a month is given as the ids that could
// be minted in it: `from` on, and before `to`.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "async/task.h"
#include "base/result.h"
#include "db/database.h"
#include "domain/annual_report.h"

namespace auklet::store::annual_reports {

// Asks for a report; in place of one that was asked for before `stale` and never made. When there is any other the batch
// fails with `otherwise`.
void request(db::Batch& batch, AnnualReport const& report, UnixMillis stale, Error otherwise);
Task<Result<std::optional<AnnualReport>>> find(db::Session& session, AccountId account, int year);
Task<Result<std::optional<AnnualReport>>> find_by_id(db::Session& session, AccountId account,
                                                     AnnualReportId id);
// Those that are made and were not read, the newest year first.
Task<Result<std::vector<AnnualReport>>> unread(db::Session& session, AccountId account);
// Unless it was written before.
void write(db::Batch& batch, AccountId account, int year, std::string_view data);
// False when there is none that is made.
Task<Result<bool>> mark_read(db::Session& session, AccountId account, int year, UnixMillis now);

struct Ids {
  std::int64_t from = 0;
  std::int64_t to = 0;
};
Task<Result<YearOfPosts>> count_posts(db::Session& session, AccountId account, Ids ids);
Task<Result<bool>> has_written(db::Session& session, AccountId account, Ids ids);
// The posts and the followers of each of the stretches.
Task<Result<std::vector<MonthOfYear>>> count_months(db::Session& session, AccountId account,
                                                    std::vector<Ids> months);
// Used more than once, the most used first.
Task<Result<std::vector<TagOfYear>>> top_tags(db::Session& session, AccountId account, Ids ids, int limit);
// Of public and unlisted posts.
Task<Result<TopPosts>> top_posts(db::Session& session, AccountId account, Ids ids);

}  // namespace auklet::store::annual_reports
