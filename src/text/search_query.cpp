// SPDX-License-Identifier: Apache-2.0
#include "text/search_query.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "base/encoding.h"
#include "base/time_text.h"
#include "text/unicode.h"

namespace auklet::text {

namespace {

// A word or a quoted phrase, with what stands before it.
struct Clause {
  bool negated = false;
  bool quoted = false;
  std::string_view text;
};

bool is_quote(char32_t code) {
  return code == '"' || code == U'“' || code == U'”' || code == U'„';
}

std::size_t skip_while(std::string_view text, std::size_t at, auto const& belongs) {
  while (at < text.size()) {
    auto const [code, end] = decode_at(text, at);
    if (!belongs(code)) {
      break;
    }
    at = end;
  }
  return at;
}

// Takes the first clause off the text, which must not be empty.
Clause take_clause(std::string_view& text) {
  Clause clause;
  if (text.front() == '-' || text.front() == '+') {
    clause.negated = text.front() == '-';
    text.remove_prefix(1);
  }
  std::size_t end = 0;
  if (!text.empty() && is_quote(decode_at(text, 0).code)) {
    clause.quoted = true;
    text.remove_prefix(decode_at(text, 0).end);
    end = skip_while(text, 0, [](char32_t code) { return !is_quote(code); });
    clause.text = text.substr(0, end);
    text.remove_prefix(end < text.size() ? decode_at(text, end).end : end);
  } else {
    end = skip_while(text, 0, [](char32_t code) { return !is_space(code); });
    clause.text = text.substr(0, end);
    text.remove_prefix(end);
  }
  text.remove_prefix(skip_while(text, 0, is_space));
  return clause;
}

Result<std::chrono::sys_days> read_day(std::string_view text) {
  constexpr std::size_t day_size = 10;  // 2026-04-11
  auto const time = text.size() == day_size ? base::parse_iso(std::string(text) + "T00:00:00Z")
                                            : Result<UnixMillis>(fail(ErrorKind::invalid, ""));
  if (!time) {
    return fail(ErrorKind::invalid, fmt::format("Invalid date: {}", text));
  }
  return std::chrono::floor<std::chrono::days>(*time);
}

void raise(std::optional<UnixMillis>& bound, UnixMillis to) {
  bound = std::max(bound.value_or(to), to);
}
void lower(std::optional<UnixMillis>& bound, UnixMillis to) {
  bound = std::min(bound.value_or(to), to);
}

// True when the clause is an operator and has been taken in.
Result<bool> take_operator(PostQuery& query, Clause const& clause) {
  auto const colon = clause.text.find(':');
  if (clause.quoted || colon == std::string_view::npos || colon + 1 == clause.text.size()) {
    return false;
  }
  auto const name = base::ascii_lower(clause.text.substr(0, colon));
  auto const typed = clause.text.substr(colon + 1);
  auto const value = base::ascii_lower(typed);
  if (name == "from") {
    query.from.push_back({std::string(typed), clause.negated});
  } else if (name == "has") {
    query.has.push_back({value, clause.negated});
  } else if (name == "is") {
    query.is.push_back({value, clause.negated});
  } else if (name == "language") {
    query.languages.push_back({value, clause.negated});
  } else if (name == "in" && (value == "all" || value == "library" || value == "public")) {
    query.place = value == "all"       ? SearchPlace::all
                  : value == "library" ? SearchPlace::library
                                       : SearchPlace::public_posts;
  } else if (name == "before" || name == "after" || name == "during") {
    TRY(auto const day, read_day(typed));
    auto const next = day + std::chrono::days{1};
    if (name == "before") {
      lower(query.before, day);
    } else {
      raise(query.not_before, name == "after" ? next : day);
    }
    if (name == "during") {
      lower(query.before, next);
    }
  } else {
    return false;
  }
  return true;
}

}  // namespace

bool PostQuery::empty() const {
  return wanted.empty() && from.empty() && has.empty() && is.empty() && languages.empty() && !not_before &&
         !before && place == SearchPlace::all;
}

Result<PostQuery> parse_post_query(std::string_view text) {
  if (text.size() > search_query_bytes_max) {
    return fail(ErrorKind::invalid, "The search text is too long");
  }
  PostQuery query;
  std::size_t clauses = 0;
  std::size_t words = 0;
  text.remove_prefix(skip_while(text, 0, is_space));
  while (!text.empty()) {
    auto const clause = take_clause(text);
    TRY(auto const taken, take_operator(query, clause));
    if (!taken) {
      auto phrase = search_phrase(clause.text);
      if (phrase.words.empty()) {
        continue;  // punctuation
      }
      words += phrase.words.size();
      (clause.negated ? query.unwanted : query.wanted).push_back(std::move(phrase));
    }
    // A phrase of an unspaced script has a word for each character.
    if (++clauses > search_clauses_max || words > 4 * search_clauses_max) {
      return fail(ErrorKind::invalid, fmt::format("More than {} words to search for", search_clauses_max));
    }
  }
  return query;
}

}  // namespace auklet::text
