// SPDX-License-Identifier: Apache-2.0
//
// A coroutine that waits for something a driver will tell it later.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <functional>
#include <utility>

#include "async/task.h"
#include "base/result.h"

namespace auklet::db {

template <class Value>
class Suspended {
 public:
  Suspended(boost::asio::any_io_executor executor, std::move_only_function<void(Result<Value>)> resume)
      : executor_(std::move(executor)), resume_(std::move(resume)) {}

  boost::asio::any_io_executor const& executor() const { return executor_; }

  // Lets the coroutine go on with this value, soon and on its own executor; once. Safe on any thread and
  // under a lock, because it never resumes in place.
  void complete(Result<Value> value) {
    boost::asio::post(executor_, [resume = std::move(resume_), value = std::move(value)]() mutable {
      resume(std::move(value));
    });
  }

 private:
  boost::asio::any_io_executor executor_;
  std::move_only_function<void(Result<Value>)> resume_;
};

// Suspends the calling coroutine and calls `start` with it. A coroutine that was cancelled before throws
// instead, and `start` is not called; one that is cancelled later still waits for its value.
template <class Value, class Start>
Task<Result<Value>> suspend(Start start) {
  auto initiation = [&start](auto handler) {
    auto executor = boost::asio::get_associated_executor(handler);
    start(Suspended<Value>(std::move(executor), std::move(handler)));
  };
  co_return co_await boost::asio::async_initiate<decltype(boost::asio::use_awaitable), void(Result<Value>)>(
      initiation, boost::asio::use_awaitable);
}

}  // namespace auklet::db
