// SPDX-License-Identifier: Apache-2.0
#include "store/lists.h"

namespace auklet::store::lists {

namespace {

#define LIST_COLUMNS "l.id, l.account_id, l.title, l.replies_policy, l.exclusive"

std::vector<List> read_lists(db::Rows const& rows) {
  std::vector<List> lists;
  lists.reserve(rows.size());
  for (auto const row : rows) {
    lists.push_back({.id = row.as<ListId>(0),
                     .owner = row.as<AccountId>(1),
                     .title = row.string(2),
                     .replies = row.as<RepliesPolicy>(3),
                     .exclusive = row.boolean(4)});
  }
  return lists;
}

}  // namespace

Task<Result<>> insert(db::Session& session, List const& list) {
  co_return co_await session.execute(
      "INSERT INTO lists (id, account_id, title, replies_policy, exclusive) VALUES ($1, $2, $3, $4, $5)",
      {list.id, list.owner, list.title, list.replies, list.exclusive});
}

Task<Result<std::optional<List>>> find(db::Session& session, ListId id) {
  CO_TRY(auto const rows,
         co_await session.query("SELECT " LIST_COLUMNS " FROM lists l WHERE l.id = $1", {id}));
  auto lists = read_lists(rows);
  co_return lists.empty() ? std::nullopt : std::optional{std::move(lists.front())};
}

Task<Result<std::vector<List>>> of_owner(db::Session& session, AccountId owner) {
  CO_TRY(auto const rows,
         co_await session.query("SELECT " LIST_COLUMNS " FROM lists l WHERE l.account_id = $1 ORDER BY l.id",
                                {owner}));
  co_return read_lists(rows);
}

Task<Result<std::vector<List>>> with_member(db::Session& session, AccountId owner, AccountId member) {
  CO_TRY(auto const rows,
         co_await session.query("SELECT " LIST_COLUMNS
                                " FROM lists l JOIN list_members m ON m.list_id = l.id AND m.account_id = $2 "
                                "WHERE l.account_id = $1 ORDER BY l.id",
                                {owner, member}));
  co_return read_lists(rows);
}

Task<Result<std::int64_t>> count(db::Session& session, AccountId owner) {
  CO_TRY(auto const rows,
         co_await session.query("SELECT COUNT(*) FROM lists WHERE account_id = $1", {owner}));
  co_return rows[0].integer(0);
}

Task<Result<>> update(db::Session& session, List const& list) {
  co_return co_await session.execute(
      "UPDATE lists SET title = $2, replies_policy = $3, exclusive = $4 WHERE id = $1",
      {list.id, list.title, list.replies, list.exclusive});
}

Task<Result<>> remove(db::Session& session, ListId id) {
  CO_TRY_OK(co_await session.execute("DELETE FROM list_members WHERE list_id = $1", {id}));
  co_return co_await session.execute("DELETE FROM lists WHERE id = $1", {id});
}

Task<Result<bool>> add_member(db::Session& session, ListId list, AccountId member, RelationId id) {
  return session.changes(
      "INSERT INTO list_members (id, list_id, account_id) VALUES ($1, $2, $3) "
      "ON CONFLICT (list_id, account_id) DO NOTHING",
      {id, list, member});
}

Task<Result<>> remove_members(db::Session& session, ListId list, std::vector<AccountId> const& members) {
  if (members.empty()) {
    co_return Result<>{};
  }
  co_return co_await session.execute("DELETE FROM list_members WHERE list_id = $1 AND account_id {any $2}",
                                     {list, members});
}

Task<Result<>> remove_from_all(db::Session& session, AccountId owner, AccountId member) {
  co_return co_await session.execute(
      "DELETE FROM list_members WHERE account_id = $2 AND list_id IN "
      "(SELECT l.id FROM lists l WHERE l.account_id = $1)",
      {owner, member});
}

Task<Result<std::vector<ListedAccount>>> members(db::Session& session, ListId list, PageRequest page) {
  static constexpr auto sql = paged<"SELECT id, account_id FROM list_members WHERE list_id = $1", "id">;
  CO_TRY(auto const rows, co_await run_paged(session, sql, list, page));
  co_return listed_accounts(rows, page);
}

Task<Result<std::vector<AccountId>>> all_members(db::Session& session, ListId list) {
  CO_TRY(auto const rows,
         co_await session.query("SELECT account_id FROM list_members WHERE list_id = $1", {list}));
  co_return ids_in<AccountId>(rows);
}

Task<Result<std::vector<AccountId>>> exclusive_members(db::Session& session, AccountId owner) {
  CO_TRY(auto const rows,
         co_await session.query("SELECT m.account_id FROM lists l JOIN list_members m ON m.list_id = l.id "
                                "WHERE l.account_id = $1 AND l.exclusive = 1",
                                {owner}));
  co_return ids_in<AccountId>(rows);
}

}  // namespace auklet::store::lists
