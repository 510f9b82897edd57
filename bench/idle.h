// SPDX-License-Identifier: Apache-2.0
//
// What an idle server costs: the time from its start to the first answer, and its resident memory, on an
// empty database.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"

namespace auklet::bench {

struct IdleSample {
  double start_ms = 0;
  double resident_mb = 0;  // 10^6 bytes, a second after the first answer
};

// Starts and stops the server once.
Result<IdleSample> measure_idle(std::string const& binary);

// Of each figure on its own; `samples` is not empty.
IdleSample median(std::vector<IdleSample> const& samples);

}  // namespace auklet::bench
