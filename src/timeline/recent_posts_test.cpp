// SPDX-License-Identifier: Apache-2.0
#include "timeline/recent_posts.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <vector>

namespace auklet::timeline {
namespace {

TEST(RecentPosts, RemembersTheLastAdditionsAndNoMore) {
  constexpr std::size_t capacity = 10;
  std::mt19937 random(2);
  RecentPosts<int> posts(capacity);
  std::vector<PostId> added;
  for (int step = 0; step < 2000; ++step) {
    added.push_back(PostId{static_cast<std::int64_t>(random() % 15)});
    posts.add(added.back(), step);
    ASSERT_EQ(posts.moment(), added.size());
    auto const remembered = std::min(capacity, added.size());
    for (std::int64_t id = 0; id < 15; ++id) {
      auto const last =
          std::find(added.rbegin(), added.rbegin() + static_cast<std::ptrdiff_t>(remembered), PostId{id});
      bool const is_recent = last != added.rbegin() + static_cast<std::ptrdiff_t>(remembered);
      ASSERT_EQ(posts.contains(PostId{id}), is_recent) << "step " << step << ", post " << id;
      if (is_recent) {
        ASSERT_EQ(*posts.find(PostId{id}), step - static_cast<int>(last - added.rbegin()));
      }
    }
  }
}

TEST(RecentPosts, KnowsWhenItHasForgotten) {
  RecentPosts<int> posts(3);
  posts.add(PostId{1}, 0);
  auto const then = posts.moment();
  for (std::int64_t id = 2; id <= 4; ++id) {
    EXPECT_TRUE(posts.remembers_all_since(then));
    posts.add(PostId{id}, 0);
  }
  EXPECT_TRUE(posts.remembers_all_since(then));
  posts.add(PostId{5}, 0);
  EXPECT_FALSE(posts.remembers_all_since(then));
}

}  // namespace
}  // namespace auklet::timeline
