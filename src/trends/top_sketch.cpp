// SPDX-License-Identifier: Apache-2.0
#include "trends/top_sketch.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <utility>

#include "base/check.h"

namespace auklet::trends {

namespace {

constexpr std::int64_t unset = -1;
// Weights are rescaled before they lose precision: 2^30 leaves 22 bits of a double below the smallest weight.
constexpr std::int64_t halvings_max = 30;

// Spreads ids and accounts, which are times and neighbours, over all bits (Steele, Lea, Flood: SplitMix64, 2014).
std::uint64_t mix(std::uint64_t value) {
  value += 0x9E37'79B9'7F4A'7C15;
  value = (value ^ (value >> 30U)) * 0xBF58'476D'1CE4'E5B9;
  value = (value ^ (value >> 27U)) * 0x94D0'49BB'1331'11EB;
  return value ^ (value >> 31U);
}

}  // namespace

TopSketch::TopSketch(SketchOptions options)
    : options_(options), landmark_(unset), slots_(std::bit_ceil(options.counters * 2), 0) {
  CHECK(options.counters > 0 && options.half_life.count() > 0);
  entries_.reserve(options.counters);
  heap_.reserve(options.counters);
}

std::uint32_t TopSketch::epoch(UnixMillis time) const {
  return static_cast<std::uint32_t>(std::max<std::int64_t>(to_count(time), 0) / options_.half_life.count());
}

double TopSketch::weight(UnixMillis time) {
  auto const half_lives = std::int64_t{epoch(time)};
  if (landmark_ == unset) {
    landmark_ = half_lives;
  } else if (half_lives - landmark_ > halvings_max) {
    rescale(half_lives - landmark_);
  }
  auto const half_life = static_cast<double>(options_.half_life.count());
  return std::exp2(static_cast<double>(to_count(time)) / half_life - static_cast<double>(landmark_));
}

void TopSketch::rescale(std::int64_t halvings) {
  auto const factor = std::exp2(-static_cast<double>(halvings));
  for (auto& entry : entries_) {
    entry.count *= factor;
    entry.error *= factor;
  }
  landmark_ += halvings;
}

void TopSketch::add(std::uint64_t key, std::uint64_t account, UnixMillis time) {
  auto const step = weight(time);
  auto const now = epoch(time);
  auto const hash = mix(account);
  if (auto const* const slot = slot_of(key); *slot != 0) {
    auto& entry = entries_[*slot - 1];
    if (entry.accounts.add(hash, now) &&
        entry.count - entry.error + step <= uses_per_account_max * step * entry.accounts.accounts(now)) {
      entry.count += step;
      sift_down(entry.heap_place);
    }
    return;
  }
  Entry fresh{.key = key, .count = step, .error = 0, .accounts = {}, .heap_place = 0};
  fresh.accounts.reset(now);
  fresh.accounts.add(hash, now);
  if (entries_.size() < options_.counters) {
    auto const place = static_cast<std::uint32_t>(entries_.size());
    entries_.push_back(fresh);
    heap_.push_back(place);
    fill_slot(place);
    set_place(place, place);
    sift_up(place);
    return;
  }
  auto const smallest = heap_.front();
  auto& entry = entries_[smallest];
  empty_slot(entry.key);
  fresh.error = entry.count;
  fresh.count += entry.count;
  entry = fresh;
  fill_slot(smallest);
  sift_down(0);
}

void TopSketch::forget(std::uint64_t key) {
  if (auto const* const slot = slot_of(key); *slot != 0) {
    auto& entry = entries_[*slot - 1];
    // The counter stays, as the smallest of all, and belongs to nothing that could be shown.
    entry.error = entry.count = 0;
    sift_up(entry.heap_place);
  }
}

std::vector<Trend> TopSketch::top(std::size_t limit, UnixMillis now) const {
  std::vector<Entry const*> order;
  for (auto const& entry : entries_) {
    if (entry.count > entry.error) {
      order.push_back(&entry);
    }
  }
  auto const end = order.begin() + static_cast<std::ptrdiff_t>(std::min(limit, order.size()));
  std::ranges::partial_sort(order, end, [](Entry const* one, Entry const* other) {
    auto const mine = one->count - one->error;
    auto const theirs = other->count - other->error;
    return mine != theirs ? mine > theirs : one->key < other->key;
  });
  auto const half_lives =
      static_cast<double>(to_count(now)) / static_cast<double>(options_.half_life.count());
  auto const scale = std::exp2(static_cast<double>(landmark_) - half_lives);
  std::vector<Trend> trends;
  for (auto at = order.begin(); at != end; ++at) {
    auto const& entry = **at;
    trends.push_back({entry.key, (entry.count - entry.error) * scale, entry.accounts.accounts(epoch(now))});
  }
  return trends;
}

void TopSketch::merge(TopSketch const& other) {
  CHECK(options_.half_life == other.options_.half_life);
  if (other.entries_.empty()) {
    return;
  }
  auto theirs = other;
  if (landmark_ == unset) {
    landmark_ = theirs.landmark_;
  }
  theirs.rescale(std::max(landmark_ - theirs.landmark_, std::int64_t{0}));
  rescale(std::max(theirs.landmark_ - landmark_, std::int64_t{0}));
  // What a full sketch does not hold may have been counted in it up to its smallest count.
  auto const unknown_here = entries_.size() == options_.counters ? entries_[heap_.front()].count : 0;
  auto const unknown_there =
      theirs.entries_.size() == theirs.options_.counters ? theirs.entries_[theirs.heap_.front()].count : 0;
  for (auto& entry : entries_) {
    auto const* const slot = theirs.slot_of(entry.key);
    auto const* const twin = *slot != 0 ? &theirs.entries_[*slot - 1] : nullptr;
    entry.count += twin != nullptr ? twin->count : unknown_there;
    entry.error += twin != nullptr ? twin->error : unknown_there;
    if (twin != nullptr) {
      entry.accounts.merge(twin->accounts);
    }
  }
  for (auto const& entry : theirs.entries_) {
    if (*slot_of(entry.key) == 0) {
      entries_.push_back(entry);
      entries_.back().count += unknown_here;
      entries_.back().error += unknown_here;
    }
  }
  std::ranges::sort(entries_, [](Entry const& one, Entry const& two) {
    return one.count != two.count ? one.count > two.count : one.key < two.key;
  });
  if (entries_.size() > options_.counters) {
    entries_.erase(entries_.begin() + static_cast<std::ptrdiff_t>(options_.counters), entries_.end());
  }
  entries_.shrink_to_fit();
  rebuild();
}

std::size_t TopSketch::memory_bytes() const {
  return entries_.capacity() * sizeof(Entry) + heap_.capacity() * sizeof(std::uint32_t) +
         slots_.capacity() * sizeof(std::uint32_t);
}

std::uint32_t* TopSketch::slot_of(std::uint64_t key) {
  auto const mask = slots_.size() - 1;
  auto at = mix(key) & mask;
  while (slots_[at] != 0 && entries_[slots_[at] - 1].key != key) {
    at = (at + 1) & mask;
  }
  return &slots_[at];
}

void TopSketch::fill_slot(std::uint32_t entry) {
  *slot_of(entries_[entry].key) = entry + 1;
}

// Closes the gap, so that no look-up ends before what it looks for.
void TopSketch::empty_slot(std::uint64_t key) {
  auto const mask = slots_.size() - 1;
  auto gap = static_cast<std::size_t>(slot_of(key) - slots_.data());
  for (auto at = (gap + 1) & mask; slots_[at] != 0; at = (at + 1) & mask) {
    auto const home = mix(entries_[slots_[at] - 1].key) & mask;
    if (((at - home) & mask) >= ((at - gap) & mask)) {
      slots_[gap] = slots_[at];
      gap = at;
    }
  }
  slots_[gap] = 0;
}

void TopSketch::set_place(std::size_t place, std::uint32_t entry) {
  heap_[place] = entry;
  entries_[entry].heap_place = static_cast<std::uint32_t>(place);
}

void TopSketch::sift_down(std::size_t place) {
  auto const moving = heap_[place];
  auto const count = entries_[moving].count;
  for (auto child = 2 * place + 1; child < heap_.size(); child = 2 * place + 1) {
    if (child + 1 < heap_.size() && entries_[heap_[child + 1]].count < entries_[heap_[child]].count) {
      ++child;
    }
    if (entries_[heap_[child]].count >= count) {
      break;
    }
    set_place(place, heap_[child]);
    place = child;
  }
  set_place(place, moving);
}

void TopSketch::sift_up(std::size_t place) {
  auto const moving = heap_[place];
  auto const count = entries_[moving].count;
  while (place > 0 && entries_[heap_[(place - 1) / 2]].count > count) {
    set_place(place, heap_[(place - 1) / 2]);
    place = (place - 1) / 2;
  }
  set_place(place, moving);
}

// Heap and slots from the entries alone, which are sorted, the greatest first.
void TopSketch::rebuild() {
  heap_.resize(entries_.size());
  std::ranges::fill(slots_, 0);
  for (std::uint32_t entry = 0; entry < entries_.size(); ++entry) {
    set_place(entries_.size() - 1 - entry, entry);
    fill_slot(entry);
  }
}

}  // namespace auklet::trends
