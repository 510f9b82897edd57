// SPDX-License-Identifier: Apache-2.0
//
// auklet-bench stage: the fan-out alone, on one core, in deliveries per second, next to the same shape of work done
// by Redis (pipelined LPUSHX and LTRIM) in the same minutes.
#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"
#include "bench/follow_graph.h"
#include "bench/result.h"

namespace auklet::bench {

struct StageOptions {
  FollowGraphShape shape;
  std::uint32_t entries_max = 800;
  unsigned rounds = 5;       // of ours and Redis, in turns
  double round_seconds = 4;  // each
  std::string redis_socket;  // empty: ours alone
  std::uint32_t redis_users =
      100'000;  // Redis holds at most so many of the same kind: its lists must fit beside ours
};

// Figures of the workload `fanout`, all of them with names that begin with `stage_`. ErrorKind::unavailable when
// Redis cannot be used.
Result<WorkloadResult> measure_stage(StageOptions const& options);

}  // namespace auklet::bench
