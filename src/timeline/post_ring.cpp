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

PostRing::Insert PostRing::insert(EntryWord word, std::uint32_t entries_max, EntryWord& dropped) {
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
    begin_ = slot(1);
    --size_;
    --position;
  } else if (size_ == capacity_) {
    reserve(std::min(entries_max, std::max(16U, capacity_ + capacity_ / 2)));
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
  auto const below = static_cast<std::uint32_t>(find(to_word(id, false)));
  begin_ = slot(below);
  size_ -= below;
}

std::size_t PostRing::first_below(PostId id) const {
  return size_ - find(to_word(id, false));
}

void PostRing::reserve(std::uint32_t entries) {
  if (entries <= capacity_) {
    return;
  }
  auto words = std::make_unique_for_overwrite<EntryWord[]>(entries);
  for (std::size_t position = 0; position < size_; ++position) {
    words[position] = at(position);
  }
  words_ = std::move(words);
  capacity_ = entries;
  begin_ = 0;
}

}  // namespace auklet::timeline
