// SPDX-License-Identifier: Apache-2.0
#include "store/tag_follows.h"

#include <utility>

#include "store/paged.h"

namespace auklet::store::tag_follows {

namespace {}  // namespace

Task<Result<bool>> insert(db::Session& session, RelationId id, AccountId account, TagId tag) {
  return session.changes(
      "INSERT INTO tag_follows (id, account_id, tag_id) VALUES ($1, $2, $3) "
      "ON CONFLICT (account_id, tag_id) DO NOTHING",
      {id, account, tag});
}

Task<Result<bool>> remove(db::Session& session, AccountId account, TagId tag) {
  return session.changes("DELETE FROM tag_follows WHERE account_id = $1 AND tag_id = $2", {account, tag});
}

Task<Result<std::vector<ListedTag>>> page(db::Session& session, AccountId account, PageRequest page) {
  static constexpr auto sql = paged<
      "SELECT f.id, t.id, t.name, t.display FROM tag_follows f JOIN tags t ON t.id = f.tag_id "
      "WHERE f.account_id = $1",
      "f.id">;
  CO_TRY(auto const rows, co_await run_paged(session, sql, account, page));
  std::vector<ListedTag> tags;
  for (auto const row : rows) {
    tags.push_back({.cursor = row.as<RelationId>(0),
                    .tag = {.id = row.as<TagId>(1), .name = row.string(2), .display = row.string(3)}});
  }
  co_return in_page_order(std::move(tags), page);
}

Task<Result<std::int64_t>> count(db::Session& session, AccountId account) {
  CO_TRY(auto const rows,
         co_await session.query("SELECT COUNT(*) FROM tag_follows WHERE account_id = $1", {account}));
  co_return rows[0].integer(0);
}

Task<Result<std::vector<TagId>>> all(db::Session& session, AccountId account) {
  CO_TRY(auto const rows,
         co_await session.query("SELECT tag_id FROM tag_follows WHERE account_id = $1", {account}));
  co_return ids_in<TagId>(rows);
}

Task<Result<std::vector<TagId>>> among(db::Session& session, AccountId account,
                                       std::vector<TagId> const& tags) {
  if (tags.empty()) {
    co_return std::vector<TagId>{};
  }
  CO_TRY(auto const rows,
         co_await session.query("SELECT tag_id FROM tag_follows WHERE account_id = $1 AND tag_id {any $2}",
                                {account, tags}));
  co_return ids_in<TagId>(rows);
}

}  // namespace auklet::store::tag_follows
