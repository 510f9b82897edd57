// SPDX-License-Identifier: Apache-2.0
//
// One hashtag by its name, and following hashtags.
#pragma once

#include <boost/json/object.hpp>
#include <vector>

#include "api/call.h"

namespace auklet::service {
struct TagDetails;
}

namespace auklet::api {

boost::json::object render_tag(Call const& call, service::TagDetails const& details);

std::vector<Route> tag_routes();

}  // namespace auklet::api
