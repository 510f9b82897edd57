// SPDX-License-Identifier: Apache-2.0
//
// Collections of people whom their owners recommend.
#pragma once

#include <vector>

#include "api/call.h"

namespace auklet::api {

std::vector<Route> collection_routes();

}  // namespace auklet::api
