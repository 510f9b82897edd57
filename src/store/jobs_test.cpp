// SPDX-License-Identifier: Apache-2.0
#include "store/jobs.h"

#include "store/testing/store_test.h"

namespace auklet::store {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using testing::expect_value;
using ::testing::IsEmpty;
using testing::now;

class JobsTest : public testing::StoreTest {
 protected:
  static jobs::NewJob job(int id, std::string const& lane = {}, UnixMillis run_at = now) {
    return {JobId{id}, "kind", std::to_string(id), run_at, lane, now};
  }
  void enqueue(jobs::NewJob const& job) {
    write([&](db::Session& s) { return jobs::enqueue(s, job); });
  }
  std::vector<jobs::ClaimedJob> claim(std::string const& lane, int limit, UnixMillis at = now) {
    auto const rows = expect_value(try_batch([&](db::Batch& batch) {
      jobs::claim(batch, "kind", jobs::lane_number(lane), at, {++holder_, at + 1min}, limit);
    }));
    return jobs::claimed_in(rows[0]);
  }
  std::int64_t holder_ = 100;
};
AUKLET_ON_BOTH_ENGINES(JobsTest);

TEST_P(JobsTest, AJobIsOfItsTransaction) {
  auto const failed = try_write([&](db::Session& s) -> Task<Result<>> {
    auto const first = job(1);
    CO_TRY_OK(co_await jobs::enqueue(s, first));
    co_return fail(ErrorKind::invalid, "on purpose");
  });
  EXPECT_FALSE(failed.has_value());
  EXPECT_EQ(read(jobs::next_due(session(), "kind")), std::nullopt);
  enqueue(job(1, "", now + 1s));
  EXPECT_EQ(read(jobs::next_due(session(), "kind")), now + 1s);
  EXPECT_EQ(read(jobs::next_due(session(), "other")), std::nullopt);
}

TEST_P(JobsTest, TheLongestDueIsClaimedFirstAndOnceForTheLease) {
  enqueue(job(1, "", now));
  enqueue(job(2, "", now - 1s));
  enqueue(job(3, "", now + 1s));
  enqueue(job(4, "lane", now));
  auto const first = claim("", 1);
  ASSERT_EQ(first.size(), 1U);
  EXPECT_EQ(first[0].payload, "2");
  EXPECT_EQ(first[0].attempt, 1);
  EXPECT_EQ(first[0].holder, holder_);
  EXPECT_EQ(claim("", 9).size(), 1U) << "1 alone: 2 is taken, 3 is not due, 4 has another lane";
  EXPECT_THAT(claim("", 9), IsEmpty());
  EXPECT_EQ(claim("", 9, now + 1min).size(), 3U) << "the leases are over";
}

TEST_P(JobsTest, OnlyTheHolderEndsAJob) {
  enqueue(job(1));
  auto const late = claim("", 1)[0];
  auto const holder = claim("", 1, now + 1min)[0];
  EXPECT_EQ(holder.attempt, 2);
  auto const end = [&](std::int64_t of, auto how) {
    return expect_value(try_batch([&](db::Batch& batch) { how(batch, JobId{1}, of); }))[0].affected();
  };
  auto const finish = [](db::Batch& batch, JobId id, std::int64_t of) { jobs::finish(batch, id, of); };
  auto const retry = [](db::Batch& batch, JobId id, std::int64_t of) {
    jobs::retry(batch, id, of, now + 2h, "no luck");
  };
  auto const bury = [](db::Batch& batch, JobId id, std::int64_t of) {
    jobs::bury(batch, id, of, now, "no luck");
  };
  EXPECT_EQ(end(late.holder, finish), 0);
  EXPECT_EQ(end(late.holder, retry), 0);
  EXPECT_EQ(end(late.holder, bury), 0);
  EXPECT_EQ(end(holder.holder, retry), 1);
  EXPECT_EQ(read(jobs::next_due(session(), "kind")), now + 2h);
  EXPECT_EQ(end(holder.holder, finish), 0) << "nobody holds it";
  auto const again = claim("", 1, now + 2h)[0];
  EXPECT_EQ(end(again.holder, bury), 1);
  EXPECT_EQ(read(jobs::next_due(session(), "kind")), std::nullopt);
  auto const dead = read(jobs::dead(session(), 9));
  ASSERT_EQ(dead.size(), 1U);
  EXPECT_EQ(dead[0].attempts, 3);
}

TEST_P(JobsTest, AJobIsCancelledUnlessSomebodyWorksOnIt) {
  enqueue(job(1));
  enqueue(job(2, "", now + 1h));
  auto const cancel = [&](int id) {
    return write([&](db::Session& s) { return jobs::cancel(s, JobId{id}); });
  };
  EXPECT_TRUE(cancel(2));
  EXPECT_FALSE(cancel(2));
  EXPECT_EQ(claim("", 9).size(), 1U);
  EXPECT_FALSE(cancel(1));
}

TEST_P(JobsTest, TheRingOfLanesIsWalkedInStretches) {
  std::vector<std::int64_t> numbers;
  for (int i = 1; i <= 5; ++i) {
    auto const lane = "lane " + std::to_string(i);
    enqueue(job(i, lane, i == 3 ? now + 1h : now));
    enqueue(job(10 + i, lane, i == 3 ? now + 1h : now));
    numbers.push_back(jobs::lane_number(lane));
  }
  auto const later = numbers[2];
  std::ranges::sort(numbers);
  std::vector<std::int64_t> due;
  std::int64_t after = -1;
  for (int stretches = 0; stretches < 3; ++stretches) {
    auto const stretch = read(jobs::due_lanes(session(), "kind", after, now, 2));
    due.insert(due.end(), stretch.due.begin(), stretch.due.end());
    EXPECT_EQ(stretch.end.has_value(), stretches < 2);
    after = stretch.end.value_or(-1);
  }
  std::erase(numbers, later);
  EXPECT_EQ(due, numbers);
}

TEST_P(JobsTest, ALaneIsANumberForEver) {
  EXPECT_EQ(jobs::lane_number(""), 0);
  EXPECT_EQ(jobs::lane_number("example.org"), 7'958'247'995'167'326'033);
  EXPECT_GT(jobs::lane_number("a"), 0);
}

TEST_P(JobsTest, AScheduleMovesOnOnceATick) {
  auto const tick = [&](UnixMillis at) {
    return try_batch([&](db::Batch& batch) {
             jobs::add_schedule(batch, "kind", now);
             jobs::tick(batch, "kind", at, at + 1h, {ErrorKind::conflict, "", {}, {}});
           })
        .has_value();
  };
  EXPECT_EQ(read(jobs::next_tick(session(), "kind")), std::nullopt);
  EXPECT_TRUE(tick(now));
  EXPECT_FALSE(tick(now));
  EXPECT_EQ(read(jobs::next_tick(session(), "kind")), now + 1h);
  EXPECT_FALSE(tick(now + 59min));
  EXPECT_TRUE(tick(now + 1h));
}

TEST_P(JobsTest, WhatIsScheduledWaitsAtMostOnce) {
  auto const first = job(1);
  auto const second = job(2);
  expect_value(try_batch([&](db::Batch& batch) {
    jobs::enqueue_if_none(batch, first);
    jobs::enqueue_if_none(batch, second);
  }));
  EXPECT_EQ(claim("", 9).size(), 1U);
}

}  // namespace
}  // namespace auklet::store
