// SPDX-License-Identifier: Apache-2.0
#include "service/rate_limiter.h"

#include <algorithm>
#include <boost/container_hash/hash.hpp>

namespace auklet::service {

namespace {

using std::chrono::minutes;

struct Rule {
  std::int64_t count_max;
  std::chrono::milliseconds window;
};

constexpr Rule rule_of(RateRule rule) {
  switch (rule) {
    case RateRule::requests_of_token:
      return {300, minutes{5}};
    case RateRule::requests_of_account:
      return {1500, minutes{5}};
    case RateRule::requests_of_peer:
      return {300, minutes{5}};
    case RateRule::deletes_of_account:
      return {30, minutes{30}};
    case RateRule::media_of_account:
      return {30, minutes{30}};
    case RateRule::apps_of_peer:
      return {5, minutes{10}};
    case RateRule::sign_ups_of_peer:
      return {5, minutes{30}};
    case RateRule::log_ins_of_peer:
      return {25, minutes{5}};
    case RateRule::log_ins_to_account:
      return {10, minutes{5}};
    case RateRule::letters_of_peer:
      return {25, minutes{5}};
    case RateRule::letters_to_address:
      return {5, minutes{30}};
  }
  return {0, minutes{5}};
}

}  // namespace

RateLimiter::RateLimiter(base::Clock const& clock, base::Random& random, bool enabled,
                         std::size_t entries_max)
    : clock_(clock),
      enabled_(enabled),
      seed_(random.next()),
      shard_entries_max_(std::max<std::size_t>(1, entries_max / shard_count)) {}

RateVerdict RateLimiter::take(RateRule rule, std::string_view subject) {
  auto const [count_max, window_length] = rule_of(rule);
  auto const now = to_count(clock_.now());
  auto const number = now / window_length.count();
  auto const ends = (number + 1) * window_length.count();
  if (!enabled_) {
    return {true, count_max, count_max, from_count(ends)};
  }

  std::size_t key = seed_;
  boost::hash_combine(key, static_cast<std::size_t>(rule));
  boost::hash_range(key, subject.begin(), subject.end());
  auto& shard = shards_[key % shard_count];

  std::lock_guard const lock(shard.mutex);
  if (shard.windows.size() >= shard_entries_max_ && !shard.windows.contains(key)) {
    make_room(shard, now);
  }
  auto& window = shard.windows[key];
  if (window.number != number) {
    window = {number, ends, 0};
  }
  if (window.count >= count_max) {
    return {false, count_max, 0, from_count(ends)};
  }
  ++window.count;
  return {true, count_max, count_max - window.count, from_count(ends)};
}

void RateLimiter::make_room(Shard& shard, std::int64_t now) {
  if (boost::unordered::erase_if(shard.windows,
                                 [now](auto const& entry) { return entry.second.ends <= now; }) == 0) {
    // All windows still run: forget the least used of a few, so that the cost of a flood stays constant.
    auto least = shard.windows.begin();
    auto next = least;
    for (int i = 0; i < 8 && next != shard.windows.end(); ++i, ++next) {
      if (next->second.count < least->second.count) {
        least = next;
      }
    }
    shard.windows.erase(least);
  }
}

}  // namespace auklet::service
