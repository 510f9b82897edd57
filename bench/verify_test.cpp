// SPDX-License-Identifier: Apache-2.0
#include "bench/verify.h"

#include <gmock/gmock.h>

#include <algorithm>

namespace auklet::bench {
namespace {

TEST(ExpectedHome, HoldsTheNewestPostsOfThePersonAndThoseTheyFollow) {
  auto const people =
      Population::make({.graph = {.users = 30, .mean = 4, .followers_max = 9}, .edges = {}, .posts = 90});
  ASSERT_TRUE(people);
  for (std::uint32_t reader = 0; reader < people->users(); ++reader) {
    std::vector<std::int64_t> all;
    for (std::uint64_t number = 0; number < 90; ++number) {
      auto const post = people->post(number);
      auto const followees = people->graph().followees(reader);
      if (post.author == reader || std::ranges::find(followees, post.author) != followees.end()) {
        all.insert(all.begin(), post.id);
      }
    }
    EXPECT_EQ(expected_home(*people, reader, 1000), all);
    all.resize(std::min<std::size_t>(all.size(), 2));
    EXPECT_EQ(expected_home(*people, reader, 2), all);
  }
}

}  // namespace
}  // namespace auklet::bench
