// SPDX-License-Identifier: Apache-2.0
//
// One line an event on standard error. Never log a secret: no token, password, code, cookie or post text.
#pragma once

#include <spdlog/spdlog.h>

namespace auklet::log {

using spdlog::debug;
using spdlog::error;
using spdlog::info;
using spdlog::warn;

}  // namespace auklet::log
