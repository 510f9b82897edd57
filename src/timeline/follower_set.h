// SPDX-License-Identifier: Apache-2.0
//
// The resident followers of one account, as slots of their timelines in ascending order: a sorted list while they are
// few among all, a bitmap once that is smaller. So a follower costs four bytes or less, to join or leave never moves
// more than a bitmap's worth of bytes, and what two accounts have in common is found without going through both.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>

#include "timeline/compact_list.h"

namespace auklet::timeline {

using ViewerSlot = std::uint32_t;
inline constexpr ViewerSlot no_viewer = std::numeric_limits<ViewerSlot>::max();

class FollowerSet {
 public:
  // False when it is there already.
  bool insert(ViewerSlot slot);
  // False when it is not there.
  bool erase(ViewerSlot slot);
  bool contains(ViewerSlot slot) const;

  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  std::size_t bytes() const { return words_.bytes(); }

  // Calls `visit` with at most `visits_max` (> 0) followers, from slot `first` on, in ascending order. Says where to go
  // on if there are more. The set must not change meanwhile.
  template <class Visit>
  std::optional<ViewerSlot> visit(ViewerSlot first, std::size_t visits_max, Visit const& visit) const;

  template <class Visit>
  void visit_all(Visit const& visit_one) const {
    visit(0, size_ + std::size_t{1}, visit_one);
  }

 private:
  static constexpr std::uint32_t word_bits = 32;

  std::size_t position_of(ViewerSlot slot) const;  // in the list form
  bool insert_in_list(ViewerSlot slot);
  bool insert_in_bitmap(ViewerSlot slot);
  void become_bitmap();
  void become_list();

  CompactList<std::uint32_t> words_;  // slots, or the bits of the bitmap
  std::uint32_t size_ = 0;
  bool is_bitmap_ = false;
};

// Visits the followers of both, like FollowerSet::visit. `visits_max` bounds the work, not only the visits.
template <class Visit>
std::optional<ViewerSlot> visit_common(FollowerSet const& one, FollowerSet const& other, ViewerSlot first,
                                       std::size_t visits_max, Visit const& visit) {
  auto const& fewer = one.size() < other.size() ? one : other;
  auto const& more = &fewer == &one ? other : one;
  return fewer.visit(first, visits_max, [&](ViewerSlot slot) {
    if (more.contains(slot)) {
      visit(slot);
    }
  });
}

template <class Visit>
std::optional<ViewerSlot> FollowerSet::visit(ViewerSlot first, std::size_t visits_max,
                                             Visit const& visit) const {
  if (!is_bitmap_) {
    auto position = first == 0 ? 0 : position_of(first);
    for (; position < words_.size() && visits_max > 0; ++position, --visits_max) {
      visit(words_[position]);
    }
    return position < words_.size() ? std::optional{words_[position]} : std::nullopt;
  }
  for (auto word = std::size_t{first / word_bits}; word < words_.size(); ++word) {
    auto bits = words_[word];
    if (word == first / word_bits) {
      bits &= ~std::uint32_t{0} << (first % word_bits);
    }
    for (; bits != 0; bits &= bits - 1, --visits_max) {
      auto const slot =
          static_cast<ViewerSlot>(word * word_bits) + static_cast<ViewerSlot>(std::countr_zero(bits));
      if (visits_max == 0) {
        return slot;
      }
      visit(slot);
    }
  }
  return std::nullopt;
}

}  // namespace auklet::timeline
