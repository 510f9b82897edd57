// SPDX-License-Identifier: Apache-2.0
//
// The only place where a coroutine is started without awaiting it: the group counts what runs and can wait
// for all.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <chrono>
#include <cstddef>
#include <memory>

#include "async/task.h"

namespace auklet::async {

class TaskGroup {
 public:
  TaskGroup();
  ~TaskGroup();  // CHECKs that nothing runs any more
  TaskGroup(TaskGroup const&) = delete;
  TaskGroup& operator=(TaskGroup const&) = delete;

  // An exception that escapes the task is logged and swallowed: it must not take the server down.
  void spawn(boost::asio::any_io_executor executor, Task<> task);

  std::size_t running() const;
  // Blocks the calling thread (never one of the loops) until nothing runs or the time is up. True when
  // nothing runs.
  bool wait(std::chrono::milliseconds timeout);

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace auklet::async
