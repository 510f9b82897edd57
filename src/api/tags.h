// SPDX-License-Identifier: Apache-2.0
//
// One hashtag by its name, and following hashtags.
#pragma once

#include <boost/json/object.hpp>
#include <vector>

#include "api/call.h"
#include "view/renderer.h"

namespace auklet::service {
class UseHistory;
struct TagDetails;
}  // namespace auklet::service

namespace auklet::api {

std::vector<view::Renderer::UseDay> history_of(service::UseHistory const& history);
boost::json::object render_tag(Call const& call, service::TagDetails const& details);

std::vector<Route> tag_routes();

}  // namespace auklet::api
