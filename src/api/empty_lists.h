// SPDX-License-Identifier: Apache-2.0
//
// Lists of things that nobody here can have yet. Apps ask for all of them when they start, and some stop at a 404; the
// truthful answer is that there are none. Each line goes when its feature comes.
#pragma once

#include <vector>

#include "api/call.h"

namespace auklet::api {

std::vector<Route> empty_list_routes();

}  // namespace auklet::api
