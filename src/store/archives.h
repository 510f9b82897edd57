// SPDX-License-Identifier: Apache-2.0
//
// The table of archives that people have asked for.
#pragma once

#include <optional>
#include <vector>

#include "async/task.h"
#include "base/result.h"
#include "db/database.h"
#include "domain/archive.h"

namespace auklet::store::archives {

Task<Result<>> insert(db::Session& session, Archive const& archive);
Task<Result<std::optional<Archive>>> find(db::Session& session, ArchiveId id);
// The newest first.
Task<Result<std::vector<Archive>>> of_account(db::Session& session, AccountId account, int limit);
// Writes state, bytes and expiry.
Task<Result<>> end(db::Session& session, Archive const& archive);
// Those whose time is over, the oldest first.
Task<Result<std::vector<Archive>>> expired(db::Session& session, UnixMillis now, int limit);
Task<Result<>> remove(db::Session& session, ArchiveId id);

}  // namespace auklet::store::archives
