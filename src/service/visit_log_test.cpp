// SPDX-License-Identifier: Apache-2.0
#include "service/visit_log.h"

#include "service/testing/people_test.h"
#include "store/activity.h"

namespace auklet::service {
namespace {

class VisitLogTest : public testing::PeopleTest {
 protected:
  std::int64_t visitors() {
    return get(store::activity::count(database().session(), week_of(clock.now()))).people;
  }
  void note(VisitLog& log, AccountId account) { run(log.note(account)); }
};
AUKLET_ON_BOTH_ENGINES(VisitLogTest);

TEST_P(VisitLogTest, EveryoneCountsOnceAWeek) {
  VisitLog visits(env);
  for (int i = 0; i < 3; ++i) {
    note(visits, AccountId{1});
    note(visits, AccountId{2});
  }
  EXPECT_EQ(visitors(), 2);
  clock.advance(std::chrono::weeks{1});
  EXPECT_EQ(visitors(), 0);
  note(visits, AccountId{1});
  EXPECT_EQ(visitors(), 1);
}

TEST_P(VisitLogTest, WhatWasForgottenIsWrittenTwiceAndCountsOnce) {
  VisitLog small(env, 1);
  for (std::int64_t id : {1, 2, 1, 2}) {
    note(small, AccountId{id});
  }
  VisitLog other(env);
  note(other, AccountId{1});
  EXPECT_EQ(visitors(), 2);
}

TEST_P(VisitLogTest, OldWeeksAreForgotten) {
  VisitLog visits(env);
  auto const first_week = week_of(clock.now());
  auto const of_first_week = [&] {
    return get(store::activity::count(database().session(), first_week)).people;
  };
  note(visits, AccountId{1});
  clock.advance(VisitLog::kept_for);
  note(visits, AccountId{1});
  EXPECT_EQ(of_first_week(), 1);
  clock.advance(std::chrono::weeks{1});
  note(visits, AccountId{1});
  EXPECT_EQ(of_first_week(), 0);
  EXPECT_EQ(visitors(), 1);
}

TEST(WeekOf, BeginsOnMonday) {
  using namespace std::chrono;
  constexpr UnixMillis monday = sys_days{year{2026} / 4 / 6};
  EXPECT_EQ(week_of(monday), monday);
  EXPECT_EQ(week_of(monday + days{3} + hours{5}), monday);
  EXPECT_EQ(week_of(monday + days{7} - milliseconds{1}), monday);
  EXPECT_EQ(week_of(monday - milliseconds{1}), monday - days{7});
}

}  // namespace
}  // namespace auklet::service
