// SPDX-License-Identifier: Apache-2.0
//
// auklet-bench memory: what a resident timeline and a resident follow cost, as the engine counts them and as the
// system sees the process, and whether the engine keeps its budget while timelines come and go.
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/result.h"
#include "bench/follow_graph.h"
#include "bench/result.h"

namespace auklet::bench {

struct MemoryOptions {
  FollowGraphShape shape;
  std::uint32_t entries_max = 800;
  // At most so many take part in the churn: half of them take what the server's usual budget is.
  std::uint32_t churn_users = 60'000;
  double churn_part = 0.5;  // the budget is this part of what all of them need
  double churn_turns = 2;   // how often each is rebuilt, on average
};

// Resident memory of this process, in bytes.
std::size_t process_bytes();

// Figures of the workload `memory`. Takes as much memory as the timelines need, and four bytes more a follow.
Result<WorkloadResult> measure_memory(MemoryOptions const& options);

}  // namespace auklet::bench
