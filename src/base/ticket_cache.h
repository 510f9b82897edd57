// SPDX-License-Identifier: Apache-2.0
//
// What was made of the store's data and is wanted often, bounded in bytes; what was not asked for lately goes. A
// projection; may be used from any thread.
//
// A value is read from the store while others write there. So who wants to put one takes a ticket first, reads, and
// puts: the cache refuses what was changed since the ticket was taken, because what was read may be older than that.
// Whoever changes something says so after the commit, so what the cache holds is never older than the last word.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "base/prefetch.h"
#include "base/second_chance.h"

namespace auklet::base {

// How many things had been changed at a moment.
enum class Ticket : std::uint64_t {};

// Hands out tickets; caches whose values are read together share one.
class TicketOffice {
 public:
  // Take it before the store is read.
  Ticket ticket() const { return Ticket{changes_.load()}; }
  std::uint64_t next_change() { return ++changes_; }

 private:
  std::atomic<std::uint64_t> changes_{0};
};

// Key is an enumeration of 64 bits. `Value::bytes()` says what a value holds, itself included.
template <class Key, class Value>
class TicketCache {
 public:
  using Pointer = std::shared_ptr<Value const>;

  // `office` outlives the cache.
  TicketCache(std::size_t bytes_max, TicketOffice& office) : office_(office) {
    for (std::size_t i = 0; i < shard_count; ++i) {
      shards_.push_back(std::make_unique<Shard>(bytes_max / shard_count));
    }
  }

  // Null when it is not here.
  Pointer find(Key key) const {
    auto& shard = shard_of(key);
    std::lock_guard const lock(shard.mutex);
    auto const* const found = shard.values.find(key);
    return found == nullptr ? nullptr : *found;
  }

  // Begins to bring into the processor's cache what find() will need, and does not wait for it. Before many are looked up
  // one after the other, which else waits for memory as often.
  void prefetch(Key key) const {
    auto& shard = shard_of(key);
    std::lock_guard const lock(shard.mutex);
    if (auto const* const found = shard.values.find(key)) {
      base::prefetch(reinterpret_cast<char const*>(found->get()) - pointer_count_bytes,
                     pointer_count_bytes + sizeof(Value));
    }
  }

  void put(Key key, Ticket ticket, Pointer value) {
    auto const bytes = value->bytes();
    auto& shard = shard_of(key);
    std::lock_guard const lock(shard.mutex);
    if (shard.changed[change_index(key)] <= std::to_underlying(ticket)) {
      shard.values.put(key, std::move(value), bytes);
    }
  }

  // After the commit of what changed it.
  void erase(Key key) {
    auto& shard = shard_of(key);
    std::lock_guard const lock(shard.mutex);
    shard.changed[change_index(key)] = office_.next_change();
    shard.values.erase(key);
  }

  // The same where every value may have changed.
  void clear() {
    for (auto const& shard : shards_) {
      std::lock_guard const lock(shard->mutex);
      shard->changed.fill(office_.next_change());
      shard->values.clear();
    }
  }

  // The same where the new value follows from the old one: `next(Value const&)` gives it, a Pointer. It is asked under
  // the lock, and only when there is an old one.
  template <class Next>
  void replace(Key key, Next const& next) {
    auto& shard = shard_of(key);
    std::lock_guard const lock(shard.mutex);
    shard.changed[change_index(key)] = office_.next_change();
    if (auto const* const found = shard.values.find(key)) {
      Pointer value = next(**found);
      auto const bytes = value->bytes();
      shard.values.put(key, std::move(value), bytes);
    }
  }

  std::size_t bytes() const {
    std::size_t sum = 0;
    for (auto const& shard : shards_) {
      std::lock_guard const lock(shard->mutex);
      sum += shard->values.bytes();
    }
    return sum;
  }

 private:
  static constexpr std::size_t shard_count = 16;
  static constexpr std::size_t pointer_count_bytes = 16;  // what make_shared puts before the value
  // Several things share one moment of change: then a put may be refused without need, and the next reader tries
  // again.
  static constexpr std::size_t changed_count = 512;

  struct Shard {
    explicit Shard(std::size_t bytes_max) : values(bytes_max) {}
    std::mutex mutex;
    SecondChance<Key, Pointer> values;
    std::array<std::uint64_t, changed_count> changed{};  // when something of that hash was changed last
  };

  static std::uint64_t hash(Key key) { return static_cast<std::uint64_t>(key) * 0x9E37'79B9'7F4A'7C15U; }
  static std::size_t change_index(Key key) { return (hash(key) >> 40U) % changed_count; }
  Shard& shard_of(Key key) const { return *shards_[hash(key) >> 60U]; }

  TicketOffice& office_;
  std::vector<std::unique_ptr<Shard>> shards_;
};

}  // namespace auklet::base
