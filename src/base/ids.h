// SPDX-License-Identifier: Apache-2.0
//
// 64-bit ids that sort by time and can be minted on any node without asking anyone:
//   42 bits milliseconds since 1970 | 6 bits node | 16 bits sequence within the millisecond
// The sign bit stays clear until the year 2109. In JSON an id is a decimal string.
#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/clock.h"

namespace auklet::base {

class IdGenerator {
 public:
  static constexpr int node_bits = 6;
  static constexpr int sequence_bits = 16;

  // `node` is 0..63 and must differ between the processes that share one database.
  IdGenerator(Clock const& clock, std::uint32_t node);

  // Strictly increasing within this process, also when the clock stands still or steps back. Lock-free.
  std::int64_t next();

 private:
  Clock const& clock_;
  std::int64_t const node_field_;
  std::atomic<std::int64_t> last_ticks_{0};  // milliseconds << sequence_bits | sequence
};

// The smallest id that could have been minted at `time`, for comparing ids with times.
std::int64_t first_id_at(UnixMillis time);
// The moment an id was minted.
UnixMillis minted_at(std::int64_t id);
// Reads an id out of a client's hands: decimal digits only, no sign, within 63 bits. Anything else is not an
// id.
std::optional<std::int64_t> parse_id(std::string_view text);

}  // namespace auklet::base
