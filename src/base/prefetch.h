// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

namespace auklet::base {

// Begins to bring these bytes into the processor's cache, and does not wait for them. They need not exist.
inline void prefetch(void const* begin, std::size_t bytes) {
  constexpr std::size_t cache_line_bytes = 64;
  for (std::size_t at = 0; at < bytes; at += cache_line_bytes) {
    __builtin_prefetch(static_cast<char const*>(begin) + at);
  }
}

}  // namespace auklet::base
