// SPDX-License-Identifier: Apache-2.0
#include "bench/idle.h"

#include <gtest/gtest.h>

namespace auklet::bench {
namespace {

TEST(Idle, TakesTheMedianOfEachFigure) {
  auto const middle = median({{30, 5}, {10, 9}, {20, 7}});
  EXPECT_EQ(middle.start_ms, 20);
  EXPECT_EQ(middle.resident_mb, 7);
}

TEST(Idle, SaysWhenTheServerCannotBeStarted) {
  auto const sample = measure_idle("/nowhere/auklet");
  ASSERT_FALSE(sample);
  EXPECT_NE(sample.error().message.find("/nowhere/auklet"), std::string::npos);
}

TEST(Idle, SaysWhenTheServerEndsBeforeItAnswers) {
  auto const sample = measure_idle("/bin/false");
  ASSERT_FALSE(sample);
  EXPECT_EQ(sample.error().kind, ErrorKind::unavailable);
}

}  // namespace
}  // namespace auklet::bench
