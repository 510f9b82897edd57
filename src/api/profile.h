// SPDX-License-Identifier: Apache-2.0
//
// One's own account: profile and preferences.
#pragma once

#include <vector>

#include "api/call.h"

namespace auklet::api {

std::vector<Route> profile_routes();

}  // namespace auklet::api
