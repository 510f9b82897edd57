// SPDX-License-Identifier: Apache-2.0
//
// The threads of the server: one event loop a core, and a bounded pool for work that would block a loop.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <cstddef>
#include <functional>
#include <memory>

namespace auklet::async {

// Fixed number of event loops, each an io_context run by exactly one thread.
class Runtime {
 public:
  explicit Runtime(std::size_t loops);
  ~Runtime();  // stops and joins
  Runtime(Runtime const&) = delete;
  Runtime& operator=(Runtime const&) = delete;

  std::size_t size() const;
  boost::asio::any_io_executor executor(std::size_t loop) const;
  // The index of the loop whose thread calls; the thread of none gets 0.
  static std::size_t current_loop();

  void start();  // starts the threads; call once
  void stop();   // abandons what is left, returns when the threads have ended; idempotent

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace auklet::async
