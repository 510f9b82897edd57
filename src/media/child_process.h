// SPDX-License-Identifier: Apache-2.0
//
// Programs that are run for a moment to work on what strangers sent: whatever becomes of them, this process goes on.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"

namespace auklet::media {

struct ChildTask {
  std::vector<std::string> arguments;  // the first is the path of the program
  std::string input;                   // for its standard input; at most 4096 bytes
  std::chrono::milliseconds timeout{0};
  std::size_t output_bytes_max =
      std::size_t{64} * 1024;  // of standard output; of standard error the first part is kept
};

struct ChildOutcome {
  enum class End { exited, killed, timed_out, stopped, said_too_much };
  End end = End::exited;
  int status = 0;  // of the exit, or the number of the signal
  std::string output;
  std::string errors;
  std::uint64_t memory_bytes_peak = 0;
  std::chrono::milliseconds took{0};

  bool succeeded() const { return end == End::exited && status == 0; }
};

// Runs it and waits for its end, on this thread; the child dies with the thread. It inherits no open file, no blocked
// signal, and of the environment only what tells where programs are and what tools of developers want. When `stopping`
// becomes true it is killed. Errors: unavailable when it cannot be started.
Result<ChildOutcome> run_child(ChildTask const& task, std::atomic<bool> const& stopping);

}  // namespace auklet::media
