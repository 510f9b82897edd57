// SPDX-License-Identifier: Apache-2.0
//
// What is popular now.
#pragma once

#include <vector>

#include "api/call.h"

namespace auklet::api {

std::vector<Route> trend_routes();

}  // namespace auklet::api
