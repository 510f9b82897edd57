// SPDX-License-Identifier: Apache-2.0
//
// The commands of auklet-bench that need no server: the engine alone (`stage`, `memory`), raw SQLite (`rows`), and the
// tokens of a prepared population for other tools (`tokens`).
#pragma once

#include <CLI/CLI.hpp>
#include <memory>
#include <optional>

namespace auklet::bench {

class EngineCommands {
 public:
  // Adds the commands to the program's.
  explicit EngineCommands(CLI::App& app);
  ~EngineCommands();
  EngineCommands(EngineCommands const&) = delete;
  EngineCommands& operator=(EngineCommands const&) = delete;

  // Runs the one that was given; the exit code. Nothing when it was none of these. Call it after parsing.
  std::optional<int> run();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace auklet::bench
