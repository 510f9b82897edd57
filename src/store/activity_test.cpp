// SPDX-License-Identifier: Apache-2.0
#include "store/activity.h"

#include <chrono>

#include "base/ids.h"
#include "store/testing/store_test.h"

namespace auklet::store {
namespace {

using activity::Week;

constexpr AccountId ann{1};
constexpr UnixMillis week = std::chrono::sys_days{std::chrono::year{2026} / 4 / 6};
constexpr UnixMillis next_week = week + std::chrono::weeks{1};

class ActivityTest : public testing::StoreTest {
 protected:
  Post add_post(UnixMillis at) { return add(post_by(ann, PostId{base::first_id_at(at)})); }
  void visit(UnixMillis in, std::int64_t account) {
    ASSERT_TRUE(try_batch([&](db::Batch& batch) { activity::add_visit(batch, in, AccountId{account}); }));
  }
  Week count(UnixMillis of) { return read(activity::count(session(), of)); }
};
AUKLET_ON_BOTH_ENGINES(ActivityTest);

TEST_P(ActivityTest, AWeekHasWhatCameInIt) {
  auto const first = add_post(week);
  add_post(next_week - std::chrono::milliseconds{1});
  add_post(next_week);
  add_post(week - std::chrono::milliseconds{1});
  add(boost_by(ann, PostId{base::first_id_at(week) + 5}, first));
  auto from_afar = post_by(ann, PostId{base::first_id_at(week) + 6});
  from_afar.remote_uri = "https://far.example/1";
  add(from_afar);
  add_user(AccountId{base::first_id_at(week) + 1}, "a@example.org");
  add_user(AccountId{base::first_id_at(next_week) + 1}, "b@example.org");
  visit(week, 1);
  visit(week, 1);
  visit(week, 2);
  visit(next_week, 1);
  EXPECT_EQ(count(week), (Week{.posts = 2, .people = 2, .joined = 1}));
  EXPECT_EQ(count(next_week), (Week{.posts = 1, .people = 1, .joined = 1}));
  EXPECT_EQ(count(week - std::chrono::weeks{2}), Week{});
}

}  // namespace
}  // namespace auklet::store
