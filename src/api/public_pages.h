// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "api/call.h"

namespace auklet::api {

// People, posts and hashtags as a browser that has not logged in sees them.
std::vector<Route> public_page_routes();

}  // namespace auklet::api
