// SPDX-License-Identifier: Apache-2.0
#include "timeline/follower_set.h"

#include <gtest/gtest.h>

#include <iterator>
#include <random>
#include <set>

namespace auklet::timeline {
namespace {

using Slots = std::vector<ViewerSlot>;

Slots all(FollowerSet const& set, std::size_t slice = 1'000'000) {
  Slots slots;
  for (std::optional<ViewerSlot> next = 0; next;) {
    next = set.visit(*next, slice, [&](ViewerSlot slot) { slots.push_back(slot); });
  }
  return slots;
}

// Slots among `universe`, where about `share` of them follow: lists and bitmaps, and the way from one to the other.
class FollowerSetTest : public testing::TestWithParam<std::pair<ViewerSlot, double>> {};

TEST_P(FollowerSetTest, DoesWhatASortedSetDoes) {
  auto const [universe, share] = GetParam();
  std::mt19937 random(3);
  FollowerSet set;
  std::set<ViewerSlot> model;
  auto const wanted = static_cast<std::size_t>(universe * share);
  for (int step = 0; step < 20'000; ++step) {
    auto const slot = static_cast<ViewerSlot>(random() % universe);
    // Grows to the wanted share, then shrinks to almost nothing, then grows again.
    bool const grows = step / 5000 % 2 == 0 ? model.size() < wanted : random() % 8 == 0;
    if (grows) {
      ASSERT_EQ(set.insert(slot), model.insert(slot).second);
    } else {
      auto const victim = model.lower_bound(slot);
      auto const erased = victim == model.end() || random() % 16 == 0 ? slot : *victim;
      ASSERT_EQ(set.erase(erased), model.erase(erased) == 1);
    }
    ASSERT_EQ(set.size(), model.size());
    ASSERT_EQ(set.contains(slot), model.contains(slot));
    ASSERT_LE(set.bytes(), 1024 + 8 * model.size());
    if (step % 97 == 0) {
      ASSERT_EQ(all(set), Slots(model.begin(), model.end()));
      ASSERT_EQ(all(set, 1 + random() % 40), Slots(model.begin(), model.end()));
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Densities, FollowerSetTest,
                         testing::Values(std::pair{50U, 0.5}, std::pair{1000U, 0.9}, std::pair{1000U, 0.02},
                                         std::pair{20'000U, 0.03}, std::pair{20'000U, 0.05},
                                         std::pair{20'000U, 0.2}, std::pair{4'000'000'000U, 1e-6}));

TEST(FollowerSet, TakesSlotsInOrderAtLittleCost) {
  FollowerSet all_of_many;
  FollowerSet few_of_many;
  for (ViewerSlot slot = 0; slot < 100'000; ++slot) {
    all_of_many.insert(slot);
    if (slot % 1000 == 0) {
      few_of_many.insert(slot);
    }
  }
  EXPECT_LE(all_of_many.bytes(), 2 * 100'000 / 8U);  // a bit each
  EXPECT_LE(few_of_many.bytes(), 100 * 5 + 16U);     // four bytes each and little slack
}

TEST(FollowerSet, FindsWhatTwoHaveInCommon) {
  std::mt19937 random(5);
  for (auto const [one_in, other_in] :
       {std::pair{2U, 2U}, std::pair{2U, 200U}, std::pair{300U, 3U}, std::pair{90U, 70U}}) {
    FollowerSet one;
    FollowerSet other;
    Slots expected;
    for (ViewerSlot slot = 0; slot < 20'000; ++slot) {
      bool const in_one = random() % one_in == 0 && one.insert(slot);
      bool const in_other = random() % other_in == 0 && other.insert(slot);
      if (in_one && in_other) {
        expected.push_back(slot);
      }
    }
    Slots common;
    for (std::optional<ViewerSlot> next = 0; next;) {
      next = visit_common(one, other, *next, 100, [&](ViewerSlot slot) { common.push_back(slot); });
    }
    EXPECT_EQ(common, expected);
    EXPECT_FALSE(expected.empty());
  }
}

}  // namespace
}  // namespace auklet::timeline
