// SPDX-License-Identifier: Apache-2.0
//
// The commands of auklet-bench that work on a prepared population: `prepare` and the workloads.
#pragma once

#include <CLI/CLI.hpp>
#include <memory>

namespace auklet::bench {

class LoadCommands {
 public:
  // Adds the commands to the program's.
  explicit LoadCommands(CLI::App& app);
  ~LoadCommands();
  LoadCommands(LoadCommands const&) = delete;
  LoadCommands& operator=(LoadCommands const&) = delete;

  // Runs the one that was given; the exit code. Call it after parsing, when none of the others was given.
  int run();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace auklet::bench
