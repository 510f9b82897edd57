// SPDX-License-Identifier: Apache-2.0
//
// The table `endorsements`: whom people recommend on their profiles. Whoever adds one or ends a follow has locked the
// account, so that it is always someone whom the account follows.
#pragma once

#include <vector>

#include "async/task.h"
#include "base/result.h"
#include "db/database.h"
#include "domain/ids.h"
#include "domain/page.h"
#include "store/paged.h"

namespace auklet::store::endorsements {

// An existing one stays as it is.
Task<Result<>> insert(db::Session& session, RelationId id, AccountId account, AccountId target);
Task<Result<>> remove(db::Session& session, AccountId account, AccountId target);
// The newest first.
Task<Result<std::vector<ListedAccount>>> list(db::Session& session, AccountId account, PageRequest page);

}  // namespace auklet::store::endorsements
