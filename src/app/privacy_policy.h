// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "base/result.h"
#include "service/instance_service.h"

namespace auklet::app {

// What the file says, as of its last change; without a path, what is true of every Auklet server. Errors: invalid for a
// file over 256 KiB or not UTF-8, unavailable when it cannot be read.
Result<service::PrivacyPolicy> read_privacy_policy(std::string const& path);

}  // namespace auklet::app
