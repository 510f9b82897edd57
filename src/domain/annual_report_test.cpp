// SPDX-License-Identifier: Apache-2.0
#include "domain/annual_report.h"

#include <gtest/gtest.h>

namespace auklet {
namespace {

TEST(Archetype, FollowsFromWhatSomeoneDoesFarMoreThanSayingThings) {
  EXPECT_EQ(archetype_of({}), "lurker");
  EXPECT_EQ(archetype_of({.standalone = 12, .replies = 50, .boosts = 50}), "lurker");
  EXPECT_EQ(archetype_of({.standalone = 13, .replies = 50, .boosts = 50}), "booster")
      << "not fewer than the average";
  EXPECT_EQ(archetype_of({.standalone = 100, .boosts = 200}), "oracle")
      << "twice as many are not more than that";
  EXPECT_EQ(archetype_of({.standalone = 100, .boosts = 201}), "booster");
  EXPECT_EQ(archetype_of({.standalone = 200, .polls = 20}), "oracle");
  EXPECT_EQ(archetype_of({.standalone = 200, .polls = 21}), "pollster");
  EXPECT_EQ(archetype_of({.standalone = 100, .replies = 201}), "replier");
  EXPECT_EQ(archetype_of({.standalone = 100, .replies = 200}), "oracle");
}

}  // namespace
}  // namespace auklet
