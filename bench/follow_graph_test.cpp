// SPDX-License-Identifier: Apache-2.0
#include "bench/follow_graph.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <vector>

namespace auklet::bench {
namespace {

FollowGraphShape const small{.users = 2000, .mean = 40, .followers_max = 500, .exponent = 2.2, .seed = 5};

std::vector<std::uint32_t> follower_counts(FollowGraph const& graph) {
  std::vector<std::uint32_t> counts(graph.users());
  for (std::uint32_t user = 0; user < graph.users(); ++user) {
    counts[user] = graph.followers_count(user);
  }
  return counts;
}

TEST(FollowGraph, HasTheMeanAndOneCelebrity) {
  auto const graph = FollowGraph::make(small);
  EXPECT_EQ(graph.users(), 2000U);
  EXPECT_NEAR(static_cast<double>(graph.follows()) / graph.users(), 40, 0.5);
  EXPECT_EQ(graph.followers_count(0), 500U);
  auto const counts = follower_counts(graph);
  EXPECT_EQ(std::ranges::max(counts), 500U);
  EXPECT_GT(std::ranges::min(counts), 0U);
}

TEST(FollowGraph, FollowsThePowerLaw) {
  // With the exponent a, one in 2^(a-1) of those above x is above 2x; near the cut-off fewer are.
  auto const graph =
      FollowGraph::make({.users = 20'000, .mean = 20, .followers_max = 15'000, .exponent = 2.2});
  auto const counts = follower_counts(graph);
  auto const above = [&](std::uint32_t limit) {
    return static_cast<double>(std::ranges::count_if(counts, [&](auto count) { return count > limit; }));
  };
  EXPECT_NEAR(above(20) / above(40), 2.3, 0.2);
  EXPECT_NEAR(above(40) / above(80), 2.3, 0.25);
}

TEST(FollowGraph, ListsEachFolloweeOnceAscendingAndNeverOneself) {
  auto const graph = FollowGraph::make(small);
  std::vector<std::uint32_t> counted(graph.users(), 0);
  for (std::uint32_t user = 0; user < graph.users(); ++user) {
    auto const list = graph.followees(user);
    EXPECT_TRUE(std::ranges::is_sorted(list));
    EXPECT_EQ(std::ranges::adjacent_find(list), list.end());
    EXPECT_FALSE(std::ranges::binary_search(list, user));
    for (auto const author : list) {
      ++counted[author];
    }
  }
  EXPECT_EQ(counted, follower_counts(graph));
  EXPECT_EQ(graph.followers_below(graph.users()), counted);
  EXPECT_THAT(graph.followers_below(0), testing::Each(0U));
}

TEST(FollowGraph, IsTheSameForTheSameSeedOnly) {
  auto const list = [](std::uint64_t seed) {
    auto shape = small;
    shape.seed = seed;
    auto const graph = FollowGraph::make(shape);
    std::vector<std::uint32_t> all;
    for (std::uint32_t user = 0; user < graph.users(); ++user) {
      std::ranges::copy(graph.followees(user), std::back_inserter(all));
    }
    return all;
  };
  EXPECT_EQ(list(1), list(1));
  EXPECT_NE(list(1), list(2));
}

TEST(FollowGraph, CutsWhatSoFewUsersCannotDo) {
  auto const graph = FollowGraph::make({.users = 10, .mean = 403, .followers_max = 22'000});
  EXPECT_EQ(graph.followers_count(0), 9U);
  EXPECT_LE(graph.follows(), 90U);
}

TEST(FollowGraph, ChoosesAFollowerOfEachAuthor) {
  auto const graph = FollowGraph::make(small);
  auto const chosen = graph.any_follower(3);
  for (std::uint32_t author = 0; author < graph.users(); ++author) {
    EXPECT_TRUE(std::ranges::binary_search(graph.followees(chosen[author]), author));
  }
  EXPECT_EQ(chosen, graph.any_follower(3));
}

TEST(FollowGraph, TakesAnUndirectedGraphAsFollowsBothWays) {
  auto const graph = FollowGraph::of({.users = 3, .edges = {{0, 2}, {0, 1}}});
  EXPECT_THAT(graph.followees(0), testing::ElementsAre(1, 2));
  EXPECT_THAT(graph.followees(1), testing::ElementsAre(0));
  EXPECT_EQ(graph.followers_count(0), 2U);
}

}  // namespace
}  // namespace auklet::bench
