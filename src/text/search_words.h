// SPDX-License-Identifier: Apache-2.0
//
// How a text becomes the words that a search finds it by. It is done here, before either database sees the text, so that
// both engines agree, and so that no syntax of theirs can be smuggled in: a word holds nothing but lower-case ASCII
// letters, digits and characters beyond ASCII.
//
//   words     runs of letters, marks and digits of any script, folded (fold_for_search in unicode.h)
//   bigrams   where a script has no spaces between words, every two neighbouring characters are a word, and the last
//             one of a run is a word alone: 東京都 is 東京 京都 都. What is asked for is found within longer runs.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace auklet::text {

constexpr std::size_t search_word_bytes_max = 64;  // longer ones are cut
constexpr std::size_t search_words_max = 2000;     // of one text; the rest cannot be found

// The words of a text that is looked through, in order, each as often as it stands there.
std::vector<std::string> search_words(std::string_view text);

// What is asked for: words that stand side by side in this order.
struct SearchPhrase {
  std::vector<std::string> words;
  bool open_end =
      false;  // the only word is one character of an unspaced script: words that begin with it are meant
};

// The same for a text that is asked for; no words when there is no letter or digit in it.
SearchPhrase search_phrase(std::string_view text);

// True when the phrase stands in the words of a text. An empty phrase stands nowhere.
bool holds_phrase(std::vector<std::string> const& words, SearchPhrase const& phrase);

}  // namespace auklet::text
