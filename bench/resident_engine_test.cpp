// SPDX-License-Identifier: Apache-2.0
#include "bench/resident_engine.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace auklet::bench {
namespace {

constexpr std::uint32_t users = 300;
constexpr std::size_t page_size = 20;

FollowGraph small_graph() {
  return FollowGraph::make({.users = users, .mean = 20, .followers_max = 66});
}

std::vector<PostId> home_of(ResidentEngine& residents, std::uint32_t user) {
  auto const page = residents.engine().read(ResidentEngine::account_of(user), {.limit = page_size}, {});
  return page ? page->ids : std::vector<PostId>{};
}

TEST(ResidentEngine, ShowsTheHistoryThatAStoreWouldHave) {
  auto const graph = small_graph();
  ResidentEngine residents(graph, {.entries_max = 40}, 1);
  for (std::uint32_t user = 0; user < users; ++user) {
    residents.make_resident(user, ResidentEngine::Fill::all);
  }
  for (std::uint32_t user = 0; user < users; ++user) {
    EXPECT_EQ(home_of(residents, user), residents.expected_home(user, page_size)) << user;
  }
}

TEST(ResidentEngine, DeliversARoundToEveryFollowerAndTheAuthor) {
  auto const graph = small_graph();
  ResidentEngine residents(graph, {.entries_max = 40}, 1);
  for (std::uint32_t user = 0; user < users; ++user) {
    residents.make_resident(user, ResidentEngine::Fill::all);
  }
  auto const before = residents.stats().deliveries;
  std::vector<int> posts(users, 0);
  for (std::uint32_t post = 0; post < users; ++post) {
    ++posts[residents.publish_next()];
  }
  EXPECT_THAT(posts, testing::Each(1));
  EXPECT_EQ(residents.stats().deliveries - before, graph.follows() + users);
  for (std::uint32_t user = 0; user < users; ++user) {
    EXPECT_EQ(home_of(residents, user), residents.expected_home(user, page_size)) << user;
  }
}

TEST(ResidentEngine, FillsOnlyWhatIsAskedFor) {
  auto const graph = small_graph();
  ResidentEngine residents(graph, {.entries_max = 40}, 1);
  residents.make_resident(1, ResidentEngine::Fill::nothing);
  residents.make_resident(2, ResidentEngine::Fill::relations);
  EXPECT_TRUE(home_of(residents, 1).empty());
  EXPECT_TRUE(home_of(residents, 2).empty());
  EXPECT_EQ(residents.stats().resident, 2U);
  for (auto const author : graph.followees(1)) {
    residents.publish_of(author);
  }
  EXPECT_TRUE(home_of(residents, 1).empty());
  residents.publish_of(graph.followees(2).front());
  EXPECT_FALSE(home_of(residents, 2).empty());
}

}  // namespace
}  // namespace auklet::bench
