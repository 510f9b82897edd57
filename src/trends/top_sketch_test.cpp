// SPDX-License-Identifier: Apache-2.0
#include "trends/top_sketch.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>
#include <set>

namespace auklet::trends {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using namespace std::chrono_literals;

constexpr UnixMillis start{std::chrono::milliseconds{1'775'926'510'000}};

constexpr double rounding = 0.001;

std::vector<std::uint64_t> keys(std::vector<Trend> const& trends) {
  std::vector<std::uint64_t> all;
  for (auto const& trend : trends) {
    all.push_back(trend.key);
  }
  return all;
}

// So many accounts use the thing once each.
void use(TopSketch& sketch, std::uint64_t key, int accounts, UnixMillis time,
         std::uint64_t first_account = 1) {
  for (int i = 0; i < accounts; ++i) {
    sketch.add(key, first_account + static_cast<std::uint64_t>(i), time);
  }
}

// Zipf's law by rejection (Devroye: Non-Uniform Random Variate Generation, 1986, X.6.1), cut off at `most`.
class Zipf {
 public:
  Zipf(double exponent, std::uint64_t most) : exponent_(exponent), most_(static_cast<double>(most)) {}
  std::uint64_t operator()(std::mt19937_64& random) {
    for (;;) {
      auto const u = 1 - unit_(random);
      auto const x = std::floor(std::pow(u, -1 / (exponent_ - 1)));
      auto const t = std::pow(1 + 1 / x, exponent_ - 1);
      if (x <= most_ && unit_(random) * x * (t - 1) / (b_ - 1) <= t / b_) {
        return static_cast<std::uint64_t>(x);
      }
    }
  }

