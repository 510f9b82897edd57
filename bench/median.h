// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

namespace auklet::bench {

// The value in the middle, of an even number of them the mean of the two in the middle; 0 when there are none.
inline double median_of(std::vector<double> values) {
  if (values.empty()) {
    return 0;
  }
  auto const middle = values.size() / 2;
  std::ranges::sort(values);
  return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

}  // namespace auklet::bench
