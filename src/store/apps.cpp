// SPDX-License-Identifier: Apache-2.0
#include "store/apps.h"

#include <string>
#include <vector>

namespace auklet::store::apps {

#define APP_COLUMNS "id, client_id, client_secret_hash, name, website, redirect_uris, scopes, created_at"

namespace {

// One address a line: a redirect address never holds a line break.
std::string write_lines(std::vector<std::string> const& lines) {
  std::string text;
  for (auto const& line : lines) {
    text += text.empty() ? "" : "\n";
    text += line;
  }
  return text;
}

std::vector<std::string> read_lines(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    auto const end = text.find('\n');
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return lines;
}

std::optional<App> first_app(db::Rows const& rows) {
  if (rows.empty()) {
    return std::nullopt;
  }
  auto const row = rows[0];
  return App{
      .id = row.as<AppId>(0),
      .client_id = row.string(1),
      .client_secret_hash = row.string(2),
      .name = row.string(3),
      .website = row.optional_string(4),
      .redirect_uris = read_lines(row.text(5)),
      .scopes = row.string(6),
      .created_at = row.time(7),
  };
}

}  // namespace

Task<Result<>> insert(db::Session& session, App const& app) {
  auto const redirect_uris = write_lines(app.redirect_uris);
  co_return co_await session.execute("INSERT INTO apps (" APP_COLUMNS
                                     ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
                                     {app.id, app.client_id, app.client_secret_hash, app.name, app.website,
                                      redirect_uris, app.scopes, app.created_at});
}

Task<Result<std::optional<App>>> find(db::Session& session, AppId id) {
  CO_TRY(auto const rows, co_await session.query("SELECT " APP_COLUMNS " FROM apps WHERE id = $1", {id}));
  co_return first_app(rows);
}

Task<Result<std::optional<App>>> find_by_client_id(db::Session& session, std::string_view client_id) {
  CO_TRY(auto const rows,
         co_await session.query("SELECT " APP_COLUMNS " FROM apps WHERE client_id = $1", {client_id}));
  co_return first_app(rows);
}

}  // namespace auklet::store::apps
