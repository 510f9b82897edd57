// SPDX-License-Identifier: Apache-2.0
#include "store/custom_emojis.h"

namespace auklet::store::custom_emojis {

namespace {

#define EMOJI_COLUMNS "shortcode, category, in_picker, file, static_file, created_at"

std::vector<CustomEmoji> read_emojis(db::Rows const& rows) {
  std::vector<CustomEmoji> list;
  list.reserve(rows.size());
  for (auto const row : rows) {
    list.push_back({.shortcode = row.string(0),
                    .category = row.string(1),
                    .in_picker = row.boolean(2),
                    .file = row.string(3),
                    .static_file = row.string(4),
                    .created_at = row.time(5)});
  }
  return list;
}

}  // namespace

Task<Result<>> insert(db::Session& session, CustomEmoji const& emoji) {
  co_return co_await session.execute(
      "INSERT INTO custom_emojis (" EMOJI_COLUMNS ") VALUES ($1, $2, $3, $4, $5, $6)",
      {emoji.shortcode, emoji.category, emoji.in_picker, emoji.file, emoji.static_file, emoji.created_at});
}

Task<Result<std::optional<CustomEmoji>>> remove(db::Session& session, std::string_view shortcode) {
  CO_TRY(auto const rows,
         co_await session.query("DELETE FROM custom_emojis WHERE shortcode = $1 RETURNING " EMOJI_COLUMNS,
                                {shortcode}));
  auto found = read_emojis(rows);
  co_return found.empty() ? std::nullopt : std::optional{std::move(found.front())};
}

Task<Result<std::vector<CustomEmoji>>> all(db::Session& session) {
  CO_TRY(auto const rows,
         co_await session.query("SELECT " EMOJI_COLUMNS " FROM custom_emojis ORDER BY shortcode"));
  co_return read_emojis(rows);
}

Task<Result<std::int64_t>> count(db::Session& session) {
  CO_TRY(auto const rows, co_await session.query("SELECT COUNT(*) FROM custom_emojis"));
  co_return rows[0].integer(0);
}

Task<Result<bool>> shows(db::Session& session, std::string_view file) {
  CO_TRY(auto const rows,
         co_await session.query("SELECT 1 FROM custom_emojis WHERE file = $1 OR static_file = $1", {file}));
  co_return !rows.empty();
}

}  // namespace auklet::store::custom_emojis
