// SPDX-License-Identifier: Apache-2.0
//
// Where a text may name custom emojis: `:shortcode:`, with neither a letter, a digit nor a colon right beside it.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace auklet::text {

inline constexpr std::size_t shortcode_characters_min = 2;
inline constexpr std::size_t shortcode_characters_max = 128;

// Letters, digits and underscores of ASCII, not too many.
bool is_shortcode(std::string_view text);

// Without the colons, in order of appearance, each as often as it appears. A text without a colon costs a look through
// its bytes and nothing else.
std::vector<std::string_view> shortcodes_in(std::string_view text);

}  // namespace auklet::text