 private:
  double exponent_;
  double most_;
  double b_ = std::pow(2, exponent_ - 1);
  std::uniform_real_distribution<> unit_;
};

// The figures of docs/trends.md.
TEST(TopSketch, FindsTheHundredGreatestOfFiveMillionTagsAndNobodyWhoShouts) {
  constexpr std::uint64_t tags = 5'000'000;
  constexpr std::uint64_t accounts = 1'000'000;
  constexpr int uses = 10'000'000;
  constexpr std::uint64_t shouted = tags + 1;
  constexpr std::size_t best = 100;
  TopSketch sketch({});
  std::vector<std::uint32_t> exact(tags + 2, 0);
  Zipf zipf(1.1, tags);
  std::mt19937_64 random(20'260'411);
  for (int i = 0; i < uses; ++i) {
    auto const tag = zipf(random);
    ++exact[tag];
    sketch.add(tag * 0x1'0000'0001, random() % accounts, start);
    if (i % 100 == 0) {  // 100,000 times
      sketch.add(shouted * 0x1'0000'0001, 42, start);
    }
  }
  std::vector<std::uint64_t> order(tags + 1);
  std::iota(order.begin(), order.end(), 0);
  std::ranges::partial_sort(order, order.begin() + best, std::greater{},
                            [&](auto tag) { return exact[tag]; });
  std::set<std::uint64_t> const truth(order.begin(), order.begin() + best);

  auto const top = sketch.top(best, start);
  std::size_t right = 0;
  for (auto const& trend : top) {
    right += truth.count(trend.key / 0x1'0000'0001);
    EXPECT_NE(trend.key, shouted * 0x1'0000'0001);
    EXPECT_LE(trend.uses, exact[trend.key / 0x1'0000'0001] + rounding) << "never more than there were";
  }
  EXPECT_GE(right, 99U);
  EXPECT_LE(sketch.memory_bytes(), 4U << 20U);
  RecordProperty("recall_percent", static_cast<int>(right));
  RecordProperty("memory_bytes", static_cast<int>(sketch.memory_bytes()));
  for (auto const& trend : sketch.top(10'000, start)) {
    EXPECT_TRUE(trend.key != shouted * 0x1'0000'0001 || trend.uses <= TopSketch::uses_per_account_max);
  }
}

TEST(TopSketch, FewWhoShoutCountOnceEach) {
  TopSketch sketch({});
  use(sketch, 1, 20, start);
  for (int i = 0; i < 100'000; ++i) {
    sketch.add(2, static_cast<std::uint64_t>(i % 8), start);
  }
  for (int i = 0; i < 100'000; ++i) {  // too many to be known by face: the estimate of accounts bounds them
    sketch.add(3, static_cast<std::uint64_t>(i % 12), start);
  }
  auto const top = sketch.top(3, start);
  ASSERT_EQ(top.size(), 3U);
  for (auto const& trend : top) {
    if (trend.key == 2) {
      EXPECT_NEAR(trend.uses, 8, rounding);
    } else if (trend.key == 3) {
      EXPECT_LE(trend.uses, 12 * TopSketch::uses_per_account_max * 2);
    } else {
      EXPECT_NEAR(trend.uses, 20, rounding);
    }
  }
}

TEST(TopSketch, UsesLoseHalfTheirWeightInAHalfLife) {
  TopSketch sketch({.counters = 100, .half_life = 1h});
  use(sketch, 1, 100, start);
  use(sketch, 2, 60, start + 1h, 1000);
  EXPECT_THAT(keys(sketch.top(9, start + 1h)), ElementsAre(2, 1));
  auto const top = sketch.top(9, start + 2h);
  EXPECT_NEAR(top[0].uses, 30, 0.01);
  EXPECT_NEAR(top[1].uses, 25, 0.01);
  // Far later, past any rescaling, the order is that of the new uses.
  use(sketch, 3, 2, start + 24h * 30, 5000);
  EXPECT_THAT(sketch.top(1, start + 24h * 30)[0].key, 3);
  EXPECT_NEAR(sketch.top(1, start + 24h * 30)[0].uses, 2, 0.01);
  // What comes late weighs what it should.
  use(sketch, 4, 8, start + 24h * 30 - 1h, 7000);
  EXPECT_THAT(keys(sketch.top(2, start + 24h * 30)), ElementsAre(4, 3));
}

TEST(TopSketch, ATagOfTheDayBeforeYesterdayCannotBeShoutedBack) {
  TopSketch sketch({.counters = 100, .half_life = 12h});
  use(sketch, 1, 10'000, start);
  auto const later = start + 24h * 3;
  for (int i = 0; i < 100'000; ++i) {
    sketch.add(1, static_cast<std::uint64_t>(i % 9), later);
  }
  use(sketch, 2, 400, later, 50'000);
  EXPECT_THAT(sketch.top(1, later)[0].key, 2);
}

TEST(TopSketch, WhatIsForgottenIsNotShown) {
  TopSketch sketch({.counters = 3, .half_life = 1h});
  use(sketch, 1, 30, start);
  use(sketch, 2, 20, start);
  use(sketch, 3, 10, start);
  sketch.forget(1);
  sketch.forget(99);
  EXPECT_THAT(keys(sketch.top(9, start)), ElementsAre(2, 3));
  use(sketch, 4, 5, start);
  EXPECT_THAT(keys(sketch.top(9, start)), ElementsAre(2, 3, 4))
      << "its counter was the first to be taken over";
  EXPECT_EQ(sketch.size(), 3U);
}

TEST(TopSketch, AFullOneNeverSaysMoreThanThereWasNorLosesWhatIsGreat) {
  constexpr std::size_t counters = 50;
  TopSketch sketch({.counters = counters, .half_life = 1h});
  std::vector<int> exact(2001, 0);
  std::mt19937_64 random(7);
  Zipf zipf(1.3, 2000);
  constexpr int uses = 50'000;
  for (int i = 0; i < uses; ++i) {
    auto const key = zipf(random);
    ++exact[key];
    sketch.add(key, random(), start);
  }
  EXPECT_EQ(sketch.size(), counters);
  auto const top = sketch.top(counters, start);
  for (auto const& trend : top) {
    EXPECT_LE(trend.uses, exact[trend.key] + rounding);
    EXPECT_GE(trend.uses + static_cast<double>(uses) / counters, exact[trend.key] * 0.98) << trend.key;
  }
  auto const known = keys(top);
  for (std::uint64_t key = 1; key <= 2000; ++key) {
    if (exact[key] > uses / static_cast<int>(counters)) {
      EXPECT_NE(std::ranges::find(known, key), known.end()) << key;
    }
  }
}

TEST(TopSketch, TwoNodesMakeOne) {
  SketchOptions const options{.counters = 500, .half_life = 1h};
  TopSketch one(options);
  TopSketch other(options);
  TopSketch whole({.counters = 10'000, .half_life = 1h});
  std::mt19937_64 random(9);
  Zipf zipf(1.2, 5000);
  for (int i = 0; i < 100'000; ++i) {
    auto const key = zipf(random);
    auto const account = random();
    auto const time = start + std::chrono::milliseconds{i * 100};
    whole.add(key, account, time);
    (random() % 2 == 0 ? one : other).add(key, account, time);
  }
  one.merge(other);
  EXPECT_EQ(one.size(), options.counters);
  auto const now = start + 3h;
  auto const merged = one.top(20, now);
  auto const truth = whole.top(20, now);
  EXPECT_THAT(keys(merged), ::testing::UnorderedElementsAreArray(keys(truth)));
  for (std::size_t i = 0; i < 5; ++i) {
    EXPECT_EQ(merged[i].key, truth[i].key);
    EXPECT_NEAR(merged[i].uses / truth[i].uses, 1, 0.02);
  }
  // It goes on counting.
  use(one, 77'777, 100'000, now, 1'000'000);
  EXPECT_EQ(one.top(1, now)[0].key, 77'777U);
  TopSketch empty(options);
  empty.merge(one);
  EXPECT_EQ(keys(empty.top(20, now)), keys(one.top(20, now)));
}

TEST(TopSketch, AnEmptyOneHasNoTop) {
  TopSketch sketch({});
  EXPECT_THAT(sketch.top(10, start), IsEmpty());
  sketch.forget(1);
  sketch.merge(TopSketch({}));
  EXPECT_THAT(sketch.top(10, start), IsEmpty());
}

}  // namespace
}  // namespace auklet::trends
