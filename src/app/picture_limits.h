// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

#include "app/config.h"
#include "media/picture_process.h"

namespace auklet::app {

inline media::ProcessLimits picture_limits(Config const& config) {
  return {.processes_max = static_cast<std::size_t>(config.media_processes),
          .memory_bytes_max = static_cast<std::uint64_t>(config.media_process_memory_bytes),
          .timeout = std::chrono::milliseconds{config.media_process_timeout_ms}};
}

}  // namespace auklet::app
