// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "api/call.h"

namespace auklet::api {

// This server's own: archives of whole accounts (docs/moving.md).
std::vector<Route> archive_routes();

}  // namespace auklet::api
