// SPDX-License-Identifier: Apache-2.0
//
// The bodies of answers are large and much of a size. So the memory of one that has been sent is kept for the next one that
// is made on the same thread: it is not given back to the system and asked for again, and it is still in the
// processor's cache.
#pragma once

#include <cstddef>
#include <string>

namespace auklet::net {

// Larger ones are not kept.
inline constexpr std::size_t spare_body_bytes_max = std::size_t{256} * 1024;

// An empty text with the room that there is.
std::string take_spare_body();
void keep_spare_body(std::string body);

}  // namespace auklet::net
