// SPDX-License-Identifier: Apache-2.0
#include "store/portable.h"

namespace auklet::store::portable {

#define IMPORT_COLUMNS "id, account_id, what, row_count, done, failed, created_at"
// Of an account a.
#define HANDLE "a.username || '@' || a.domain"

namespace {

constexpr db::Sql follows_sql =
    "SELECT f.id, " HANDLE
    ", f.show_reblogs, f.notify, f.languages FROM follows f JOIN accounts a ON a.id = f.followee_id "
    "WHERE f.follower_id = $1 AND f.id > $2 ORDER BY f.id LIMIT $3";
constexpr db::Sql blocks_sql =
    "SELECT b.id, " HANDLE
    " FROM blocks b JOIN accounts a ON a.id = b.target_id WHERE b.account_id = $1 AND b.id > $2 "
    "ORDER BY b.id LIMIT $3";
constexpr db::Sql mutes_sql =
    "SELECT m.id, " HANDLE
    ", m.hide_notifications FROM mutes m JOIN accounts a ON a.id = m.target_id WHERE m.account_id = $1 "
    "AND m.id > $2 AND (m.expires_at IS NULL OR m.expires_at > $4) ORDER BY m.id LIMIT $3";
constexpr db::Sql lists_sql =
    "SELECT m.id, l.title, " HANDLE
    " FROM lists l JOIN list_members m ON m.list_id = l.id JOIN accounts a ON a.id = m.account_id "
    "WHERE l.account_id = $1 AND m.id > $2 ORDER BY m.id LIMIT $3";
constexpr db::Sql bookmarks_sql =
    "SELECT k.id, k.post_id, a.username FROM bookmarks k JOIN posts p ON p.id = k.post_id "
    "JOIN accounts a ON a.id = p.account_id WHERE k.account_id = $1 AND k.id > $2 ORDER BY k.id LIMIT $3";

Import read_import(db::Row row) {
  return {.id = row.as<ImportId>(0),
          .account = row.as<AccountId>(1),
          .what = row.as<Portable>(2),
          .rows = row.integer(3),
          .done = row.integer(4),
          .failed = row.integer(5),
          .created_at = row.time(6)};
}

std::string yes_or_no(bool yes) {
  return yes ? "true" : "false";
}

}  // namespace

Task<Result<std::vector<Leaving>>> leaving(db::Session& session, Portable what, AccountId account,
                                           std::int64_t after, int limit, UnixMillis now) {
  std::vector<Leaving> found;
  switch (what) {
    case Portable::follows: {
      CO_TRY(auto const rows, co_await session.query(follows_sql, {account, after, limit}));
      for (auto const row : rows) {
        found.push_back(
            {row.integer(0),
             {row.string(1), yes_or_no(row.boolean(2)), yes_or_no(row.boolean(3)), row.string(4)}});
      }
      break;
    }
    case Portable::blocks: {
      CO_TRY(auto const rows, co_await session.query(blocks_sql, {account, after, limit}));
      for (auto const row : rows) {
        found.push_back({row.integer(0), {row.string(1)}});
      }
      break;
    }
    case Portable::mutes: {
      CO_TRY(auto const rows, co_await session.query(mutes_sql, {account, after, limit, now}));
      for (auto const row : rows) {
        found.push_back({row.integer(0), {row.string(1), yes_or_no(row.boolean(2))}});
      }
      break;
    }
    case Portable::lists: {
      CO_TRY(auto const rows, co_await session.query(lists_sql, {account, after, limit}));
      for (auto const row : rows) {
        found.push_back({row.integer(0), {row.string(1), row.string(2)}});
      }
      break;
    }
    case Portable::bookmarks: {
      CO_TRY(auto const rows, co_await session.query(bookmarks_sql, {account, after, limit}));
      for (auto const row : rows) {
        found.push_back({row.integer(0), {std::to_string(row.integer(1)), row.string(2)}});
      }
      break;
    }
  }
  co_return found;
}

void insert(db::Batch& batch, Import const& import) {
  batch.add(
      "INSERT INTO imports (id, account_id, what, row_count, done, failed, created_at) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7)",
      {import.id, import.account, import.what, import.rows, import.done, import.failed, import.created_at});
}

void insert_row(db::Batch& batch, ImportId import, std::size_t position, std::string_view text) {
  batch.add("INSERT INTO import_rows (import_id, position, line) VALUES ($1, $2, $3)",
            {import, position, text});
}

Task<Result<std::optional<Import>>> find(db::Session& session, ImportId id) {
  CO_TRY(auto const rows,
         co_await session.query("SELECT " IMPORT_COLUMNS " FROM imports WHERE id = $1", {id}));
  if (rows.empty()) {
    co_return std::nullopt;
  }
  co_return read_import(rows[0]);
}

Task<Result<std::vector<Import>>> of_account(db::Session& session, AccountId account, int limit) {
  CO_TRY(auto const rows,
         co_await session.query("SELECT " IMPORT_COLUMNS
                                " FROM imports WHERE account_id = $1 ORDER BY id DESC LIMIT $2",
                                {account, limit}));
  std::vector<Import> imports;
  for (auto const row : rows) {
    imports.push_back(read_import(row));
  }
  co_return imports;
}

Task<Result<std::vector<Waiting>>> waiting(db::Session& session, ImportId import, std::int64_t from,
                                           int limit) {
  CO_TRY(auto const rows,
         co_await session.query("SELECT position, line FROM import_rows WHERE import_id = $1 "
                                "AND position >= $2 ORDER BY position LIMIT $3",
                                {import, from, limit}));
  std::vector<Waiting> lines;
  for (auto const row : rows) {
    lines.push_back({row.integer(0), row.string(1)});
  }
  co_return lines;
}

void pass(db::Batch& batch, ImportId import, std::int64_t up_to, std::int64_t done, std::int64_t failed) {
  batch.add("DELETE FROM import_rows WHERE import_id = $1 AND position <= $2 AND failure IS NULL",
            {import, up_to});
  batch.add("UPDATE imports SET done = done + $2, failed = failed + $3 WHERE id = $1",
            {import, done, failed});
}

void fail(db::Batch& batch, ImportId import, std::int64_t position, std::string_view why) {
  batch.add("UPDATE import_rows SET failure = $3 WHERE import_id = $1 AND position = $2",
            {import, position, why});
}

Task<Result<std::vector<ImportFailure>>> failures(db::Session& session, ImportId import, std::int64_t after,
                                                  int limit) {
  CO_TRY(auto const rows,
         co_await session.query("SELECT position, line, failure FROM import_rows WHERE import_id = $1 "
                                "AND position > $2 AND failure IS NOT NULL ORDER BY position LIMIT $3",
                                {import, after, limit}));
  std::vector<ImportFailure> found;
  for (auto const row : rows) {
    found.push_back({.position = row.integer(0), .line = row.string(1), .why = row.string(2)});
  }
  co_return found;
}

void forget_failures(db::Batch& batch, AccountId account) {
  batch.add(
      "DELETE FROM import_rows WHERE failure IS NOT NULL "
      "AND import_id IN (SELECT id FROM imports WHERE account_id = $1)",
      {account});
}

}  // namespace auklet::store::portable
