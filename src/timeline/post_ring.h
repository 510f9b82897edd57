// SPDX-License-Identifier: Apache-2.0
//
// The entries of one resident timeline: a flat ring of 64-bit words, newest first, always sorted. A word is
// the id of a post with one bit for "this is a boost"; words sort as their ids do.
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>

#include "domain/ids.h"
#include "timeline/ring_memory.h"

namespace auklet::timeline {

enum class EntryWord : std::uint64_t {};

constexpr EntryWord to_word(PostId id, bool is_boost) {
  return EntryWord{static_cast<std::uint64_t>(std::to_underlying(id)) << 1U | (is_boost ? 1U : 0U)};
}
constexpr PostId id_of(EntryWord word) {
  return PostId{static_cast<std::int64_t>(std::to_underlying(word) >> 1U)};
}
constexpr bool is_boost(EntryWord word) {
  return (std::to_underlying(word) & 1U) != 0;
}

// Holds its memory from a RingMemory, always the same, and must be released before it is destroyed.
class PostRing {
 public:
  static constexpr std::uint32_t entries_limit = 60'000;

  enum class Insert {
    added,
    added_and_dropped,  // the ring was full: its oldest entry, which may be the new one, is gone
    known,              // it is there already
  };

  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  // 0 is the newest.
  EntryWord operator[](std::size_t index) const { return words_[slot(size_ - 1 - index)]; }

  // Keeps at most `entries_max` (> 0, always the same for one ring) entries. `dropped` receives what
  // added_and_dropped dropped. Constant time for a new newest entry.
  Insert insert(RingMemory& memory, EntryWord word, std::uint32_t entries_max, EntryWord& dropped);
  // False when it is not there.
  bool erase(EntryWord word);
  // Erases every entry with an id below.
  void drop_below(PostId id);
  // Index of the newest entry with an id below; size() when there is none.
  std::size_t first_below(PostId id) const;

  void reserve(RingMemory& memory, std::size_t entries);
  void release(RingMemory& memory);
  // Where the next newest entry will be written; to fetch it early.
  void const* end() const { return words_ + slot(size_); }

 private:
  // Positions count from the oldest.
  std::uint32_t slot(std::size_t position) const {
    auto const at = begin_ + position;
    return static_cast<std::uint32_t>(at < capacity_ ? at : at - capacity_);
  }
  EntryWord& at(std::size_t position) { return words_[slot(position)]; }
  // Position of the oldest entry that is not below `word`.
  std::size_t find(EntryWord word) const;

  EntryWord* words_ = nullptr;
  std::uint16_t capacity_ = 0;
  std::uint16_t begin_ = 0;  // where the oldest stands
  std::uint16_t size_ = 0;
  std::uint8_t order_ = 0;  // of its memory
};

}  // namespace auklet::timeline
