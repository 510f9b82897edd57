// SPDX-License-Identifier: Apache-2.0
//
// What the server says about itself and its people to other servers: WebFinger, host-meta, NodeInfo.
#pragma once

#include <vector>

#include "api/call.h"

namespace auklet::api {

std::vector<Route> discovery_routes();

}  // namespace auklet::api
