// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "async/task.h"
#include "base/result.h"
#include "db/database.h"
#include "domain/account.h"
#include "domain/ids.h"

namespace auklet::service {

// The accounts in the order of the ids; those that are gone or suspended are left out.
Task<Result<std::vector<Account>>> load_accounts(db::Session& session, std::vector<AccountId> ids);

}  // namespace auklet::service
