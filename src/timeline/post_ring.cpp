// SPDX-License-Identifier: Apache-2.0
#include "timeline/post_ring.h"

#include <algorithm>

namespace auklet::timeline {

std::size_t PostRing::find(EntryWord word) const {
  std::size_t low = 0;
  std::size_t high = size_;
  while (low < high) {
    auto const middle = low + (high - low) / 2;
    if (words_[slot(middle)] < word) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

PostRing::Insert PostRing::insert(RingMemory& memory, EntryWord word, std::uint32_t entries_max,
                                  EntryWord& dropped) {
  auto position = empty() || words_[slot(size_ - 1)] < word ? size_ : find(word);
  if (position < size_ && words_[slot(position)] == word) {
    return Insert::known;
  }
  auto outcome = Insert::added;
  if (size_ == entries_max) {
    outcome = Insert::added_and_dropped;
    if (position == 0) {
      dropped = word;
      return outcome;
    }
    dropped = at(0);
    begin_ = static_cast<std::uint16_t>(slot(1));
    --size_;
    --position;
  } else if (size_ == capacity_) {
    reserve(memory, size_ + std::size_t{1});
  }
  for (std::size_t newer = size_; newer > position; --newer) {
    at(newer) = at(newer - 1);
  }
  at(position) = word;
  ++size_;
  return outcome;
}

bool PostRing::erase(EntryWord word) {
  auto const position = find(word);
  if (position == size_ || words_[slot(position)] != word) {
    return false;
  }
  for (std::size_t newer = position + 1; newer < size_; ++newer) {
    at(newer - 1) = at(newer);
  }
  --size_;
  return true;
}

void PostRing::drop_below(PostId id) {
  auto const below = find(to_word(id, false));
  begin_ = static_cast<std::uint16_t>(slot(below));
  size_ = static_cast<std::uint16_t>(size_ - below);
}

std::size_t PostRing::first_below(PostId id) const {
  return size_ - find(to_word(id, false));
}

void PostRing::reserve(RingMemory& memory, std::size_t entries) {
  if (entries <= capacity_) {
    return;
  }
  auto const order = memory.order_for(entries);
  auto* const words = reinterpret_cast<EntryWord*>(memory.allocate(order));
  for (std::size_t position = 0; position < size_; ++position) {
    words[position] = at(position);
  }
  if (words_ != nullptr) {
    memory.free(reinterpret_cast<std::uint64_t*>(words_), order_);
  }
  words_ = words;
  order_ = order;
  capacity_ = static_cast<std::uint16_t>(memory.words_of(order));
  begin_ = 0;
}

void PostRing::release(RingMemory& memory) {
  if (words_ != nullptr) {
    memory.free(reinterpret_cast<std::uint64_t*>(words_), order_);
  }
  *this = {};
}

}  // namespace auklet::timeline
