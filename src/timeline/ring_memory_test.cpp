// SPDX-License-Identifier: Apache-2.0
#include "timeline/ring_memory.h"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <vector>

namespace auklet::timeline {
namespace {

TEST(RingMemoryTest, HasSizesUpToAFullRing) {
  RingMemory const memory(800);
  EXPECT_EQ(memory.words_of(0), 100U);
  EXPECT_EQ(memory.words_of(memory.top()), 800U);
  EXPECT_EQ(memory.order_for(1), 0);
  EXPECT_EQ(memory.order_for(101), 1);
  EXPECT_EQ(memory.order_for(800), memory.top());
  EXPECT_EQ(RingMemory(1).top(), 0);
  EXPECT_GE(RingMemory(1).words_of(0), 1U);
  RingMemory const odd(803);
  EXPECT_GE(odd.words_of(odd.top()), 803U);
}

TEST(RingMemoryTest, JoinsWhatIsFreeAgain) {
  RingMemory memory(800);
  std::vector<std::uint64_t*> pieces;
  for (int i = 0; i < 8; ++i) {
    pieces.push_back(memory.allocate(0));
  }
  EXPECT_EQ(memory.bytes(), 6400U);
  for (auto* const piece : pieces) {
    memory.free(piece, 0);
  }
  EXPECT_EQ(memory.bytes(), 0U);
  auto* const whole = memory.allocate(memory.top());
  EXPECT_EQ(memory.bytes(), 6400U);
  EXPECT_EQ(whole, pieces[0]);
}

// Every piece keeps what is written into it, whatever comes and goes around it.
TEST(RingMemoryTest, PiecesNeverOverlap) {
  RingMemory memory(800);
  std::mt19937_64 random(1);
  struct Piece {
    std::uint8_t order;
    std::uint64_t mark;
  };
  std::map<std::uint64_t*, Piece> pieces;
  std::size_t words = 0;
  auto const free_one = [&] {
    auto found = pieces.begin();
    std::advance(found, random() % pieces.size());
    auto const& [at, piece] = *found;
    for (std::uint32_t i = 0; i < memory.words_of(piece.order); ++i) {
      ASSERT_EQ(at[i], piece.mark);
    }
    words -= memory.words_of(piece.order);
    memory.free(at, piece.order);
    pieces.erase(found);
  };
  for (std::uint64_t step = 0; step < 4000; ++step) {
    if (!pieces.empty() && random() % 5 < (step / 1000 % 2 == 0 ? 2 : 3)) {
      free_one();
      continue;
    }
    auto const order = static_cast<std::uint8_t>(random() % 4);
    auto* const at = memory.allocate(order);
    std::fill_n(at, memory.words_of(order), step);
    pieces[at] = {order, step};
    words += memory.words_of(order);
    ASSERT_GE(memory.bytes(), words * 8);
  }
  while (!pieces.empty()) {
    free_one();
  }
  EXPECT_EQ(memory.bytes(), 0U);
}

}  // namespace
}  // namespace auklet::timeline
