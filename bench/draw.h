// SPDX-License-Identifier: Apache-2.0
//
// Seeded drawing that gives the same numbers with every standard library (the distributions of <random> do
// not).
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <random>
#include <span>
#include <vector>

#include "base/check.h"

namespace auklet::bench {

class Draw {
 public:
  explicit Draw(std::uint64_t seed) : engine_(seed) {}

  // Uniform in [0, limit). The bias of the remainder is below 2^-32 for the sizes used here.
  std::uint64_t below(std::uint64_t limit) {
    CHECK(limit > 0);
    return engine_() % limit;
  }
  // Uniform in [0, 1).
  double fraction() { return static_cast<double>(engine_() >> 11) * 0x1.0p-53; }
  bool chance(double probability) { return fraction() < probability; }

 private:
  std::mt19937_64 engine_;  // its sequence is fixed by the standard
};

// Draws indexes in proportion to weights.
class WeightedDraw {
 public:
  explicit WeightedDraw(std::span<double const> weights) {
    double sum = 0;
    for (auto const weight : weights) {
      sums_.push_back(sum += weight);
    }
    CHECK(sum > 0);
  }

  std::size_t pick(Draw& draw) const {
    auto const at = std::ranges::upper_bound(sums_, draw.fraction() * sums_.back());
    return std::min<std::size_t>(static_cast<std::size_t>(at - sums_.begin()), sums_.size() - 1);
  }

 private:
  std::vector<double> sums_;
};

}  // namespace auklet::bench
