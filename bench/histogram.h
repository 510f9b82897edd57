// SPDX-License-Identifier: Apache-2.0
//
// How long things took, in logarithmic buckets: constant memory, constant time, at most 1.6 % error.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <cstdint>

namespace auklet::bench {

class Histogram {
 public:
  using Duration = std::chrono::nanoseconds;

  void add(Duration taken) {
    auto const microseconds = static_cast<std::uint64_t>(
        std::max<std::int64_t>(0, std::chrono::ceil<std::chrono::microseconds>(taken).count()));
    ++counts_[bucket_of(microseconds)];
    ++count_;
    max_ = std::max(max_, microseconds);
  }

  std::uint64_t count() const { return count_; }
  std::chrono::microseconds max() const { return std::chrono::microseconds{max_}; }

  // The time within which the fraction `part` (0 to 1) of all stayed; 0 when there are none. Rounded up to
  // the bucket.
  std::chrono::microseconds quantile(double part) const {
    auto const wanted = static_cast<std::uint64_t>(std::ceil(part * static_cast<double>(count_)));
    std::uint64_t seen = 0;
    for (std::size_t bucket = 0; bucket < counts_.size() && count_ > 0; ++bucket) {
      seen += counts_[bucket];
      if (seen >= wanted && seen > 0) {
        return std::chrono::microseconds{std::min(last_of(bucket), max_)};
      }
    }
    return {};
  }

 private:
  // Each power of two is cut into 64 equal buckets.
  static constexpr int precision_bits = 6;
  static constexpr std::uint64_t steps = 1 << precision_bits;
  static constexpr std::uint64_t value_max = (std::uint64_t{1} << 36) - 1;  // 19 hours

  static std::size_t bucket_of(std::uint64_t value) {
    value = std::min(value, value_max);
    if (value < 2 * steps) {
      return value;
    }
    auto const shift = std::bit_width(value) - precision_bits - 1;
    return static_cast<std::size_t>(shift) * steps + (value >> shift);
  }
  static std::uint64_t last_of(std::size_t bucket) {
    if (bucket < 2 * steps) {
      return bucket;
    }
    auto const shift = bucket / steps - 1;
    return ((bucket - shift * steps + 1) << shift) - 1;
  }

  std::array<std::uint32_t, (36 - precision_bits + 1) * steps> counts_{};
  std::uint64_t count_ = 0;
  std::uint64_t max_ = 0;
};

}  // namespace auklet::bench
