// SPDX-License-Identifier: Apache-2.0
//
// The tables `reports` and `report_posts`: what moderators are asked to look at.
#pragma once

#include <optional>

#include "async/task.h"
#include "base/result.h"
#include "db/database.h"
#include "domain/report.h"

namespace auklet::store::reports {

Task<Result<>> insert(db::Session& session, Report const& report);
// With its posts in the order of their ids, also those that were deleted since.
Task<Result<std::optional<Report>>> find(db::Session& session, ReportId id);

}  // namespace auklet::store::reports
