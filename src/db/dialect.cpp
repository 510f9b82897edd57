// SPDX-License-Identifier: Apache-2.0
#include "db/dialect.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <vector>

namespace auklet::db {

namespace {

// The words of a form, parted by single spaces.
std::vector<std::string_view> split(std::string_view form) {
  std::vector<std::string_view> words;
  for (std::size_t begin = 0; begin <= form.size();) {
    auto const end = std::min(form.find(' ', begin), form.size());
    words.push_back(form.substr(begin, end - begin));
    begin = end + 1;
  }
  return words;
}

bool is_parameter(std::string_view word) {
  return word.size() > 1 && word[0] == '$' &&
         std::ranges::all_of(word.substr(1), [](char c) { return c >= '0' && c <= '9'; });
}

bool is_name(std::string_view word) {
  return !word.empty() &&
         std::ranges::all_of(word, [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; });
}

// FTS5 keeps nothing but the lists of rows of each word: no texts, no places, no sizes. Its own tokenizer only parts at
// spaces. Its second statement says what is so anyway: the other engine needs one here.
std::optional<std::string> full_text(bool sqlite, std::vector<std::string_view> const& form) {
  if (form.size() == 2 && form[0] == "words" && is_parameter(form[1])) {
    return sqlite ? std::string(form[1])
                  : fmt::format("array_to_tsvector(string_to_array({}, ' '))", form[1]);
  }
  if (form.size() < 2 || !is_name(form[1])) {
    return std::nullopt;
  }
  auto const name = form[1];
  if (form.size() == 2 && form[0] == "fulltext") {
    return sqlite ? fmt::format(
                        "CREATE VIRTUAL TABLE {} USING fts5(words, content='', columnsize=0, "
                        "detail=none, tokenize=\"ascii tokenchars '_'\")",
                        name)
                  : fmt::format("CREATE TABLE {} (rowid BIGINT PRIMARY KEY, words tsvector NOT NULL)", name);
  }
  if (form.size() == 2 && form[0] == "fulltext_index") {
    return sqlite ? fmt::format("INSERT INTO {0} ({0}, rank) VALUES ('automerge', 4)", name)
                  : fmt::format("CREATE INDEX {0}_by_word ON {0} USING gin (words)", name);
  }
  if (form.size() == 3 && form[0] == "match" && is_parameter(form[2])) {
    return sqlite ? fmt::format("{} MATCH {}", name, form[2])
                  : fmt::format("{}.words @@ CAST(replace(replace({}, '*', ':*'), ' ', ' & ') AS tsquery)",
                                name, form[2]);
  }
  if (form.size() == 4 && form[0] == "unindex" && is_parameter(form[2]) && is_parameter(form[3])) {
    return sqlite ? fmt::format("INSERT INTO {0} ({0}, rowid, words) VALUES ('delete', {1}, {2})", name,
                                form[2], form[3])
                  : fmt::format("DELETE FROM {} WHERE rowid = {} AND {} IS NOT NULL", name, form[2], form[3]);
  }
  return std::nullopt;
}

// `form` is what stands between the braces.
std::optional<std::string> replacement(Engine engine, std::string_view form) {
  auto const sqlite = engine == Engine::sqlite;
  if (form == "id") {
    // Only the exact words INTEGER PRIMARY KEY make SQLite's table the tree of its ids, without a second
    // index.
    return sqlite ? "INTEGER PRIMARY KEY" : "BIGINT PRIMARY KEY";
  }
  if (form == "clustered") {
    return sqlite ? "WITHOUT ROWID" : "";
  }
  if (form == "skip locked") {
    // On SQLite there is one writer: nobody else can hold a row.
    return sqlite ? "" : "FOR UPDATE SKIP LOCKED";
  }
  auto const words = split(form);
  if (words.size() == 2 && words[0] == "any" && is_parameter(words[1])) {
    auto const parameter = std::string(words[1]);
    return sqlite ? "IN (SELECT value FROM json_each(" + parameter + "))" : "= ANY(" + parameter + ")";
  }
  return full_text(sqlite, words);
}

}  // namespace

std::string translate(Engine engine, std::string_view text) {
  std::string out;
  out.reserve(text.size() + 64);
  while (!text.empty()) {
    auto const open = std::min(text.find('{'), text.size());
    out += text.substr(0, open);
    text.remove_prefix(open);
    auto const close = text.find('}');
    if (close == std::string_view::npos) {
      out += text;
      break;
    }
    if (auto const words = replacement(engine, text.substr(1, close - 1))) {
      out += *words;
      text.remove_prefix(close + 1);
    } else {
      out += text.front();
      text.remove_prefix(1);
    }
  }
  return out;
}

}  // namespace auklet::db
