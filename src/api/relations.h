// SPDX-License-Identifier: Apache-2.0
//
// Following, blocking, muting, remarks about others, and requests to follow.
#pragma once

#include <vector>

#include "api/call.h"

namespace auklet::api {

std::vector<Route> relation_routes();

}  // namespace auklet::api
