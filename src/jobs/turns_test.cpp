// SPDX-License-Identifier: Apache-2.0
#include "jobs/turns.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace auklet::jobs {

bool operator==(Turn const& a, Turn const& b) {
  return a.lane == b.lane && a.places == b.places;
}

namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(Turns, LanesGetOnePlaceEachRoundAfterRound) {
  std::vector<std::int64_t> const lanes{5, 7, 9};
  EXPECT_THAT(deal(lanes, {}, 2, 4), ElementsAre(Turn{5, 1}, Turn{7, 1}));
  EXPECT_THAT(deal(lanes, {}, 5, 4), ElementsAre(Turn{5, 2}, Turn{7, 2}, Turn{9, 1}));
}

TEST(Turns, NoLaneHoldsMoreThanItsShare) {
  std::vector<std::int64_t> const lanes{5, 7};
  EXPECT_THAT(deal(lanes, {}, 9, 2), ElementsAre(Turn{5, 2}, Turn{7, 2}));
  EXPECT_THAT(deal(lanes, {{5, 2}, {7, 1}}, 9, 2), ElementsAre(Turn{7, 1}));
  EXPECT_THAT(deal(lanes, {{5, 2}, {7, 2}}, 9, 2), IsEmpty());
}

TEST(Turns, EverybodysLaneHasNoShare) {
  std::vector<std::int64_t> const lanes{0, 7};
  EXPECT_THAT(deal(lanes, {{0, 5}}, 9, 2), ElementsAre(Turn{0, 7}, Turn{7, 2}));
}

TEST(Turns, NoPlaceNoTurn) {
  std::vector<std::int64_t> const lanes{5};
  EXPECT_THAT(deal(lanes, {}, 0, 2), IsEmpty());
  EXPECT_THAT(deal({}, {}, 3, 2), IsEmpty());
}

}  // namespace
}  // namespace auklet::jobs
