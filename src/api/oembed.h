// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "api/call.h"

namespace auklet::api {

// https://docs.joinmastodon.org/methods/oembed/
std::vector<Route> oembed_routes();

}  // namespace auklet::api
