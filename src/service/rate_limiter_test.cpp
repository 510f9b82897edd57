// SPDX-License-Identifier: Apache-2.0
#include "service/rate_limiter.h"

#include <gtest/gtest.h>

#include <string>

namespace auklet::service {
namespace {

using std::chrono::minutes;

class RateLimiterTest : public testing::Test {
 protected:
  base::ManualClock clock_{UnixMillis{minutes{30} * 1000}};  // the start of a window of every rule
  base::SeededRandom random_{1};
};

TEST_F(RateLimiterTest, CountsDownAndRefusesUntilTheWindowEnds) {
  RateLimiter limiter(clock_, random_, true);
  for (int i = 0; i < 300; ++i) {
    auto const verdict = limiter.take(RateRule::requests_of_token, "7");
    ASSERT_TRUE(verdict.allowed);
    EXPECT_EQ(verdict.limit, 300);
    EXPECT_EQ(verdict.remaining, 299 - i);
    EXPECT_EQ(verdict.reset, UnixMillis{minutes{30} * 1000 + minutes{5}});
  }
  EXPECT_FALSE(limiter.take(RateRule::requests_of_token, "7").allowed);
  EXPECT_TRUE(limiter.take(RateRule::requests_of_token, "8").allowed);
  EXPECT_TRUE(limiter.take(RateRule::requests_of_account, "7").allowed);
  clock_.advance(minutes{5} - std::chrono::milliseconds{1});
  EXPECT_FALSE(limiter.take(RateRule::requests_of_token, "7").allowed);
  clock_.advance(std::chrono::milliseconds{1});
  EXPECT_EQ(limiter.take(RateRule::requests_of_token, "7").remaining, 299);
}

TEST_F(RateLimiterTest, AllowsFiveSignUpsInHalfAnHour) {
  RateLimiter limiter(clock_, random_, true);
  for (int i = 0; i < 5; ++i) {
    EXPECT_TRUE(limiter.take(RateRule::sign_ups_of_peer, "192.0.2.1").allowed);
  }
  EXPECT_FALSE(limiter.take(RateRule::sign_ups_of_peer, "192.0.2.1").allowed);
}

TEST_F(RateLimiterTest, AllowsEverythingWhenSwitchedOff) {
  RateLimiter limiter(clock_, random_, false);
  for (int i = 0; i < 1000; ++i) {
    ASSERT_TRUE(limiter.take(RateRule::sign_ups_of_peer, "192.0.2.1").allowed);
  }
}

TEST_F(RateLimiterTest, AFloodOfSubjectsDoesNotForgetTheBusyOnes) {
  RateLimiter limiter(clock_, random_, true, 1600);
  for (int i = 0; i < 5; ++i) {
    limiter.take(RateRule::apps_of_peer, "busy");
  }
  for (int i = 0; i < 50'000; ++i) {
    ASSERT_TRUE(limiter.take(RateRule::apps_of_peer, std::to_string(i)).allowed);
  }
  EXPECT_FALSE(limiter.take(RateRule::apps_of_peer, "busy").allowed);
}

}  // namespace
}  // namespace auklet::service
