// SPDX-License-Identifier: Apache-2.0
#include "bench/fanout_stage.h"

#include <gtest/gtest.h>

namespace auklet::bench {
namespace {

StageOptions small() {
  return {.shape = {.users = 400, .mean = 20, .followers_max = 88},
          .entries_max = 40,
          .rounds = 2,
          .round_seconds = 1e-3};
}

TEST(FanoutStage, MeasuresOursAlone) {
  auto const result = measure_stage(small());
  ASSERT_TRUE(result);
  EXPECT_EQ(result->workload(), "fanout");
  EXPECT_GT(result->figures().at("stage_deliveries_per_s").as_double(), 0);
  EXPECT_FALSE(result->figures().contains("stage_ratio_redis"));
}

TEST(FanoutStage, NeedsTheRedisThatItWasGiven) {
  auto options = small();
  options.redis_socket = "/nowhere/redis.sock";
  auto const result = measure_stage(options);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().kind, ErrorKind::unavailable);
}

}  // namespace
}  // namespace auklet::bench
