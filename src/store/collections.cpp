// SPDX-License-Identifier: Apache-2.0
#include "store/collections.h"

#include <utility>

namespace auklet::store::collections {

namespace {

#define COLLECTION_COLUMNS                                                               \
  "c.id, c.account_id, c.name, c.description, c.language, c.sensitive, c.discoverable, " \
  "c.created_at, c.updated_at, t.id, t.name, t.display"
#define FROM_COLLECTIONS " FROM collections c LEFT JOIN tags t ON t.id = c.tag_id "
#define ITEM_COLUMNS "i.id, i.collection_id, i.account_id, i.state, i.created_at"

std::vector<Collection> read_collections(db::Rows const& rows) {
  std::vector<Collection> list;
  list.reserve(rows.size());
  for (auto const row : rows) {
    Collection collection{.id = row.as<CollectionId>(0),
                          .owner = row.as<AccountId>(1),
                          .name = row.string(2),
                          .description = row.string(3),
                          .language = row.optional_string(4),
                          .tag = {},
                          .sensitive = row.boolean(5),
                          .discoverable = row.boolean(6),
                          .created_at = row.time(7),
                          .updated_at = row.time(8)};
    if (!row.is_null(9)) {
      collection.tag = Tag{.id = row.as<TagId>(9), .name = row.string(10), .display = row.string(11)};
    }
    list.push_back(std::move(collection));
  }
  return list;
}

std::vector<CollectionItem> read_items(db::Rows const& rows) {
  std::vector<CollectionItem> items;
  items.reserve(rows.size());
  for (auto const row : rows) {
    items.push_back({.id = row.as<RelationId>(0),
                     .collection = row.as<CollectionId>(1),
                     .account = row.as<AccountId>(2),
                     .state = row.as<CollectionItemState>(3),
                     .created_at = row.time(4)});
  }
  return items;
}

std::optional<TagId> tag_of(Collection const& collection) {
  return collection.tag ? std::optional{collection.tag->id} : std::nullopt;
}

}  // namespace

Task<Result<>> insert(db::Session& session, Collection const& collection) {
  co_return co_await session.execute(
      "INSERT INTO collections (id, account_id, name, description, language, tag_id, sensitive, "
      "discoverable, "
      "created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
      {collection.id, collection.owner, collection.name, collection.description, collection.language,
       tag_of(collection), collection.sensitive, collection.discoverable, collection.created_at,
       collection.updated_at});
}

Task<Result<>> update(db::Session& session, Collection const& collection) {
  co_return co_await session.execute(
      "UPDATE collections SET name = $2, description = $3, language = $4, tag_id = $5, sensitive = $6, "
      "discoverable = $7, updated_at = $8 WHERE id = $1",
      {collection.id, collection.name, collection.description, collection.language, tag_of(collection),
       collection.sensitive, collection.discoverable, collection.updated_at});
}

Task<Result<>> remove(db::Session& session, CollectionId id) {
  CO_TRY_OK(co_await session.execute("DELETE FROM collection_items WHERE collection_id = $1", {id}));
  co_return co_await session.execute("DELETE FROM collections WHERE id = $1", {id});
}

Task<Result<std::optional<Collection>>> find(db::Session& session, CollectionId id) {
  CO_TRY(auto const rows,
         co_await session.query("SELECT " COLLECTION_COLUMNS FROM_COLLECTIONS "WHERE c.id = $1", {id}));
  auto found = read_collections(rows);
  co_return found.empty() ? std::nullopt : std::optional{std::move(found.front())};
}

Task<Result<std::int64_t>> count(db::Session& session, AccountId owner) {
  CO_TRY(auto const rows,
         co_await session.query("SELECT COUNT(*) FROM collections WHERE account_id = $1", {owner}));
  co_return rows[0].integer(0);
}

Task<Result<std::vector<Collection>>> of_owner(db::Session& session, AccountId owner, int limit, int offset) {
  CO_TRY(auto const rows,
         co_await session.query("SELECT " COLLECTION_COLUMNS FROM_COLLECTIONS
                                "WHERE c.account_id = $1 ORDER BY c.id DESC LIMIT $2 OFFSET $3",
                                {owner, limit, offset}));
  co_return read_collections(rows);
}

Task<Result<std::vector<Collection>>> with_account(db::Session& session, AccountId account, AccountId viewer,
                                                   int limit, int offset) {
  CO_TRY(auto const rows,
         co_await session.query(
             "SELECT " COLLECTION_COLUMNS
             " FROM collection_items i JOIN collections c ON c.id = i.collection_id "
             "LEFT JOIN tags t ON t.id = c.tag_id WHERE i.account_id = $1 AND i.state = $2 "
             "AND (c.discoverable = 1 OR i.account_id = $3 OR c.account_id = $3) "
             "AND NOT EXISTS (SELECT 1 FROM blocks b WHERE b.account_id = c.account_id AND b.target_id = $3) "
             "AND NOT EXISTS (SELECT 1 FROM blocks b WHERE b.account_id = $3 AND b.target_id = c.account_id) "
             "ORDER BY i.id DESC LIMIT $4 OFFSET $5",
             {account, CollectionItemState::accepted, viewer, limit, offset}));
  co_return read_collections(rows);
}

Task<Result<bool>> insert_item(db::Session& session, CollectionItem const& item) {
  co_return co_await session.changes(
      "INSERT INTO collection_items (id, collection_id, account_id, state, created_at) "
      "VALUES ($1, $2, $3, $4, $5) ON CONFLICT (collection_id, account_id) DO NOTHING",
      {item.id, item.collection, item.account, item.state, item.created_at});
}

Task<Result<std::optional<CollectionItem>>> find_item(db::Session& session, CollectionId collection,
                                                      RelationId id) {
  CO_TRY(auto const rows,
         co_await session.query("SELECT " ITEM_COLUMNS
                                " FROM collection_items i WHERE i.collection_id = $1 AND i.id = $2",
                                {collection, id}));
  auto found = read_items(rows);
  co_return found.empty() ? std::nullopt : std::optional{found.front()};
}

Task<Result<>> remove_item(db::Session& session, CollectionId collection, RelationId id) {
  return session.execute("DELETE FROM collection_items WHERE collection_id = $1 AND id = $2",
                         {collection, id});
}

Task<Result<>> set_state(db::Session& session, CollectionId collection, RelationId id,
                         CollectionItemState state) {
  return session.execute("UPDATE collection_items SET state = $3 WHERE collection_id = $1 AND id = $2",
                         {collection, id, state});
}

Task<Result<std::vector<CollectionItem>>> items_of(db::Session& session,
                                                   std::vector<CollectionId> const& ids) {
  if (ids.empty()) {
    co_return std::vector<CollectionItem>{};
  }
  CO_TRY(auto const rows,
         co_await session.query("SELECT " ITEM_COLUMNS " FROM collection_items i "
                                "WHERE i.collection_id {any $1} AND i.state = $2 ORDER BY i.id",
                                {ids, CollectionItemState::accepted}));
  co_return read_items(rows);
}

Task<Result<std::int64_t>> count_items(db::Session& session, CollectionId collection) {
  CO_TRY(auto const rows, co_await session.query(
                              "SELECT COUNT(*) FROM collection_items WHERE collection_id = $1 AND state = $2",
                              {collection, CollectionItemState::accepted}));
  co_return rows[0].integer(0);
}

Task<Result<>> remove_from_all(db::Session& session, AccountId owner, AccountId account) {
  return session.execute(
      "DELETE FROM collection_items WHERE account_id = $2 AND state <> $3 AND collection_id IN "
      "(SELECT c.id FROM collections c WHERE c.account_id = $1)",
      {owner, account, CollectionItemState::revoked});
}

}  // namespace auklet::store::collections
