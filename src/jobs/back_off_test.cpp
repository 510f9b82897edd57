// SPDX-License-Identifier: Apache-2.0
#include "jobs/back_off.h"

#include <gtest/gtest.h>

#include <limits>

namespace auklet::jobs {
namespace {

using std::chrono::milliseconds;

constexpr Patience patience{.first = milliseconds{1000}, .longest = milliseconds{60'000}};

TEST(BackOff, DoublesUpToTheLongest) {
  EXPECT_EQ(back_off(patience, 1, 0), milliseconds{500});
  EXPECT_EQ(back_off(patience, 2, 0), milliseconds{1000});
  EXPECT_EQ(back_off(patience, 3, 0), milliseconds{2000});
  EXPECT_EQ(back_off(patience, 7, 0), milliseconds{30'000});
  EXPECT_EQ(back_off(patience, 1'000'000, 0), milliseconds{30'000});
}

TEST(BackOff, SpreadsFromHalfToOneAndAHalf) {
  EXPECT_EQ(back_off(patience, 1, 1000), milliseconds{1500});
  EXPECT_EQ(back_off(patience, 1, 1001), milliseconds{500});
  for (std::uint64_t random = 1; random < std::numeric_limits<std::uint64_t>::max() / 3; random *= 3) {
    EXPECT_GE(back_off(patience, 2, random), milliseconds{1000});
    EXPECT_LE(back_off(patience, 2, random), milliseconds{3000});
  }
}

}  // namespace
}  // namespace auklet::jobs
