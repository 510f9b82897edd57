// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "service/environment.h"

namespace auklet::api {

// The user name that a WebFinger resource asks for: acct:NAME@DOMAIN, the same without `acct:`, or the
// address of a profile (RFC 7033, 4.1; RFC 7565). Errors: malformed for what is neither, not_found for a
// resource of another server.
Result<std::string> read_webfinger_resource(service::Identity const& identity, std::string_view resource);

}  // namespace auklet::api
