// SPDX-License-Identifier: Apache-2.0
#include "text/display_name.h"

#include "text/unicode.h"

namespace auklet::text {

namespace {

// Zero-width space, word joiner and invisible operators, byte order mark, interlinear annotations. The
// joiners U+200C and U+200D stay (emoji and Indic scripts need them), and so do the direction marks, which
// reach no further than themselves.
bool hides(char32_t code) {
  return code == 0x200B || (code >= 0x2060 && code <= 0x2064) || code == 0xFEFF ||
         (code >= 0xFFF9 && code <= 0xFFFB);
}

}  // namespace

std::string clean_display_name(std::string_view name) {
  std::string out;
  out.reserve(name.size());
  bool space_pending = false;
  for (std::size_t at = 0; at < name.size();) {
    auto const [code, end] = decode_at(name, at);
    at = end;
    if (is_space(code)) {  // before controls: tab and line ends part words
      space_pending = !out.empty();
    } else if (!is_control(code) && !is_bidi_override(code) && !hides(code)) {
      if (space_pending) {
        out += ' ';
        space_pending = false;
      }
      append_utf8(out, code);
    }
  }
  return out;
}

}  // namespace auklet::text
