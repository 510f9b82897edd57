// SPDX-License-Identifier: Apache-2.0
//
// A table of bounded size that forgets what was not asked for lately: CLOCK, which is least-recently-used as far as
// one bit an entry can tell. Looking up writes no more than that bit. Not safe for threads: who shares it locks it.
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace auklet::base {

template <class Key, class Value>
class SecondChance {
 public:
  // What an entry costs beside what its owner says of its value: the slot, and its place in the index.
  static constexpr std::size_t entry_bytes = (sizeof(Key) + sizeof(Value) + 8) * 5 / 4 + sizeof(Key) + 16;

  explicit SecondChance(std::size_t bytes_max) : bytes_max_(bytes_max) {}

  // Counts as use. Null when it is not there; good until the next put or erase.
  Value* find(Key key) {
    auto const found = slots_of_.find(key);
    if (found == slots_of_.end()) {
      return nullptr;
    }
    auto& slot = slots_[found->second];
    slot.used = true;
    return &slot.value;
  }

  // Replaces what is there. `value_bytes`: what the value holds beyond its own size. What is larger than the whole
  // table is not taken in.
  void put(Key key, Value value, std::size_t value_bytes) {
    erase(key);
    auto const bytes = entry_bytes + value_bytes;
    if (bytes > bytes_max_) {
      return;
    }
    make_room(bytes);
    slots_of_.emplace(key, static_cast<std::uint32_t>(slots_.size()));
    slots_.push_back({key, std::move(value), static_cast<std::uint32_t>(bytes), false});
    bytes_ += bytes;
  }

  void erase(Key key) {
    if (auto const found = slots_of_.find(key); found != slots_of_.end()) {
      erase_slot(found->second);
    }
  }

  void clear() {
    slots_.clear();
    slots_of_.clear();
    bytes_ = 0;
  }

  std::size_t size() const { return slots_.size(); }
  std::size_t bytes() const { return bytes_; }

 private:
  struct Slot {
    Key key;
    Value value;
    std::uint32_t bytes;
    bool used;
  };

  void make_room(std::size_t bytes) {
    while (bytes_ + bytes > bytes_max_) {
      hand_ = hand_ < slots_.size() ? hand_ : 0;
      if (std::exchange(slots_[hand_].used, false)) {
        ++hand_;
      } else {
        erase_slot(hand_);  // another takes its place, and is looked at next
      }
    }
  }

  void erase_slot(std::size_t index) {
    bytes_ -= slots_[index].bytes;
    slots_of_.erase(slots_[index].key);
    if (index + 1 != slots_.size()) {
      slots_[index] = std::move(slots_.back());
      slots_of_[slots_[index].key] = static_cast<std::uint32_t>(index);
    }
    slots_.pop_back();
  }

  std::size_t const bytes_max_;
  std::size_t bytes_ = 0;
  std::size_t hand_ = 0;
  std::vector<Slot> slots_;
  boost::unordered_flat_map<Key, std::uint32_t> slots_of_;
};

}  // namespace auklet::base
