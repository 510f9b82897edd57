// SPDX-License-Identifier: Apache-2.0
//
// What happened to the caller, and how far they have read.
#pragma once

#include <vector>

#include "api/call.h"

namespace auklet::api {

std::vector<Route> notification_routes();

}  // namespace auklet::api
