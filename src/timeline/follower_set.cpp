// SPDX-License-Identifier: Apache-2.0
#include "timeline/follower_set.h"

#include <algorithm>

namespace auklet::timeline {
namespace {

// A list below this size is never worth a bitmap.
constexpr std::size_t bitmap_size_min = 64;

}  // namespace

std::size_t FollowerSet::position_of(ViewerSlot slot) const {
  return static_cast<std::size_t>(std::ranges::lower_bound(words_, slot) - words_.begin());
}

bool FollowerSet::contains(ViewerSlot slot) const {
  if (is_bitmap_) {
    return slot / word_bits < words_.size() && (words_[slot / word_bits] >> (slot % word_bits) & 1U) != 0;
  }
  return std::ranges::binary_search(words_, slot);
}

bool FollowerSet::insert(ViewerSlot slot) {
  if (!(is_bitmap_ ? insert_in_bitmap(slot) : insert_in_list(slot))) {
    return false;
  }
  ++size_;
  if (!is_bitmap_ && size_ >= bitmap_size_min && words_.back() / word_bits < size_) {
    become_bitmap();
  }
  return true;
}

bool FollowerSet::insert_in_list(ViewerSlot slot) {
  auto const position = words_.empty() || words_.back() < slot ? words_.size() : position_of(slot);
  if (position < words_.size() && words_[position] == slot) {
    return false;
  }
  words_.insert(position, slot);
  return true;
}

bool FollowerSet::insert_in_bitmap(ViewerSlot slot) {
  auto const word = std::size_t{slot / word_bits};
  // Twice the size of a list is the sign to go back, so that neither form is left as soon as it is taken.
  if (word >= words_.size() && word / 2 > size_) {
    become_list();
    return insert_in_list(slot);
  }
  if (word >= words_.size()) {
    words_.resize(word + 1);
  }
  auto const bit = std::uint32_t{1} << (slot % word_bits);
  bool const is_new = (words_[word] & bit) == 0;
  words_[word] |= bit;
  return is_new;
}

bool FollowerSet::erase(ViewerSlot slot) {
  if (!contains(slot)) {
    return false;
  }
  --size_;
  if (!is_bitmap_) {
    words_.erase(position_of(slot), 1);
    return true;
  }
  words_[slot / word_bits] &= ~(std::uint32_t{1} << (slot % word_bits));
  if (words_.size() / 2 > size_ || size_ < bitmap_size_min / 2) {
    become_list();
  }
  return true;
}

void FollowerSet::become_bitmap() {
  CompactList<std::uint32_t> bits;
  bits.resize(words_.back() / word_bits + 1);
  for (auto const slot : words_) {
    bits[slot / word_bits] |= std::uint32_t{1} << (slot % word_bits);
  }
  words_ = std::move(bits);
  is_bitmap_ = true;
}

void FollowerSet::become_list() {
  CompactList<std::uint32_t> list;
  visit_all([&](ViewerSlot slot) { list.push_back(slot); });
  words_ = std::move(list);
  is_bitmap_ = false;
}

}  // namespace auklet::timeline
