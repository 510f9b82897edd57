// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "api/call.h"

namespace auklet::api {

// The web client: its files, and the addresses of its own pages, which all are the same document.
std::vector<Route> client_page_routes();

}  // namespace auklet::api
