// SPDX-License-Identifier: Apache-2.0
#include "timeline/post_ring.h"

#include <gtest/gtest.h>

#include <random>
#include <set>
#include <vector>

namespace auklet::timeline {
namespace {

EntryWord word(std::int64_t id) {
  return to_word(PostId{id}, id % 3 == 0);
}

std::vector<std::int64_t> ids(PostRing const& ring) {
  std::vector<std::int64_t> list;
  for (std::size_t i = 0; i < ring.size(); ++i) {
    list.push_back(std::to_underlying(id_of(ring[i])));
  }
  return list;
}

using Ids = std::vector<std::int64_t>;

TEST(EntryWord, KeepsTheWholeIdAndItsOrder) {
  constexpr PostId largest{INT64_MAX};
  EXPECT_EQ(id_of(to_word(largest, true)), largest);
  EXPECT_TRUE(is_boost(to_word(largest, true)));
  EXPECT_FALSE(is_boost(to_word(largest, false)));
  EXPECT_LT(to_word(PostId{7}, true), to_word(PostId{8}, false));
}

TEST(PostRing, StaysSortedAndDropsTheOldest) {
  RingMemory memory(3);
  PostRing ring;
  EntryWord dropped{};
  EXPECT_EQ(ring.insert(memory, word(20), 3, dropped), PostRing::Insert::added);
  EXPECT_EQ(ring.insert(memory, word(10), 3, dropped), PostRing::Insert::added);
  EXPECT_EQ(ring.insert(memory, word(30), 3, dropped), PostRing::Insert::added);
  EXPECT_EQ(ring.insert(memory, word(10), 3, dropped), PostRing::Insert::known);
  EXPECT_EQ(ids(ring), (Ids{30, 20, 10}));
  EXPECT_EQ(ring.insert(memory, word(25), 3, dropped), PostRing::Insert::added_and_dropped);
  EXPECT_EQ(dropped, word(10));
  EXPECT_EQ(ids(ring), (Ids{30, 25, 20}));
  EXPECT_EQ(ring.insert(memory, word(5), 3, dropped), PostRing::Insert::added_and_dropped);
  EXPECT_EQ(dropped, word(5));
  EXPECT_EQ(ids(ring), (Ids{30, 25, 20}));
}

TEST(PostRing, FindsWhereAPageBegins) {
  RingMemory memory(8);
  PostRing ring;
  EXPECT_EQ(ring.first_below(PostId{5}), 0U);
  EntryWord dropped{};
  for (auto const id : {10, 20, 30}) {
    ring.insert(memory, word(id), 8, dropped);
  }
  EXPECT_EQ(ring.first_below(PostId{INT64_MAX}), 0U);
  EXPECT_EQ(ring.first_below(PostId{30}), 1U);
  EXPECT_EQ(ring.first_below(PostId{11}), 2U);
  EXPECT_EQ(ring.first_below(PostId{10}), 3U);
}

TEST(PostRing, DoesWhatASortedSetDoes) {
  std::mt19937 random(11);
  for (std::uint32_t const entries_max : {1U, 7U, 50U, 90U}) {
    RingMemory memory(entries_max);
    PostRing ring;
    std::set<std::int64_t> model;
    for (int step = 0; step < 5000; ++step) {
      auto const id = static_cast<std::int64_t>(step / 20 + random() % 100 + 1);
      if (random() % 4 == 0) {
        ASSERT_EQ(ring.erase(word(id)), model.erase(id) == 1);
      } else if (random() % 40 == 0) {
        ring.drop_below(PostId{id});
        model.erase(model.begin(), model.lower_bound(id));
      } else {
        EntryWord dropped{};
        bool const known = !model.insert(id).second;
        auto const outcome = ring.insert(memory, word(id), entries_max, dropped);
        ASSERT_EQ(outcome == PostRing::Insert::known, known);
        ASSERT_EQ(outcome == PostRing::Insert::added_and_dropped, model.size() > entries_max);
        if (model.size() > entries_max) {
          ASSERT_EQ(dropped, word(*model.begin()));
          model.erase(model.begin());
        }
      }
      ASSERT_EQ(ids(ring), Ids(model.rbegin(), model.rend()));
    }
  }
}

}  // namespace
}  // namespace auklet::timeline
