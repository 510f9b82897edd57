// SPDX-License-Identifier: Apache-2.0
//
// The table `apps`.
#pragma once

#include <optional>
#include <string_view>

#include "async/task.h"
#include "base/result.h"
#include "db/database.h"
#include "domain/access.h"

namespace auklet::store::apps {

Task<Result<>> insert(db::Session& session, App const& app);
Task<Result<std::optional<App>>> find(db::Session& session, AppId id);
Task<Result<std::optional<App>>> find_by_client_id(db::Session& session, std::string_view client_id);

}  // namespace auklet::store::apps
