// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace auklet::app {

// The web client that was built into this program (cmake/client.cmake); empty when it was built without.
std::string_view client_pack();

}  // namespace auklet::app
