// SPDX-License-Identifier: Apache-2.0
//
// Looking people up: by id, by name, their followers, their posts.
#pragma once

#include <vector>

#include "api/call.h"

namespace auklet::api {

std::vector<Route> account_routes();

}  // namespace auklet::api
