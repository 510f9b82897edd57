// SPDX-License-Identifier: Apache-2.0
//
// What people type into a search box when they look for posts.
// https://docs.joinmastodon.org/user/network/#search lists the operators:
//
//   auk "little auk" -gull      words that must stand there, phrases, words that must not
//   from:ann@reef.example       of that account; from:me is the asker
//   before: after: during:      2026-04-11, a day in UTC
//   has:link has:media has:poll, is:reply is:sensitive, language:de, in:library in:public in:all
//
// A minus before from:, has:, is: and language: turns them round. A word with a colon that is no operator is a text.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "text/search_words.h"

namespace auklet::text {

constexpr std::size_t search_query_bytes_max = 1024;
constexpr std::size_t search_clauses_max = 32;

struct SearchCondition {
  std::string value;
  bool negated = false;
};

enum class SearchPlace : std::uint8_t { all, library, public_posts };

struct PostQuery {
  std::vector<SearchPhrase> wanted;
  std::vector<SearchPhrase> unwanted;
  std::vector<SearchCondition> from;  // account names as typed, or "me"
  std::vector<SearchCondition> has;   // lower case, as are the following
  std::vector<SearchCondition> is;
  std::vector<SearchCondition> languages;
  std::optional<UnixMillis> not_before;  // the first moment that counts
  std::optional<UnixMillis> before;      // the first moment that no longer does
  SearchPlace place = SearchPlace::all;

  // True when nothing is said that a post could be found by.
  bool empty() const;
};

// Errors: invalid for a text that is too long, for too many words, for what is no day.
Result<PostQuery> parse_post_query(std::string_view text);

}  // namespace auklet::text
