// SPDX-License-Identifier: Apache-2.0
#include "trends/account_sketch.h"

#include <gtest/gtest.h>

#include <random>

namespace auklet::trends {
namespace {

TEST(AccountSketch, TheLastEightAccountsAreKnown) {
  AccountSketch sketch;
  sketch.reset(1);
  std::mt19937_64 random(1);
  std::vector<std::uint64_t> accounts;
  for (int i = 0; i < AccountSketch::last_accounts; ++i) {
    accounts.push_back(random());
    EXPECT_TRUE(sketch.add(accounts.back(), 1));
  }
  for (int round = 0; round < 100; ++round) {
    for (auto const account : accounts) {
      EXPECT_FALSE(sketch.add(account, 1));
    }
  }
  EXPECT_TRUE(sketch.add(random(), 1));
  EXPECT_TRUE(sketch.add(accounts[0], 1)) << "the ninth has displaced it";
  EXPECT_FALSE(sketch.add(accounts[7], 1));
  EXPECT_TRUE(sketch.add(accounts[7], 2)) << "in the next half-life it counts again";
}

TEST(AccountSketch, EstimatesHowManyThereWere) {
  std::mt19937_64 random(2);
  for (int const accounts : {1, 5, 20, 100, 1000, 100'000}) {
    double sum = 0;
    constexpr int rounds = 50;
    for (int round = 0; round < rounds; ++round) {
      AccountSketch sketch;
      sketch.reset(0);
      for (int i = 0; i < accounts; ++i) {
        sketch.add(random(), 0);
      }
      sum += sketch.accounts(0) / accounts;
    }
    EXPECT_NEAR(sum / rounds, 1, 0.15) << accounts;
  }
}

TEST(AccountSketch, CountsAFewExactly) {
  std::mt19937_64 random(5);
  for (int round = 0; round < 1000; ++round) {
    AccountSketch sketch;
    sketch.reset(3);
    sketch.add(random(), 3);
    sketch.add(random(), 3);
    EXPECT_GE(sketch.accounts(3), 1.99);
    EXPECT_LE(sketch.accounts(3), 2.2);
  }
}

TEST(AccountSketch, ForgetsWhoWasThereTwoHalfLivesAgo) {
  AccountSketch sketch;
  sketch.reset(10);
  std::mt19937_64 random(3);
  for (int i = 0; i < 1000; ++i) {
    sketch.add(random(), 10);
  }
  EXPECT_GT(sketch.accounts(10), 300);
  EXPECT_GT(sketch.accounts(11), 300);
  EXPECT_EQ(sketch.accounts(12), 1);
  sketch.add(random(), 11);
  EXPECT_GT(sketch.accounts(11), 300);
  EXPECT_LT(sketch.accounts(12), 3);
}

TEST(AccountSketch, MergesWhatTwoHaveSeen) {
  std::mt19937_64 random(4);
  AccountSketch all;
  AccountSketch one;
  AccountSketch other;
  for (auto* const sketch : {&all, &one, &other}) {
    sketch->reset(5);
  }
  for (int i = 0; i < 2000; ++i) {
    auto const account = random();
    auto const epoch = i < 1000 ? 5U : 6U;
    all.add(account, epoch);
    (i % 3 == 0 ? one : other).add(account, epoch);
  }
  one.merge(other);
  EXPECT_EQ(one.accounts(6), all.accounts(6));
  EXPECT_EQ(one.accounts(7), all.accounts(7));
}

}  // namespace
}  // namespace auklet::trends
