// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/json/object.hpp>
#include <optional>
#include <vector>

#include "api/call.h"
#include "base/clock.h"

namespace auklet::service {
struct ScheduledPost;
}

namespace auklet::view {
class Renderer;
}

namespace auklet::api {

// When the call wants a post to appear; nothing when that is now. Errors: invalid.
Result<std::optional<UnixMillis>> read_scheduled_at(Call const& call);
// https://docs.joinmastodon.org/entities/ScheduledStatus/
boost::json::object render(view::Renderer const& view, service::ScheduledPost const& post);

std::vector<Route> scheduled_routes();

}  // namespace auklet::api
