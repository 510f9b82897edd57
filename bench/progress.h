// SPDX-License-Identifier: Apache-2.0
//
// How far a phase has come, on standard error: one live line on a terminal, a line now and then elsewhere.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace auklet::bench {

class Progress {
 public:
  using Clock = std::chrono::steady_clock;

  Progress(std::string label, std::size_t total);

  // Draws when it is time to. `done` of the total are through, with so many errors until now.
  void show(std::size_t done, std::uint64_t errors);
  // What goes on now that takes its time and cannot be counted: a line of its own.
  void note(std::string_view what);
  // The last line, with the whole time and the rate. Returns the seconds taken.
  double finish(std::size_t done, std::uint64_t errors);

 private:
  std::string line(std::size_t done, std::uint64_t errors, double seconds) const;
  double seconds() const { return std::chrono::duration<double>(Clock::now() - begin_).count(); }

  std::string label_;
  std::size_t total_;
  bool terminal_;
  Clock::time_point begin_ = Clock::now();
  Clock::time_point next_ = begin_;
};

}  // namespace auklet::bench
