// SPDX-License-Identifier: Apache-2.0
//
// What people take along, as files: an extension of this server, below /api/v1/auklet.
#pragma once

#include <vector>

#include "api/call.h"

namespace auklet::api {

std::vector<Route> portable_routes();

}  // namespace auklet::api
