// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/call.h"
#include "view/instance_view.h"

namespace auklet::api {

// The server as it describes itself to clients, peers and browsers.
Task<Result<view::InstanceView>> describe_instance(Services& services);

}  // namespace auklet::api
