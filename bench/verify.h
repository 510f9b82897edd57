// SPDX-License-Identifier: Apache-2.0
//
// auklet-bench verify: whether the homes of a server on prepared data, to which nobody has posted yet, hold what they
// must.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "bench/load_stage.h"

namespace auklet::bench {

// The ids of the newest `limit` posts by a person and those they follow, newest first.
std::vector<std::int64_t> expected_home(Population const& people, std::uint32_t reader, std::size_t limit);

// Reads the homes of the residents; figures `homes`, `entries` and `errors`, a wrong home being an error.
Result<WorkloadResult> run_verify(LoadStage const& stage);

}  // namespace auklet::bench
