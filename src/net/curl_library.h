// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace auklet::net {

// Before anything else of libcurl; again does nothing.
void start_curl();

}  // namespace auklet::net
