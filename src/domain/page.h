// SPDX-License-Identifier: Apache-2.0
//
// Which part of a list, newest first, a client asks for.
// https://docs.joinmastodon.org/api/guidelines/#pagination
#pragma once

#include <cstdint>
#include <limits>
#include <optional>

namespace auklet {

struct PageRequest {
  std::optional<std::int64_t> max_id;    // only entries older than this
  std::optional<std::int64_t> since_id;  // only entries newer than this; the newest of them
  std::optional<std::int64_t> min_id;    // only entries newer than this; the oldest of them
  int limit = 20;

  // Both bounds are exclusive.
  std::int64_t below() const { return max_id.value_or(std::numeric_limits<std::int64_t>::max()); }
  std::int64_t above() const { return min_id.value_or(since_id.value_or(0)); }
  // True when entries are to be collected upwards from `above()`; pages are shown newest first all the same.
  bool ascending() const { return min_id.has_value(); }
};

}  // namespace auklet
