// SPDX-License-Identifier: Apache-2.0
//
// Finding people, hashtags and posts.
#pragma once

#include <vector>

#include "api/call.h"

namespace auklet::api {

std::vector<Route> search_routes();

}  // namespace auklet::api
