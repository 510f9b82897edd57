// SPDX-License-Identifier: Apache-2.0
#include "db/dialect.h"

#include <algorithm>
#include <optional>

namespace auklet::db {

namespace {

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
  constexpr std::string_view any = "any $";
  auto const number = form.starts_with(any) ? form.substr(any.size()) : std::string_view{};
  if (!number.empty() && std::ranges::all_of(number, [](char c) { return c >= '0' && c <= '9'; })) {
    auto const parameter = "$" + std::string(number);
    return sqlite ? "IN (SELECT value FROM json_each(" + parameter + "))" : "= ANY(" + parameter + ")";
  }
  return std::nullopt;
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
