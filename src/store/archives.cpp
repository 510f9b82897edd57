// SPDX-License-Identifier: Apache-2.0
#include "store/archives.h"

namespace auklet::store::archives {

namespace {

#define ARCHIVE_COLUMNS "id, account_id, state, file, bytes, created_at, expires_at"

std::vector<Archive> read_archives(db::Rows const& rows) {
  std::vector<Archive> list;
  list.reserve(rows.size());
  for (auto const row : rows) {
    list.push_back({.id = row.as<ArchiveId>(0),
                    .account_id = row.as<AccountId>(1),
                    .state = row.as<ArchiveState>(2),
                    .file = row.string(3),
                    .bytes = row.integer(4),
                    .created_at = row.time(5),
                    .expires_at = row.optional_time(6)});
  }
  return list;
}

}  // namespace

Task<Result<>> insert(db::Session& session, Archive const& archive) {
  co_return co_await session.execute("INSERT INTO archives (" ARCHIVE_COLUMNS
                                     ") VALUES ($1, $2, $3, $4, $5, $6, $7)",
                                     {archive.id, archive.account_id, archive.state, archive.file,
                                      archive.bytes, archive.created_at, archive.expires_at});
}

Task<Result<std::optional<Archive>>> find(db::Session& session, ArchiveId id) {
  CO_TRY(auto const rows,
         co_await session.query("SELECT " ARCHIVE_COLUMNS " FROM archives WHERE id = $1", {id}));
  auto found = read_archives(rows);
  co_return found.empty() ? std::nullopt : std::optional{std::move(found.front())};
}

Task<Result<std::vector<Archive>>> of_account(db::Session& session, AccountId account, int limit) {
  CO_TRY(auto const rows, co_await session.query("SELECT " ARCHIVE_COLUMNS " FROM archives WHERE account_id "
                                                 "= $1 ORDER BY id DESC LIMIT $2",
                                                 {account, limit}));
  co_return read_archives(rows);
}

Task<Result<>> end(db::Session& session, Archive const& archive) {
  co_return co_await session.execute(
      "UPDATE archives SET state = $2, bytes = $3, expires_at = $4 WHERE id = $1",
      {archive.id, archive.state, archive.bytes, archive.expires_at});
}

Task<Result<std::vector<Archive>>> expired(db::Session& session, UnixMillis now, int limit) {
  CO_TRY(auto const rows, co_await session.query("SELECT " ARCHIVE_COLUMNS " FROM archives WHERE expires_at "
                                                 "<= $1 ORDER BY expires_at LIMIT $2",
                                                 {now, limit}));
  co_return read_archives(rows);
}

Task<Result<>> remove(db::Session& session, ArchiveId id) {
  return session.execute("DELETE FROM archives WHERE id = $1", {id});
}

}  // namespace auklet::store::archives
