// SPDX-License-Identifier: Apache-2.0
//
// How one account stands to others, gathered from all the tables of relations.
#pragma once

#include <vector>

#include "async/task.h"
#include "base/result.h"
#include "db/database.h"
#include "domain/account.h"

namespace auklet::store::relationships {

// One Relationship for each target, in the order given.
Task<Result<std::vector<Relationship>>> find_all(db::Session& session, AccountId source,
                                                 std::vector<AccountId> targets, UnixMillis now);

}  // namespace auklet::store::relationships
