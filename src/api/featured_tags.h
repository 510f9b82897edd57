// SPDX-License-Identifier: Apache-2.0
//
// Hashtags that people show on their profiles.
#pragma once

#include <vector>

#include "api/call.h"

namespace auklet::api {

std::vector<Route> featured_tag_routes();

}  // namespace auklet::api
