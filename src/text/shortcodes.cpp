// SPDX-License-Identifier: Apache-2.0
#include "text/shortcodes.h"

#include <algorithm>

#include "text/unicode.h"

namespace auklet::text {

namespace {

bool is_shortcode_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

bool stands_apart(char32_t neighbour) {
  return neighbour != U':' && !is_alphabetic(neighbour) && !is_digit(neighbour);
}

}  // namespace

bool is_shortcode(std::string_view text) {
  return text.size() >= shortcode_characters_min && text.size() <= shortcode_characters_max &&
         std::ranges::all_of(text, is_shortcode_character);
}

std::vector<std::string_view> shortcodes_in(std::string_view text) {
  std::vector<std::string_view> found;
  auto open = text.find(':');
  while (open != std::string_view::npos) {
    auto const close = text.find(':', open + 1);
    if (close == std::string_view::npos) {
      break;
    }
    auto const name = text.substr(open + 1, close - open - 1);
    auto const after = close + 1;
    if (is_shortcode(name) && stands_apart(code_before(text, open)) &&
        (after == text.size() || stands_apart(decode_at(text, after).code))) {
      found.push_back(name);
      open = text.find(':', after);
    } else {
      open = close;
    }
  }
  return found;
}

}  // namespace auklet::text
