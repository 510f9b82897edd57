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

  // Counts as something that runs until the last copy is gone: for work that is no coroutine.
  std::shared_ptr<void> hold();

  std::size_t running() const;
  // Blocks the calling thread (never one of the loops) until nothing runs or the time is up. True when
  // nothing runs.
  bool wait(std::chrono::milliseconds timeout);

 private:
  struct State;
  std::shared_ptr<State> state_;
};

// For who ends while tasks of the group may still be suspended, because the runtime was stopped under them: they die
// with the runtime. Their group must not go before them, so it waits for the end of the process.
void leave_behind(std::unique_ptr<TaskGroup> tasks);

}  // namespace auklet::async
