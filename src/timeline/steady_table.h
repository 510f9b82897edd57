// SPDX-License-Identifier: Apache-2.0
//
// A table that grows without moving what it holds: so it never needs the room of two, takes real memory only
// for what is used, and references into it stay.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "timeline/memory_pages.h"

namespace auklet::timeline {

template <class T>
class SteadyTable {
 public:
  SteadyTable() = default;
  SteadyTable(SteadyTable const&) = delete;
  SteadyTable& operator=(SteadyTable const&) = delete;
  ~SteadyTable() { clear(); }

  T& operator[](std::size_t index) { return *place(index); }
  T const& operator[](std::size_t index) const { return *place(index); }
  std::size_t size() const { return size_; }

  T& emplace_back() {
    auto const part = part_of(size_);
    if (part == parts_.size()) {
      parts_.emplace_back((first_size << part) * sizeof(T));
    }
    auto* const added = std::construct_at(place(size_));
    ++size_;
    return *added;
  }

  void clear() {
    while (size_ > 0) {
      std::destroy_at(place(--size_));
    }
    parts_.clear();
  }

  std::size_t bytes() const { return size_ * sizeof(T); }

 private:
  // Part k holds first_size << k of them.
  static constexpr std::size_t first_size = 64;

  static std::size_t part_of(std::size_t index) {
    return static_cast<std::size_t>(std::bit_width(index + first_size) - std::bit_width(first_size));
  }
  T* place(std::size_t index) const {
    auto const part = part_of(index);
    return static_cast<T*>(parts_[part].data()) + (index + first_size - (first_size << part));
  }

  std::vector<MemoryPages> parts_;
  std::size_t size_ = 0;
};

}  // namespace auklet::timeline
