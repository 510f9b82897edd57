// SPDX-License-Identifier: Apache-2.0
//
// Whether a word or a phrase stands in a text, whatever its case, width or white space. Both are folded the same way
// first (fold_compatible in unicode.h); a text that is looked through often is folded once.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace auklet::text {

// The parts of a text as keywords look through them. None of them touches its neighbour.
std::string fold_for_keywords(std::span<std::string_view const> parts);

class Keyword {
 public:
  // `whole_word`: where it begins or ends with a letter, mark, digit or underscore, the text must have none of these
  // beside it. A keyword of white space, or of nothing, is in no text.
  Keyword(std::string_view keyword, bool whole_word);

  bool is_in(std::string_view folded) const;
  std::size_t bytes() const { return sizeof(*this) + folded_.capacity(); }

 private:
  std::string folded_;
  bool bound_before_ = false;
  bool bound_after_ = false;
};

}  // namespace auklet::text
