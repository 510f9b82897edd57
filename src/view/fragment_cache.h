// SPDX-License-Identifier: Apache-2.0
//
// The fragments of the posts and accounts that are being shown, bounded in bytes; what was not asked for lately goes.
// A projection; may be used from any thread.
//
// A fragment is read from the store while others write there. So who wants to put one takes a ticket first, reads, and
// puts: the cache refuses what was erased since the ticket was taken, because what was read may be older than that.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "base/second_chance.h"
#include "domain/ids.h"
#include "view/fragments.h"

namespace auklet::view {

// How many things had been erased at a moment.
enum class FragmentTicket : std::uint64_t {};

template <class Id, class Fragment>
class FragmentTable {
 public:
  using Pointer = std::shared_ptr<Fragment const>;

  // `erasures` is shared by tables whose fragments are read together, and outlives them.
  FragmentTable(std::size_t bytes_max, std::atomic<std::uint64_t>& erasures) : erasures_(erasures) {
    for (std::size_t i = 0; i < shard_count; ++i) {
      shards_.push_back(std::make_unique<Shard>(bytes_max / shard_count));
    }
  }

  // Null when it is not here.
  Pointer find(Id id) const {
    auto& shard = shard_of(id);
    std::lock_guard const lock(shard.mutex);
    auto const* const found = shard.fragments.find(id);
    return found == nullptr ? nullptr : *found;
  }

  void put(Id id, FragmentTicket ticket, Pointer fragment) {
    auto const bytes = fragment->bytes();
    auto& shard = shard_of(id);
    std::lock_guard const lock(shard.mutex);
    if (shard.erased[erased_index(id)] <= std::to_underlying(ticket)) {
      shard.fragments.put(id, std::move(fragment), bytes);
    }
  }

  // After the commit of what changed it.
  void erase(Id id) {
    auto& shard = shard_of(id);
    std::lock_guard const lock(shard.mutex);
    shard.erased[erased_index(id)] = ++erasures_;
    shard.fragments.erase(id);
  }

  std::size_t bytes() const {
    std::size_t sum = 0;
    for (auto const& shard : shards_) {
      std::lock_guard const lock(shard->mutex);
      sum += shard->fragments.bytes();
    }
    return sum;
  }

 private:
  static constexpr std::size_t shard_count = 16;
  // Several things share one moment of erasure: then a put may be refused without need, and the next reader tries
  // again.
  static constexpr std::size_t erased_count = 512;

  struct Shard {
    explicit Shard(std::size_t bytes_max) : fragments(bytes_max) {}
    std::mutex mutex;
    base::SecondChance<Id, Pointer> fragments;
    std::array<std::uint64_t, erased_count> erased{};  // when something of that hash was erased last
  };

  static std::uint64_t hash(Id id) { return static_cast<std::uint64_t>(id) * 0x9E37'79B9'7F4A'7C15U; }
  static std::size_t erased_index(Id id) { return (hash(id) >> 40U) % erased_count; }
  Shard& shard_of(Id id) const { return *shards_[hash(id) >> 60U]; }

  std::atomic<std::uint64_t>& erasures_;
  std::vector<std::unique_ptr<Shard>> shards_;
};

class FragmentCache {
 private:
  std::atomic<std::uint64_t> erasures_{0};

 public:
  explicit FragmentCache(std::size_t bytes_max)
      : posts(bytes_max / 4 * 3, erasures_), accounts(bytes_max / 4, erasures_) {}

  // Take it before the store is read.
  FragmentTicket ticket() const { return FragmentTicket{erasures_.load()}; }

  FragmentTable<PostId, PostFragment> posts;
  FragmentTable<AccountId, AccountFragment> accounts;
};

}  // namespace auklet::view
