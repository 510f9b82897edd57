// SPDX-License-Identifier: Apache-2.0
//
// Files that people attach to posts, and the files themselves.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "api/call.h"
#include "domain/media.h"
#include "service/media_service.h"

namespace auklet::api {

std::vector<Route> media_routes();

// The file of that field, as the disk has it. Nothing when none was sent.
std::optional<service::MediaUpload> find_upload(Call const& call, std::string_view name);
// `focus=0.5,-1`. Nothing when it was not sent. Errors: invalid.
Result<std::optional<Focus>> read_focus(net::ParamReader const& reader);

}  // namespace auklet::api
