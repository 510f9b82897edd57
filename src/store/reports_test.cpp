// SPDX-License-Identifier: Apache-2.0
#include "store/reports.h"

#include "store/testing/store_test.h"

namespace auklet::store {
namespace {

class ReportsTest : public testing::StoreTest {};
AUKLET_ON_BOTH_ENGINES(ReportsTest);

TEST_P(ReportsTest, AreKeptAsTheyAreWritten) {
  Report const report{.id = ReportId{1},
                      .reporter = AccountId{2},
                      .target = AccountId{3},
                      .category = ReportCategory::spam,
                      .comment = "look",
                      .posts = {PostId{10}, PostId{11}},
                      .forwarded = true,
                      .created_at = testing::now,
                      .resolved_at = {}};
  write([&](db::Session& s) { return reports::insert(s, report); });
  EXPECT_EQ(read(reports::find(session(), report.id)), report);
  EXPECT_EQ(read(reports::find(session(), ReportId{9})), std::nullopt);
}

}  // namespace
}  // namespace auklet::store
