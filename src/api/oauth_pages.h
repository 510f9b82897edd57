// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "api/call.h"

namespace auklet::api {

// The pages on which a person lets an app in. https://docs.joinmastodon.org/methods/oauth/#authorize
std::vector<Route> oauth_page_routes();

}  // namespace auklet::api
