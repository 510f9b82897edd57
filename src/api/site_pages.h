// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "api/call.h"

namespace auklet::api {

// The front page, the style sheet and pictures that all pages load, and what robots and browsers ask every
// server for.
std::vector<Route> site_page_routes();

}  // namespace auklet::api
