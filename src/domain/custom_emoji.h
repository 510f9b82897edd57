// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>

#include "base/clock.h"

namespace auklet {

inline constexpr std::size_t custom_emojis_max = 10'000;

// A picture that people write as `:shortcode:`. https://docs.joinmastodon.org/entities/CustomEmoji/
struct CustomEmoji {
  std::string shortcode;
  std::string category = {};  // may be empty
  bool in_picker = true;
  // Names of files (domain/media.h); the second one does not move.
  std::string file = {};
  std::string static_file = {};
  UnixMillis created_at{};

  friend bool operator==(CustomEmoji const&, CustomEmoji const&) = default;
};

}  // namespace auklet
