// SPDX-License-Identifier: Apache-2.0
//
// Direct posts, gathered by who takes part.
#pragma once

#include <vector>

#include "api/call.h"

namespace auklet::api {

std::vector<Route> conversation_routes();

}  // namespace auklet::api
