// SPDX-License-Identifier: Apache-2.0
// HTML of others: whatever comes in, what comes out holds only tags that may be shown, each of them closed.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/check.h"
#include "base/encoding.h"
#include "text/html_sanitizer.h"

namespace {

void check_tags(std::string_view html) {
  constexpr std::string_view shown = " a b blockquote code del em i li ol p pre s span strong u ul ";
  std::vector<std::string_view> open;
  while (true) {
    auto const tag = html.find('<');
    if (tag == std::string_view::npos) {
      break;
    }
    auto const end = html.find('>', tag);
    CHECK(end != std::string_view::npos);
    auto const inside = html.substr(tag + 1, end - tag - 1);
    html.remove_prefix(end + 1);
    if (inside == "br /") {
      continue;
    }
    auto const closes = inside.starts_with('/');
    auto const name = inside.substr(closes ? 1 : 0).substr(0, inside.substr(closes ? 1 : 0).find(' '));
    CHECK(shown.contains(" " + std::string(name) + " "));
    if (closes) {
      CHECK(!open.empty() && open.back() == name);
      open.pop_back();
    } else {
      open.push_back(name);
    }
  }
  CHECK(open.empty());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  std::string_view const html(reinterpret_cast<char const*>(data), size);
  auto const safe = auklet::text::sanitize_html(html);
  CHECK(auklet::base::is_utf8(safe));
  check_tags(safe);
  CHECK(auklet::base::is_utf8(auklet::text::text_of_html(html)));
  return 0;
}
