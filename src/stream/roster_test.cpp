// SPDX-License-Identifier: Apache-2.0
#include "stream/roster.h"

#include <gtest/gtest.h>

#include <deque>
#include <random>
#include <set>

namespace auklet::stream {
namespace {

std::set<Subscription*> members(Roster const& roster) {
  std::set<Subscription*> found;
  for (std::size_t place = 0; place < roster.places(); ++place) {
    if (auto* const subscription = roster.at(place)) {
      found.insert(subscription);
    }
  }
  return found;
}

TEST(Roster, KeepsThosePresentWhateverComesAndGoes) {
  std::mt19937 random(1);  // the same each time
  std::deque<Subscription> all(200);
  Roster roster;
  std::set<Subscription*> present;
  for (int step = 0; step < 20'000; ++step) {
    auto& one = all[random() % all.size()];
    if (present.insert(&one).second) {
      roster.add(one);
    } else {
      present.erase(&one);
      roster.remove(one);
    }
    if (random() % 4 == 0) {
      roster.close_holes();
      ASSERT_LE(roster.places(), 2 * present.size() + 1);
    }
    ASSERT_EQ(roster.empty(), present.empty());
  }
  EXPECT_EQ(members(roster), present);
}

}  // namespace
}  // namespace auklet::stream
