// SPDX-License-Identifier: Apache-2.0
//
// Draws ranks 0, 1, 2, … of which rank r is drawn in proportion to 1/(r + 1)^s: the few that everyone wants. The sums
// of the first ranks are exact, those of the many behind them an integral, as in Gray et al., "Quickly generating
// billion-record synthetic databases" (SIGMOD 1994).
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "base/check.h"
#include "bench/draw.h"

namespace auklet::bench {

class ZipfDraw {
 public:
  // `skew` from above 0 to below 1; 0.99 is usual.
  ZipfDraw(std::uint64_t count, double skew) : count_(count), skew_(skew) {
    CHECK(count > 0 && skew > 0 && skew < 1);
    for (std::uint64_t rank = 1; rank <= count; ++rank) {
      sum_ += std::pow(static_cast<double>(rank), -skew);
    }
    auto const two = 1 + std::pow(0.5, skew);
    power_ = 1 / (1 - skew);
    eta_ = (1 - std::pow(2.0 / static_cast<double>(count), 1 - skew)) / (1 - two / sum_);
  }

  std::uint64_t pick(Draw& draw) const {
    auto const part = draw.fraction();
    auto const at = part * sum_;
    if (at < 1) {
      return 0;
    }
    if (at < 1 + std::pow(0.5, skew_)) {
      return std::min<std::uint64_t>(1, count_ - 1);
    }
    auto const rank = static_cast<double>(count_) * std::pow(eta_ * part - eta_ + 1, power_);
    return std::min(static_cast<std::uint64_t>(rank), count_ - 1);
  }

 private:
  std::uint64_t count_;
  double skew_;
  double sum_ = 0;
  double power_ = 0;
  double eta_ = 0;
};

}  // namespace auklet::bench
