// SPDX-License-Identifier: Apache-2.0
#include "text/search_words.h"

#include <algorithm>
#include <utility>

#include "text/unicode.h"

namespace auklet::text {

namespace {

// Collects the words of one text.
class WordCutter {
 public:
  void run(std::string_view folded) {
    for (std::size_t at = 0; at < folded.size() && words_.size() < search_words_max;) {
      auto const [code, end] = decode_at(folded, at);
      auto const character = folded.substr(at, end - at);
      // A mark belongs to what it stands on.
      auto const glued = is_mark(code) && (!word_.empty() || !previous_.empty());
      if (glued && !previous_.empty()) {
        if (previous_.size() + character.size() <= search_word_bytes_max / 2) {
          previous_ += character;
        }
      } else if (glued || (is_searchable(code) && !is_unspaced(code))) {
        end_run();
        add(character);
      } else if (is_searchable(code)) {
        end_word();
        add_unspaced(character);
      } else {
        end_word();
        end_run();
      }
      at = end;
    }
    end_word();
    end_run();
  }

  std::vector<std::string> take() { return std::move(words_); }
  // What the text ended with.
  enum class End { word, lone_character, unspaced_run };
  End end() const { return end_; }

 private:
  static bool is_searchable(char32_t code) { return is_alphabetic(code) || is_digit(code) || is_mark(code); }

  void add(std::string_view character) {
    if (word_.size() + character.size() <= search_word_bytes_max) {
      word_ += character;
    }
  }
  void end_word() {
    if (!word_.empty()) {
      words_.push_back(std::exchange(word_, {}));
      end_ = End::word;
    }
  }
  void add_unspaced(std::string_view character) {
    if (!before_.empty()) {
      words_.push_back(before_ + previous_);
    }
    if (!previous_.empty()) {
      before_ = std::exchange(previous_, {});
    }
    previous_ = character;
  }
  void end_run() {
    if (previous_.empty()) {
      return;
    }
    end_ = before_.empty() ? End::lone_character : End::unspaced_run;
    if (end_ == End::unspaced_run) {
      words_.push_back(before_ + previous_);
    }
    words_.push_back(previous_);
    before_.clear();
    previous_.clear();
  }

  End end_ = End::word;
  std::string word_;
  std::string before_;  // the last two characters of an unspaced run, with their marks
  std::string previous_;
  std::vector<std::string> words_;
};

}  // namespace

std::vector<std::string> search_words(std::string_view text) {
  WordCutter cutter;
  cutter.run(fold_for_search(text));
  return cutter.take();
}

SearchPhrase search_phrase(std::string_view text) {
  WordCutter cutter;
  cutter.run(fold_for_search(text));
  SearchPhrase phrase{.words = cutter.take()};
  if (cutter.end() == WordCutter::End::unspaced_run) {
    phrase.words.pop_back();  // the run may go on in the text that is looked through
  }
  phrase.open_end = phrase.words.size() == 1 && cutter.end() == WordCutter::End::lone_character;
  return phrase;
}

bool holds_phrase(std::vector<std::string> const& words, SearchPhrase const& phrase) {
  if (phrase.words.empty()) {
    return false;
  }
  if (phrase.open_end) {
    return std::ranges::any_of(words, [&](auto const& word) { return word.starts_with(phrase.words[0]); });
  }
  return !std::ranges::search(words, phrase.words).empty();
}

}  // namespace auklet::text
