// SPDX-License-Identifier: Apache-2.0
//
// Threads for work that takes milliseconds of processor or disk (Argon2, fsync), bounded in number and in
// queue.
#pragma once

#include <atomic>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cstddef>
#include <type_traits>
#include <utility>

#include "async/task.h"
#include "base/result.h"

namespace auklet::async {

class BlockingPool {
 public:
  BlockingPool(std::size_t threads, std::size_t queue_max) : pool_(threads), queue_max_(queue_max) {}
  ~BlockingPool() { pool_.join(); }

  // Runs `work()` on the pool and returns its value on the caller's own loop. ErrorKind::unavailable when the
  // queue is full. `work` is moved into the coroutine, so its captures live as long as it runs.
  template <class Work>
  Task<Result<std::invoke_result_t<Work>>> run(Work work) {
    if (queued_.fetch_add(1) >= queue_max_) {
      queued_.fetch_sub(1);
      co_return fail(ErrorKind::unavailable, "The server is busy, please try again");
    }
    auto const home = co_await boost::asio::this_coro::executor;
    co_await boost::asio::post(boost::asio::bind_executor(pool_.get_executor(), boost::asio::use_awaitable));
    auto value = work();
    co_await boost::asio::post(boost::asio::bind_executor(home, boost::asio::use_awaitable));
    queued_.fetch_sub(1);
    co_return value;
  }

 private:
  boost::asio::thread_pool pool_;
  std::size_t const queue_max_;
  std::atomic<std::size_t> queued_{0};
};

}  // namespace auklet::async
