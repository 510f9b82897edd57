// SPDX-License-Identifier: Apache-2.0
//
// Where one is logged in, and changing one's password: an extension of this server, below /api/v1/auklet.
#pragma once

#include <vector>

#include "api/call.h"

namespace auklet::api {

std::vector<Route> session_routes();

}  // namespace auklet::api
