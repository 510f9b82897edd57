// SPDX-License-Identifier: Apache-2.0
//
// How long a job that failed waits for its next attempt.
#pragma once

#include <chrono>
#include <cstdint>

namespace auklet::jobs {

struct Patience {
  std::chrono::milliseconds first{
      10'000};  // after the first attempt, on average; then twice as long each time
  std::chrono::milliseconds longest{6 * 3600'000};  // on average
};

// `attempt` is 1 after the first. Spread evenly from half to one and a half times the average, so that what failed
// together does not come back together. `random` is any 64 bits.
std::chrono::milliseconds back_off(Patience const& patience, int attempt, std::uint64_t random);

}  // namespace auklet::jobs
