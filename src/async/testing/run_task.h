// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <thread>
#include <utility>

#include "async/task.h"

namespace auklet::async::testing {

// Runs a coroutine to its end on a loop of its own; for tests that need no runtime.
template <class T>
T run_task(Task<T> task) {
  boost::asio::io_context context;
  auto future = boost::asio::co_spawn(context, std::move(task), boost::asio::use_future);
  auto const work = boost::asio::make_work_guard(context);
  std::thread loop([&context] { context.run(); });
  auto value = future.get();
  context.stop();
  loop.join();
  return value;
}

}  // namespace auklet::async::testing
