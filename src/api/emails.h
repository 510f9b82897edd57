// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "api/call.h"

namespace auklet::api {

std::vector<Route> email_routes();

}  // namespace auklet::api
