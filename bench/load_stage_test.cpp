// SPDX-License-Identifier: Apache-2.0
#include "bench/load_stage.h"
#include "bench/median.h"

#include <gmock/gmock.h>

namespace auklet::bench {
namespace {

using std::chrono::milliseconds;

Answer answer(std::uint32_t kind, unsigned status, int late_ms) {
  auto const due = LoopClock::time_point{} + milliseconds{100};
  return {.errand = {.kind = kind},
          .status = status,
          .body_bytes = 10,
          .intended = due,
          .answered = due + milliseconds{late_ms}};
}

TEST(Tally, KeepsKindsApartAndErrorsOutOfTheLatencies) {
  Tally tally;
  tally.add(answer(0, 200, 5));
  tally.add(answer(1, 200, 50));
  tally.add(answer(0, 503, 5000));
  tally.add(answer(0, 0, 5000));
  EXPECT_EQ(tally.answers(), 4U);
  EXPECT_EQ(tally.errors(), 2U);
  EXPECT_EQ(tally.of(0).count(), 1U);
  EXPECT_EQ(tally.of(0).max(), milliseconds{5});
  EXPECT_EQ(tally.of(1).max(), milliseconds{50});
  EXPECT_THAT(tally.bad_statuses(), testing::ElementsAre(testing::Pair(0, 1), testing::Pair(503, 1)));
  EXPECT_EQ(tally.bytes_per_answer(), 10);
}

TEST(Median, IsTheMiddleOrBetweenTheTwoMiddles) {
  EXPECT_EQ(median_of({}), 0);
  EXPECT_EQ(median_of({3, 1, 2}), 2);
  EXPECT_EQ(median_of({4, 1, 2, 3}), 2.5);
}

}  // namespace
}  // namespace auklet::bench
