// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <utility>

#include "async/task.h"

namespace auklet::async {

// Runs the task on another loop, and gives its value on the caller's own.
template <class T>
Task<T> run_on(boost::asio::any_io_executor loop, Task<T> task) {
  co_return co_await boost::asio::co_spawn(std::move(loop), std::move(task), boost::asio::use_awaitable);
}

// Goes on when the loop has done what else is ready to run.
inline Task<> let_others_go() {
  co_await boost::asio::post(co_await boost::asio::this_coro::executor, boost::asio::use_awaitable);
}

}  // namespace auklet::async
