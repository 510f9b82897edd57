// SPDX-License-Identifier: Apache-2.0
//
// Counts how often someone did something within a fixed window of time, in bounded memory. The limits and the
// window are Mastodon's (https://docs.joinmastodon.org/api/rate-limits/), because clients pace themselves by
// its headers.
#pragma once

#include <array>
#include <boost/unordered/unordered_flat_map.hpp>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <mutex>
#include <string_view>

#include "base/clock.h"
#include "base/random.h"
#include "base/result.h"

namespace auklet::service {

enum class RateRule : std::uint8_t {
  requests_of_token,    // 300 in 5 minutes
  requests_of_account,  // 1500 in 5 minutes
  requests_of_peer,     // 300 in 5 minutes: those without a token, by address
  deletes_of_account,   // 30 in 30 minutes
  media_of_account,     // 30 in 30 minutes
  apps_of_peer,         // 5 in 10 minutes
  sign_ups_of_peer,     // 5 in 30 minutes
  log_ins_of_peer,      // 25 in 5 minutes
  log_ins_to_account,   // 10 in 5 minutes: one account from one address
  letters_of_peer,      // 25 in 5 minutes: e-mails that somebody asks for
  letters_to_address,   // 5 in 30 minutes
};

struct RateVerdict {
  bool allowed = true;
  std::int64_t limit = 0;
  std::int64_t remaining = 0;
  UnixMillis reset{};  // when the window ends
};

class RateLimiter {
 public:
  // At most `entries_max` windows are held; beyond that the ones that have ended go first, then any. When not
  // `enabled` everything is allowed and nothing is counted.
  RateLimiter(base::Clock const& clock, base::Random& random, bool enabled,
              std::size_t entries_max = 200'000);

  bool enabled() const { return enabled_; }

  // Counts one act of `subject` (an id or an address) and says whether it is within the rule. Thread-safe.
  RateVerdict take(RateRule rule, std::string_view subject);

 private:
  struct Window {
    std::int64_t number = 0;  // which window since 1970
    std::int64_t ends = 0;    // milliseconds since 1970
    std::int64_t count = 0;
  };
  static constexpr std::size_t shard_count = 16;
  struct Shard {
    std::mutex mutex;
    boost::unordered_flat_map<std::uint64_t, Window> windows;
  };

  static void make_room(Shard& shard, std::int64_t now);

  base::Clock const& clock_;
  bool const enabled_;
  std::uint64_t const seed_;  // so that nobody outside can choose subjects that share a window
  std::size_t const shard_entries_max_;
  std::array<Shard, shard_count> shards_;
};

// What every door says to those who are over a limit.
inline std::unexpected<Error> too_many_requests() {
  return fail(ErrorKind::rate_limited, "Too many requests");
}

}  // namespace auklet::service
