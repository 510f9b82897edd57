// SPDX-License-Identifier: Apache-2.0
#include "bench/histogram.h"

#include <gtest/gtest.h>

namespace auklet::bench {
namespace {

using std::chrono::microseconds;

TEST(Histogram, IsZeroWhenEmpty) {
  Histogram const histogram;
  EXPECT_EQ(histogram.count(), 0U);
  EXPECT_EQ(histogram.quantile(0.99), microseconds{0});
}

TEST(Histogram, IsExactForSmallValues) {
  Histogram histogram;
  for (int i = 1; i <= 100; ++i) {
    histogram.add(microseconds{i});
  }
  EXPECT_EQ(histogram.quantile(0.50), microseconds{50});
  EXPECT_EQ(histogram.quantile(0.99), microseconds{99});
  EXPECT_EQ(histogram.quantile(1), microseconds{100});
  EXPECT_EQ(histogram.max(), microseconds{100});
}

TEST(Histogram, StaysWithinItsPrecision) {
  for (std::int64_t value = 1; value < 40'000'000'000; value = value * 7 / 3 + 1) {
    Histogram histogram;
    histogram.add(microseconds{value});
    histogram.add(microseconds{value * 2});
    auto const got = histogram.quantile(0.5).count();
    EXPECT_GE(got, value);
    EXPECT_LE(static_cast<double>(got), static_cast<double>(value) * 1.016);
  }
}

TEST(Histogram, TakesValuesBeyondItsRange) {
  Histogram histogram;
  histogram.add(std::chrono::hours{100});
  EXPECT_EQ(histogram.count(), 1U);
  EXPECT_EQ(histogram.max(), std::chrono::hours{100});
}

}  // namespace
}  // namespace auklet::bench
