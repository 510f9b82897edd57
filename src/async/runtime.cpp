// SPDX-License-Identifier: Apache-2.0
#include "async/runtime.h"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <deque>
#include <exception>
#include <thread>
#include <vector>

#include "base/check.h"
#include "base/log.h"

namespace auklet::async {

namespace {
thread_local std::size_t this_threads_loop = 0;
}

struct Runtime::Impl {
  struct Loop {
    boost::asio::io_context context{1};
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> guard = make_work_guard(context);
  };

  // A handler that throws is a bug, but one request must not end the process: log it and go on with the next.
  static void run(Loop& loop, std::size_t index) {
    this_threads_loop = index;
    for (;;) {
      try {
        loop.context.run();
        return;
      } catch (std::exception const& e) {
        log::error("event loop {}: escaped exception: {}", index, e.what());
      }
    }
  }

  std::deque<Loop> loops;
  std::vector<std::thread> threads;
};

Runtime::Runtime(std::size_t loops) : impl_(std::make_unique<Impl>()) {
  CHECK(loops > 0);
  for (std::size_t i = 0; i < loops; ++i) {
    impl_->loops.emplace_back();
  }
}

Runtime::~Runtime() {
  stop();
}

std::size_t Runtime::size() const {
  return impl_->loops.size();
}

boost::asio::any_io_executor Runtime::executor(std::size_t loop) const {
  CHECK(loop < size());
  return impl_->loops[loop].context.get_executor();
}

std::size_t Runtime::current_loop() {
  return this_threads_loop;
}

void Runtime::start() {
  CHECK(impl_->threads.empty());
  for (std::size_t i = 0; i < size(); ++i) {
    impl_->threads.emplace_back([this, i] { Impl::run(impl_->loops[i], i); });
  }
}

void Runtime::stop() {
  for (auto& loop : impl_->loops) {
    loop.guard.reset();
    loop.context.stop();
  }
  for (auto& thread : impl_->threads) {
    if (thread.joinable()) {
      thread.join();
    }
  }
  impl_->threads.clear();
}

}  // namespace auklet::async
