// SPDX-License-Identifier: Apache-2.0
//
// Finding people, hashtags and posts.
#pragma once

#include <boost/json/object.hpp>
#include <vector>

#include "api/call.h"

namespace auklet::service {
struct TagDetails;
}

namespace auklet::api {

std::vector<Route> search_routes();

// A hashtag with its use, as whoever calls sees it.
boost::json::object tag_json(Call const& call, service::TagDetails const& details);

}  // namespace auklet::api
