// SPDX-License-Identifier: Apache-2.0
//
// Finding people: suggestions and the directory.
#pragma once

#include <vector>

#include "api/call.h"

namespace auklet::api {

std::vector<Route> suggestion_routes();

}  // namespace auklet::api
