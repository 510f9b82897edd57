// SPDX-License-Identifier: Apache-2.0
//
// Memory for the rings of timelines: blocks of one size, that of a full ring, in slabs of huge pages; and each
// block in halves, quarters and eighths for rings that are not full. Pieces that are free again join their
// other half, so that what is free serves every size.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <list>
#include <vector>

#include "timeline/memory_pages.h"

namespace auklet::timeline {

class RingMemory {
 public:
  // `words` (> 0) of 8 bytes make a full ring.
  explicit RingMemory(std::uint32_t words);
  RingMemory(RingMemory const&) = delete;
  RingMemory& operator=(RingMemory const&) = delete;

  // The sizes there are: order 0 is the smallest, top() a full ring.
  std::uint8_t top() const { return top_; }
  std::uint32_t words_of(std::uint8_t order) const { return piece_words_ << order; }
  // The smallest that holds so many words; the top one, if none does.
  std::uint8_t order_for(std::size_t words) const;

  std::uint64_t* allocate(std::uint8_t order);
  void free(std::uint64_t* piece, std::uint8_t order);
  // Everything at once.
  void clear();

  // Of all blocks that are in use, be it in part.
  std::size_t bytes() const { return blocks_used_ * block_bytes(); }

 private:
  static constexpr std::uint8_t orders_max = 4;

  // What stands in a free piece.
  struct Free {
    Free* next = nullptr;
    Free* previous = nullptr;
  };
  struct Slab {
    MemoryPages pages;
    std::vector<std::uint8_t> pieces_used;  // of each block that was ever used, a bit for each smallest piece
    std::size_t blocks = 0;
    std::size_t blocks_used = 0;
  };

  std::size_t block_bytes() const { return std::size_t{words_of(top_)} * sizeof(std::uint64_t); }
  std::size_t piece_bytes() const { return std::size_t{piece_words_} * sizeof(std::uint64_t); }
  std::byte* new_block();
  void add_slab();
  Slab& slab_of(std::byte const* at);
  void set_used(std::byte const* at, std::uint8_t order, bool used);
  bool is_used(Slab const& slab, std::size_t piece, std::uint8_t order) const;
  void link(std::byte* at, std::uint8_t order);
  void unlink(std::byte* at, std::uint8_t order);
  void release_if_spare(Slab& slab);

  std::uint32_t piece_words_ = 0;
  std::uint8_t top_ = 0;
  std::list<Slab> slabs_;  // new blocks come from the last one
  std::array<Free*, orders_max> free_{};
  std::size_t blocks_used_ = 0;
  std::size_t blocks_begun_ = 0;  // in all slabs, those that were ever used
};

}  // namespace auklet::timeline
