// SPDX-License-Identifier: Apache-2.0
//
// Asking the moderators to look at someone.
#pragma once

#include <vector>

#include "api/call.h"

namespace auklet::api {

std::vector<Route> report_routes();

}  // namespace auklet::api
