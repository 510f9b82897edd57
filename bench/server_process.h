// SPDX-License-Identifier: Apache-2.0
//
// A server of our own: started on a free loopback port with an empty data folder, watched through /proc,
// stopped and cleaned away.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>

#include "base/result.h"

namespace auklet::bench {

class ServerProcess {
 public:
  // ErrorKind::unavailable when it cannot be started.
  static Result<ServerProcess> start(std::string const& binary);
  // Kills it when it still runs and removes the data folder.
  ~ServerProcess();
  ServerProcess(ServerProcess&& other) noexcept;
  ServerProcess& operator=(ServerProcess&&) = delete;

  // Waits for the first 200 of GET /api/v2/instance; returns the time since just before the start.
  // ErrorKind::unavailable with the end of its log when it ends before, ErrorKind::timeout.
  Result<std::chrono::microseconds> first_answer(std::chrono::seconds timeout);
  // Its resident memory now.
  Result<std::size_t> resident_bytes() const;
  // SIGTERM; waits for exit code 0.
  Result<> stop(std::chrono::seconds timeout);

 private:
  ServerProcess() = default;
  bool has_ended();
  std::string log_tail() const;

  std::filesystem::path folder_;
  std::uint16_t port_ = 0;
  pid_t pid_ = 0;  // 0 when it has ended
  int exit_status_ = 0;
  std::chrono::steady_clock::time_point begin_;
};

}  // namespace auklet::bench
