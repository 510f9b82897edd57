// SPDX-License-Identifier: Apache-2.0
#include "jobs/back_off.h"

#include <algorithm>

namespace auklet::jobs {

std::chrono::milliseconds back_off(Patience const& patience, int attempt, std::uint64_t random) {
  auto average = patience.first.count();
  for (int i = 1; i < attempt && average < patience.longest.count(); ++i) {
    average *= 2;
  }
  average = std::min<std::int64_t>(average, patience.longest.count());
  auto const spread = static_cast<std::int64_t>(random % static_cast<std::uint64_t>(average + 1));
  return std::chrono::milliseconds{average / 2 + spread};
}

}  // namespace auklet::jobs
