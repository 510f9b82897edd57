// SPDX-License-Identifier: Apache-2.0
#include "base/ids.h"

#include <charconv>

#include "base/check.h"

namespace auklet::base {

namespace {
constexpr int time_shift = IdGenerator::node_bits + IdGenerator::sequence_bits;
constexpr std::int64_t sequence_mask = (std::int64_t{1} << IdGenerator::sequence_bits) - 1;
}  // namespace

IdGenerator::IdGenerator(Clock const& clock, std::uint32_t node)
    : clock_(clock), node_field_(std::int64_t{node} << sequence_bits) {
  CHECK(node < (1U << node_bits));
}

std::int64_t IdGenerator::next() {
  auto const now_ticks = to_count(clock_.now()) << sequence_bits;
  auto last = last_ticks_.load(std::memory_order_relaxed);
  std::int64_t ticks;
  do {
    // A full millisecond or a clock that stepped back simply borrows from the future.
    ticks = now_ticks > last ? now_ticks : last + 1;
  } while (!last_ticks_.compare_exchange_weak(last, ticks, std::memory_order_relaxed));
  auto const millis = ticks >> sequence_bits;
  return (millis << time_shift) | node_field_ | (ticks & sequence_mask);
}

std::int64_t first_id_at(UnixMillis time) {
  return to_count(time) << time_shift;
}

UnixMillis minted_at(std::int64_t id) {
  return from_count(id >> time_shift);
}

std::optional<std::int64_t> parse_id(std::string_view text) {
  std::int64_t id = 0;
  if (text.empty() || text.front() == '-' || text.front() == '+') {
    return std::nullopt;
  }
  auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), id);
  if (error != std::errc{} || end != text.data() + text.size()) {
    return std::nullopt;
  }
  return id;
}

}  // namespace auklet::base
