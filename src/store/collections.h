// SPDX-License-Identifier: Apache-2.0
//
// The tables `collections` and `collection_items`. Whoever adds an item has locked the owner's account.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "async/task.h"
#include "base/result.h"
#include "db/database.h"
#include "domain/collection.h"
#include "domain/ids.h"

namespace auklet::store::collections {

// Of its tag only the id is written.
Task<Result<>> insert(db::Session& session, Collection const& collection);
Task<Result<>> update(db::Session& session, Collection const& collection);
// With its items.
Task<Result<>> remove(db::Session& session, CollectionId id);
Task<Result<std::optional<Collection>>> find(db::Session& session, CollectionId id);
Task<Result<std::int64_t>> count(db::Session& session, AccountId owner);

// The newest first.
Task<Result<std::vector<Collection>>> of_owner(db::Session& session, AccountId owner, int limit, int offset);
// Those in which the account is, the latest first. With a viewer who is somebody else only those that may be shown to who does
// not look for them, and the viewer's own.
Task<Result<std::vector<Collection>>> with_account(db::Session& session, AccountId account, AccountId viewer,
                                                   int limit, int offset);

// False when the account is in it already, or was and did not want to be.
Task<Result<bool>> insert_item(db::Session& session, CollectionItem const& item);
Task<Result<std::optional<CollectionItem>>> find_item(db::Session& session, CollectionId collection,
                                                      RelationId id);
Task<Result<>> remove_item(db::Session& session, CollectionId collection, RelationId id);
Task<Result<>> set_state(db::Session& session, CollectionId collection, RelationId id,
                         CollectionItemState state);
// Those that are accepted, the oldest of each collection first.
Task<Result<std::vector<CollectionItem>>> items_of(db::Session& session,
                                                   std::vector<CollectionId> const& ids);
Task<Result<std::int64_t>> count_items(db::Session& session, CollectionId collection);
// From all collections of the owner.
Task<Result<>> remove_from_all(db::Session& session, AccountId owner, AccountId account);

}  // namespace auklet::store::collections
