// SPDX-License-Identifier: Apache-2.0
#include "bench/progress.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>

namespace auklet::bench {

namespace {

constexpr std::size_t bar_width = 24;
constexpr std::chrono::milliseconds terminal_interval{200};
constexpr std::chrono::seconds plain_interval{10};

}  // namespace

Progress::Progress(std::string label, std::size_t total)
    : label_(std::move(label)), total_(total), terminal_(isatty(STDERR_FILENO) == 1) {}

void Progress::show(std::size_t done, std::uint64_t errors) {
  auto const now = Clock::now();
  if (now < next_) {
    return;
  }
  if (terminal_) {
    next_ = now + terminal_interval;
    fmt::print(stderr, "\r\x1b[K{}", line(done, errors, seconds()));
    std::fflush(stderr);
  } else {
    if (next_ != begin_) {
      fmt::print(stderr, "{}\n", line(done, errors, seconds()));
    }
    next_ = now + plain_interval;
  }
}

void Progress::note(std::string_view what) {
  fmt::print(stderr, "{}{:<12} {} ({:.0f} s)\n", terminal_ ? "\r\x1b[K" : "", label_, what, seconds());
}

double Progress::finish(std::size_t done, std::uint64_t errors) {
  auto const taken = seconds();
  fmt::print(stderr, "{}{}\n", terminal_ ? "\r\x1b[K" : "", line(done, errors, taken));
  return taken;
}

std::string Progress::line(std::size_t done, std::uint64_t errors, double seconds) const {
  auto const part = total_ == 0 ? 1.0 : static_cast<double>(done) / static_cast<double>(total_);
  auto const filled = std::min(bar_width, static_cast<std::size_t>(part * bar_width));
  auto const rate = seconds > 0 ? static_cast<double>(done) / seconds : 0;
  auto text = fmt::format("{:<12} [{}{}] {:>6}/{} {:>8.1f}/s", label_, std::string(filled, '#'),
                          std::string(bar_width - filled, '.'), done, total_, rate);
  if (done < total_ && rate > 0) {
    text += fmt::format("  {:.0f} s to go", static_cast<double>(total_ - done) / rate);
  } else {
    text += fmt::format("  {:.1f} s", seconds);
  }
  if (errors > 0) {
    text += fmt::format("  {} errors", errors);
  }
  return text;
}

}  // namespace auklet::bench
