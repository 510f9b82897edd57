// SPDX-License-Identifier: Apache-2.0
#include "bench/zipf.h"

#include <gtest/gtest.h>

#include <vector>

namespace auklet::bench {
namespace {

TEST(ZipfDraw, DrawsEachRankAsOftenAsTheLawSays) {
  constexpr std::uint64_t ranks = 1000;
  constexpr int draws = 200'000;
  ZipfDraw const zipf(ranks, 0.99);
  Draw draw(11);
  std::vector<int> counts(ranks, 0);
  for (int i = 0; i < draws; ++i) {
    ++counts.at(zipf.pick(draw));
  }
  double sum = 0;
  for (std::uint64_t rank = 1; rank <= ranks; ++rank) {
    sum += std::pow(static_cast<double>(rank), -0.99);
  }
  auto const share = [&](std::size_t from, std::size_t to) {
    double count = 0;
    for (auto rank = from; rank < to; ++rank) {
      count += counts[rank];
    }
    return count / draws;
  };
  auto const law = [&](std::size_t from, std::size_t to) {
    double part = 0;
    for (auto rank = from; rank < to; ++rank) {
      part += std::pow(static_cast<double>(rank + 1), -0.99) / sum;
    }
    return part;
  };
  EXPECT_NEAR(share(0, 1), law(0, 1), 0.01);
  EXPECT_NEAR(share(1, 2), law(1, 2), 0.01);
  EXPECT_NEAR(share(2, 10), law(2, 10), 0.03);
  EXPECT_NEAR(share(10, 100), law(10, 100), 0.03);
  EXPECT_NEAR(share(100, ranks), law(100, ranks), 0.03);
}

TEST(ZipfDraw, KnowsOneRankAndTwo) {
  Draw draw(1);
  ZipfDraw const one(1, 0.99);
  ZipfDraw const two(2, 0.5);
  for (int i = 0; i < 100; ++i) {
    EXPECT_EQ(one.pick(draw), 0U);
    EXPECT_LT(two.pick(draw), 2U);
  }
}

}  // namespace
}  // namespace auklet::bench
