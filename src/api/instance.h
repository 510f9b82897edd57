// SPDX-License-Identifier: Apache-2.0
//
// What the server says about itself to clients.
#pragma once

#include <vector>

#include "api/call.h"

namespace auklet::api {

std::vector<Route> instance_routes();

}  // namespace auklet::api
