// SPDX-License-Identifier: Apache-2.0
//
// The tables `lists` and `list_members`. Whoever adds a member or ends a follow has locked the owner's account, so that
// a member is always someone whom the owner follows.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "async/task.h"
#include "base/result.h"
#include "db/database.h"
#include "domain/ids.h"
#include "domain/list.h"
#include "domain/page.h"
#include "store/paged.h"

namespace auklet::store::lists {

Task<Result<>> insert(db::Session& session, List const& list);
Task<Result<std::optional<List>>> find(db::Session& session, ListId id);
// Oldest first.
Task<Result<std::vector<List>>> of_owner(db::Session& session, AccountId owner);
// Those of the owner in which the account is, oldest first.
Task<Result<std::vector<List>>> with_member(db::Session& session, AccountId owner, AccountId member);
Task<Result<std::int64_t>> count(db::Session& session, AccountId owner);
Task<Result<>> update(db::Session& session, List const& list);
// With its members.
Task<Result<>> remove(db::Session& session, ListId id);

// False when it is one already. `id` is the cursor of the page.
Task<Result<bool>> add_member(db::Session& session, ListId list, AccountId member, RelationId id);
Task<Result<>> remove_members(db::Session& session, ListId list, std::vector<AccountId> const& members);
// From all lists of the owner.
Task<Result<>> remove_from_all(db::Session& session, AccountId owner, AccountId member);
// The newest member first.
Task<Result<std::vector<ListedAccount>>> members(db::Session& session, ListId list, PageRequest page);
Task<Result<std::vector<AccountId>>> all_members(db::Session& session, ListId list);
// Of all exclusive lists of the owner; one may come twice.
Task<Result<std::vector<AccountId>>> exclusive_members(db::Session& session, AccountId owner);

}  // namespace auklet::store::lists
