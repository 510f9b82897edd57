// SPDX-License-Identifier: Apache-2.0
//
// What was done, how long it took and what went wrong: the figures of a run. Written by one thread.
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "bench/histogram.h"

namespace auklet::bench {

enum class Op : std::uint8_t {
  sign_up,
  verify_credentials,
  follow,
  post,
  reply,
  boost,
  unboost,
  favourite,
  delete_post,
  unfollow,
  block,
  unblock,
  mute,
  unmute,
  read_home,
  check_home,
};
inline constexpr std::size_t op_count = static_cast<std::size_t>(Op::check_home) + 1;

std::string_view to_text(Op op);

class Statistics {
 public:
  void add(Op op, Histogram::Duration taken) { histograms_[static_cast<std::size_t>(op)].add(taken); }
  // Counts the error and keeps the first few to show. Thread-safe to count, not to read meanwhile.
  void add_error(std::string message);

  Histogram const& of(Op op) const { return histograms_[static_cast<std::size_t>(op)]; }
  std::uint64_t errors() const { return errors_; }
  std::vector<std::string> const& first_errors() const { return first_errors_; }

 private:
  std::array<Histogram, op_count> histograms_;
  std::atomic<std::uint64_t> errors_ = 0;  // read by the progress bar
  std::vector<std::string> first_errors_;
};

}  // namespace auklet::bench
