// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "api/call.h"

namespace auklet::api {

// The pages on which people sign up, log in and log out.
std::vector<Route> auth_page_routes();

}  // namespace auklet::api
