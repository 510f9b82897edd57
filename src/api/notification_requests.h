// SPDX-License-Identifier: Apache-2.0
//
// From whom the caller wants to hear, and who waits to be heard.
#pragma once

#include <vector>

#include "api/call.h"

namespace auklet::api {

std::vector<Route> notification_request_routes();

}  // namespace auklet::api
