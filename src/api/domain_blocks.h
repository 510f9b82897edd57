// SPDX-License-Identifier: Apache-2.0
//
// Other servers of which a person wants to see nothing.
#pragma once

#include <vector>

#include "api/call.h"

namespace auklet::api {

std::vector<Route> domain_block_routes();

}  // namespace auklet::api
