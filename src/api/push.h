// SPDX-License-Identifier: Apache-2.0
//
// Where the caller's app wants to be reached while it does not run.
#pragma once

#include <vector>

#include "api/call.h"

namespace auklet::api {

std::vector<Route> push_routes();

}  // namespace auklet::api
