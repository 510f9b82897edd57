// SPDX-License-Identifier: Apache-2.0
//
// A coroutine that waits for something a driver will tell it later.
#pragma once

#include <algorithm>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <functional>
#include <utility>
#include <vector>

#include "async/task.h"
#include "base/result.h"

namespace auklet::db {

template <class Value>
class Suspended {
 public:
  Suspended(boost::asio::any_io_executor executor, std::move_only_function<void(Result<Value>)> resume)
      : executor_(std::move(executor)), resume_(std::move(resume)) {}

  boost::asio::any_io_executor const& executor() const { return executor_; }

  // What complete() would post.
  std::move_only_function<void()> with(Result<Value> value) && {
    return [resume = std::move(resume_), value = std::move(value)]() mutable { resume(std::move(value)); };
  }

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

// Coroutines that go on at the same moment: one post to each of their executors, however many they are, for to wake
// another thread costs as much as a small statement. Those of one executor go on in the order in which they were added.
class Resumptions {
 public:
  template <class Value>
  void add(Suspended<Value> coroutine, Result<Value> value) {
    auto const& executor = coroutine.executor();
    auto place = std::ranges::find(posts_, executor, &Post::executor);
    if (place == posts_.end()) {
      place = posts_.insert(place, Post{executor, {}});
    }
    place->resumes.push_back(std::move(coroutine).with(std::move(value)));
  }

  // Once; as safe as Suspended::complete(). Nothing that is resumed throws: what escapes a coroutine ends in its task
  // group.
  void send() && {
    for (auto& post : posts_) {
      boost::asio::post(post.executor, [resumes = std::move(post.resumes)]() mutable {
        for (auto& resume : resumes) {
          std::exchange(resume, nullptr)();
        }
      });
    }
  }

 private:
  struct Post {
    boost::asio::any_io_executor executor;
    std::vector<std::move_only_function<void()>> resumes;
  };
  std::vector<Post> posts_;  // few: one an event loop
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
