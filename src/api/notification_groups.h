// SPDX-License-Identifier: Apache-2.0
//
// What happened to the caller, in groups.
#pragma once

#include <vector>

#include "api/call.h"

namespace auklet::api {

std::vector<Route> notification_group_routes();

}  // namespace auklet::api
