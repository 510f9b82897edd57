// SPDX-License-Identifier: Apache-2.0
#include "text/keyword.h"

#include <algorithm>
#include <utility>

#include "text/unicode.h"

namespace auklet::text {

namespace {

bool is_ascii(std::string_view text) {
  return std::ranges::all_of(text, [](char byte) { return static_cast<unsigned char>(byte) < 0x80; });
}

char lower(char byte) {
  return byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte - 'A' + 'a') : byte;
}

// Folded, each run of white space as one space, none at the ends.
std::string fold(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  bool space = false;
  auto const part = [&] {
    if (std::exchange(space, false) && !out.empty()) {
      out += ' ';
    }
  };
  if (is_ascii(text)) {
    for (char const byte : text) {
      if (is_space(static_cast<unsigned char>(byte))) {
        space = true;
      } else {
        part();
        out += lower(byte);
      }
    }
    return out;
  }
  auto const folded = fold_compatible(text);
  for (std::size_t at = 0; at < folded.size();) {
    auto const [code, end] = decode_at(folded, at);
    if (is_space(code)) {
      space = true;
    } else {
      part();
      out.append(folded, at, end - at);
    }
    at = end;
  }
  return out;
}

bool is_word_at(std::string_view text, std::size_t at) {
  return at < text.size() && is_word(decode_at(text, at).code);
}

bool is_word_before(std::string_view text, std::size_t at) {
  return at > 0 && is_word(code_before(text, at));
}

}  // namespace

std::string fold_for_keywords(std::span<std::string_view const> parts) {
  std::string out;
  for (auto const part : parts) {
    auto const folded = fold(part);
    if (!out.empty() && !folded.empty()) {
      out += '\n';  // stands in no keyword
    }
    out += folded;
  }
  return out;
}

Keyword::Keyword(std::string_view keyword, bool whole_word)
    : folded_(fold(keyword)),
      bound_before_(whole_word && is_word_at(folded_, 0)),
      bound_after_(whole_word && is_word_before(folded_, folded_.size())) {}

bool Keyword::is_in(std::string_view folded) const {
  if (folded_.empty()) {
    return false;
  }
  for (auto at = folded.find(folded_); at != std::string_view::npos; at = folded.find(folded_, at + 1)) {
    if (!(bound_before_ && is_word_before(folded, at)) &&
        !(bound_after_ && is_word_at(folded, at + folded_.size()))) {
      return true;
    }
  }
  return false;
}

}  // namespace auklet::text
