// SPDX-License-Identifier: Apache-2.0
#include "service/instance_service.h"

#include "service/testing/people_test.h"
#include "service/visit_log.h"

namespace auklet::service {
namespace {

using store::server_totals::Totals;

class InstanceServiceTest : public testing::PeopleTest {
 protected:
  InstanceServiceTest() { clock.set(std::chrono::sys_days{std::chrono::year{2026} / 4 / 15}); }

  InstanceService instance{env, {"Test house", "", "", {"en"}}};
};
AUKLET_ON_BOTH_ENGINES(InstanceServiceTest);

TEST_P(InstanceServiceTest, TwelveWeeksAreToldTheNewestFirst) {
  auto const ann = join("ann");
  publish(ann, "one");
  publish(ann, "for few", Visibility::direct);
  auto const weeks = get(instance.activity());
  ASSERT_EQ(weeks.size(), 12U);
  EXPECT_EQ(weeks[0].begin, week_of(clock.now()));
  EXPECT_EQ(weeks[11].begin, week_of(clock.now()) - std::chrono::weeks{11});
  EXPECT_EQ(weeks[0].counts, (store::activity::Week{.posts = 2, .people = 0, .joined = 1}));
  EXPECT_EQ(weeks[1].counts, store::activity::Week{});
}

TEST_P(InstanceServiceTest, ThisWeekIsCountedAgainAfterAWhileAndWhollyWhenItIsOver) {
  auto const ann = join("ann");
  publish(ann, "one");
  EXPECT_EQ(get(instance.activity())[0].counts.posts, 1);
  publish(ann, "two");
  EXPECT_EQ(get(instance.activity())[0].counts.posts, 1) << "as it was just now";
  clock.advance(std::chrono::minutes{10});
  EXPECT_EQ(get(instance.activity())[0].counts.posts, 2);
  publish(ann, "three");
  clock.advance(std::chrono::weeks{1});
  publish(ann, "four");
  auto const weeks = get(instance.activity());
  EXPECT_EQ(weeks[0].counts.posts, 1);
  EXPECT_EQ(weeks[1].counts.posts, 3) << "with what came after it was counted last";
  clock.advance(std::chrono::weeks{12});
  EXPECT_EQ(get(instance.activity())[0].counts.posts, 0);
}

TEST_P(InstanceServiceTest, ASmallServerIsCountedAfterAMinute) {
  auto const ann = join("ann");
  publish(ann, "one");
  EXPECT_EQ(get(instance.facts()).totals, (Totals{.people = 1, .posts = 1, .active = 1}));
  publish(ann, "two");
  EXPECT_EQ(get(instance.facts()).totals.posts, 1) << "as it was just now";
  clock.advance(std::chrono::minutes{1});
  EXPECT_EQ(get(instance.facts()).totals.posts, 2);
  ASSERT_TRUE(run(instance.recount()));
  EXPECT_EQ(get(store::server_totals::find(database().session())), std::nullopt);
}

TEST_P(InstanceServiceTest, ALargeServerIsCountedByItsJobAlone) {
  InstanceService large{env, {"Large house", "", "", {"en"}}, runtime().executor(runtime().background()), 1};
  auto const ann = join("ann");
  publish(ann, "one");
  EXPECT_EQ(get(large.facts()).totals.posts, 1);
  publish(ann, "two");
  clock.advance(std::chrono::minutes{1});
  EXPECT_EQ(get(large.facts()).totals.posts, 2) << "now it is large";
  publish(ann, "three");
  clock.advance(std::chrono::minutes{1});
  EXPECT_EQ(get(large.facts()).totals.posts, 2) << "as it was counted last";
  ASSERT_TRUE(run(large.recount()));
  EXPECT_EQ(get(large.facts()).totals.posts, 2) << "as it was asked just now";
  clock.advance(std::chrono::minutes{1});
  EXPECT_EQ(get(large.facts()).totals.posts, 3);
  InstanceService restarted{env, {"Large house", "", "", {"en"}}, {}, 1};
  EXPECT_EQ(get(restarted.facts()).totals.posts, 3);
}

}  // namespace
}  // namespace auklet::service
