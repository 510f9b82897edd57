// SPDX-License-Identifier: Apache-2.0
//
// The threads of the server: one event loop a core for requests, and one more, of low priority, for work whose every
// step takes long: docs/decisions/0040-a-loop-in-the-background.md.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <cstddef>
#include <functional>
#include <memory>

namespace auklet::async {

// Fixed number of event loops, each an io_context run by exactly one thread.
class Runtime {
 public:
  // So many loops that serve requests; the background loop comes on top.
  explicit Runtime(std::size_t loops);
  ~Runtime();  // stops and joins
  Runtime(Runtime const&) = delete;
  Runtime& operator=(Runtime const&) = delete;

  // Loops that serve requests.
  std::size_t size() const { return background(); }
  // The index of the loop in the background. Its thread gets what the others leave of the cores, and hardly anything else:
  // a turn of the writer, say, for which others wait, must not be taken there.
  std::size_t background() const { return loops_ - 1; }
  // Of all loops: how many there are of what each loop has for itself.
  std::size_t loops() const { return loops_; }
  boost::asio::any_io_executor executor(std::size_t loop) const;
  // The index of the loop whose thread calls; the thread of none gets 0.
  static std::size_t current_loop();

  void start();  // starts the threads; call once
  void stop();   // abandons what is left, returns when the threads have ended; idempotent

 private:
  struct Impl;
  std::size_t const loops_;
  std::unique_ptr<Impl> impl_;
};

}  // namespace auklet::async
