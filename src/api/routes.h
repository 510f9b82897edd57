// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "api/call.h"

namespace auklet::api {

// Every operation of the client API and every page: the lists of all groups, one group a file.
std::vector<Route> routes();

}  // namespace auklet::api
