// SPDX-License-Identifier: Apache-2.0
//
// What everyone on the server is told.
#pragma once

#include <vector>

#include "api/call.h"

namespace auklet::api {

std::vector<Route> announcement_routes();

}  // namespace auklet::api
