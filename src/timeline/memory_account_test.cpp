// SPDX-License-Identifier: Apache-2.0
//
// Whether the engine knows what it takes: its count of bytes against that of the allocator, and the sizes that
// the design promises.
#include <gtest/gtest.h>
#include <malloc.h>

#include <algorithm>
#include <random>
#include <vector>

#include "timeline/home_engine.h"

namespace auklet::timeline {
namespace {

constexpr std::int64_t viewers = 3000;
constexpr std::size_t followees = 150;
constexpr std::uint32_t entries_max = 800;

std::size_t heap_in_use() {
  auto const info = ::mallinfo2();
  return info.uordblks + info.hblkhd;
}

class MemoryAccountTest : public testing::Test {
 protected:
  MemoryAccountTest() {
    for (std::size_t i = 0; i < entries_max; ++i) {
      auto& entry = entries_.emplace_back();
      entry.id = PostId{static_cast<std::int64_t>(entries_max - i)};
      entry.author = AccountId{1};
    }
  }

  // Follows the author of all entries and others at random, of whom some are followed by many.
  HomeRelations relations_of(std::int64_t viewer) {
    std::vector<Followee> follows{{.id = AccountId{1}, .languages = {}}};
    for (std::size_t i = 0; i < followees; ++i) {
      auto const reach = std::uint64_t{1} << (3 + random_() % 10);
      auto const id = AccountId{static_cast<std::int64_t>(2 + random_() % reach)};
      if (std::ranges::find(follows, id, &Followee::id) == follows.end() && id != AccountId{viewer}) {
        follows.push_back({.id = id, .languages = {}});
      }
    }
    edges_ += follows.size();
    return HomeRelations(AccountId{viewer}, std::move(follows));
  }

  void rebuild(HomeEngine& engine, std::int64_t viewer) {
    auto const relations = relations_of(viewer);
    auto running = engine.begin_rebuild(relations.id());
    ASSERT_TRUE(running);
    ASSERT_TRUE(running->enlist(relations));
    ASSERT_TRUE(running->complete(entries_, PostId{1}, from_count(0)));
  }

  static void expect_near(std::size_t counted, std::size_t taken) {
    EXPECT_GT(counted, taken - taken / 20);
    EXPECT_LT(counted, taken + taken / 20);
  }

  // Of what the engine counts, that which is from the heap: the rest are pages of their own.
  static std::size_t heap_counted(HomeEngineStats const& stats) {
    constexpr std::size_t viewer_bytes = entries_max * sizeof(EntryWord) + sizeof(Viewer) + 16;
    return stats.bytes - stats.resident * viewer_bytes - stats.accounts * sizeof(AccountTable::Account);
  }

  std::mt19937_64 random_{3};
  std::vector<HomeEntry> entries_;
  std::size_t edges_ = 0;
};

TEST_F(MemoryAccountTest, CountsWhatTheHeapGives) {
  auto const before = heap_in_use();
  if (before == 0) {
    return;  // the allocator of a sanitizer counts in another way
  }
  HomeEngine engine({.entries_max = entries_max});
  for (std::int64_t viewer = 10'000; viewer < 10'000 + viewers; ++viewer) {
    rebuild(engine, viewer);
  }
  expect_near(heap_counted(engine.stats()), heap_in_use() - before);
  for (std::int64_t viewer = 10'000; viewer < 10'000 + viewers; ++viewer) {
    engine.invalidate(AccountId{viewer});
    rebuild(engine, viewer);
  }
  expect_near(heap_counted(engine.stats()), heap_in_use() - before);
}

TEST_F(MemoryAccountTest, ATimelineAndAFollowAreSmall) {
  HomeEngine engine({.entries_max = entries_max});
  auto const empty = engine.stats().bytes;
  for (std::int64_t viewer = 10'000; viewer < 10'000 + viewers; ++viewer) {
    rebuild(engine, viewer);
  }
  EXPECT_LE(engine.stats().bytes - empty, viewers * 6600U + edges_ * 10);
}

}  // namespace
}  // namespace auklet::timeline
