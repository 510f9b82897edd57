// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <utility>

#include "async/task.h"

namespace auklet::async::testing {

// Runs a coroutine, and whatever it leaves on its loop, to the end on the calling thread; for tests that need no runtime.
template <class T>
T run_task(Task<T> task) {
  // The loop outlives every call: a thread of a BlockingPool that has handed its value over may still be about to wake
  // the loop when the task has already ended.
  static thread_local boost::asio::io_context loop;
  loop.restart();
  auto value = boost::asio::co_spawn(loop, std::move(task), boost::asio::use_future);
  loop.run();
  return value.get();
}

}  // namespace auklet::async::testing
