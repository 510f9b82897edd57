// SPDX-License-Identifier: Apache-2.0
#include "store/scheduled_posts.h"

#include "store/testing/store_test.h"

namespace auklet::store {
namespace {

using scheduled_posts::Row;
using ::testing::ElementsAre;

constexpr AccountId ann{1};
constexpr AccountId ben{2};

class ScheduledPostsTest : public testing::StoreTest {
 protected:
  Row add(std::int64_t id, AccountId author, std::int64_t at, std::optional<std::string> key = {}) {
    Row row{.id = ScheduledPostId{id},
            .author = author,
            .app = AppId{9},
            .at = from_count(at),
            .draft = R"({"text":"é"})",
            .idempotency_key = std::move(key),
            .job = JobId{id * 10}};
    write([&](db::Session& s) { return scheduled_posts::insert(s, row); });
    return row;
  }
  Result<> take(Row const& row, UnixMillis at) {
    db::Batch batch;
    scheduled_posts::take(batch, row.id, at, Error{ErrorKind::conflict, "gone", "", {}});
    auto const answers = run(database().write(batch));
    return answers ? Result<>{} : Result<>(std::unexpected(answers.error()));
  }
};
AUKLET_ON_BOTH_ENGINES(ScheduledPostsTest);

TEST_P(ScheduledPostsTest, AreKeptAsTheyAreWritten) {
  auto first = add(10, ann, 1'000, "key");
  auto const second = add(20, ann, 2'000);
  auto const other = add(30, ben, 3'000, "key");
  EXPECT_EQ(read(scheduled_posts::find(session(), first.id)), first);
  EXPECT_EQ(read(scheduled_posts::find(session(), ScheduledPostId{99})), std::nullopt);
  EXPECT_EQ(read(scheduled_posts::find_by_key(session(), ben, "key")), other);
  EXPECT_EQ(read(scheduled_posts::find_by_key(session(), ben, "other")), std::nullopt);
  EXPECT_THAT(read(scheduled_posts::page(session(), ann, {})), ElementsAre(second, first));
  EXPECT_THAT(read(scheduled_posts::page(session(), ann, {.min_id = 5, .limit = 1})), ElementsAre(first));
  EXPECT_THAT(read(scheduled_posts::page(session(), ann, {.max_id = 20})), ElementsAre(first));
  first.at = from_count(5'000);
  first.job = JobId{7};
  EXPECT_TRUE(write([&](db::Session& s) { return scheduled_posts::move(s, first.id, first.at, first.job); }));
  EXPECT_EQ(read(scheduled_posts::find(session(), first.id)), first);
  EXPECT_TRUE(write([&](db::Session& s) { return scheduled_posts::remove(s, first.id); }));
  EXPECT_FALSE(write([&](db::Session& s) { return scheduled_posts::remove(s, first.id); }));
  EXPECT_FALSE(
      write([&](db::Session& s) { return scheduled_posts::move(s, first.id, first.at, first.job); }));
}

TEST_P(ScheduledPostsTest, AreCountedByTheirTime) {
  add(10, ann, 1'000);
  add(20, ann, 2'000);
  add(30, ann, 3'000);
  add(40, ben, 2'000);
  auto const count =
      read(scheduled_posts::count(session(), ann, from_count(1'000), from_count(3'000), ScheduledPostId{20}));
  EXPECT_EQ(count.all, 2);
  EXPECT_EQ(count.between, 1);
}

TEST_P(ScheduledPostsTest, AreTakenOnceAndForTheirTimeOnly) {
  auto const row = add(10, ann, 1'000);
  EXPECT_EQ(take(row, from_count(999)).error().kind, ErrorKind::conflict);
  EXPECT_TRUE(take(row, row.at));
  EXPECT_EQ(take(row, row.at).error().kind, ErrorKind::conflict);
}

}  // namespace
}  // namespace auklet::store
