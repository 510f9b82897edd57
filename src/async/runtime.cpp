// SPDX-License-Identifier: Apache-2.0
#include "async/runtime.h"

#include <sched.h>

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

// The calling thread gets three thousandths of a core that another wants, and gives it up at once when the other wakes:
// sched(7). A mere nice value lets it go on for milliseconds.
void yield_to_others() {
  sched_param const none{};
  if (::sched_setscheduler(0, SCHED_IDLE, &none) != 0) {
    log::warn("event loop: its priority cannot be lowered");
  }
}

}  // namespace

struct Runtime::Impl {
  struct Loop {
    boost::asio::io_context context{1};
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> guard = make_work_guard(context);
  };

  // A handler that throws is a bug, but one request must not end the process: log it and go on with the next.
  static void run(Loop& loop, std::size_t index, bool in_background) {
    this_threads_loop = index;
    if (in_background) {
      yield_to_others();
    }
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

Runtime::Runtime(std::size_t loops) : loops_(loops + 1), impl_(std::make_unique<Impl>()) {
  CHECK(loops > 0);
  for (std::size_t i = 0; i < loops_; ++i) {
    impl_->loops.emplace_back();
  }
}

Runtime::~Runtime() {
  stop();
  // The last first: what is left in the background holds coroutines of the other loops, with sockets and timers of theirs.
  while (!impl_->loops.empty()) {
    impl_->loops.pop_back();
  }
}

boost::asio::any_io_executor Runtime::executor(std::size_t loop) const {
  CHECK(loop < loops_);
  return impl_->loops[loop].context.get_executor();
}

std::size_t Runtime::current_loop() {
  return this_threads_loop;
}

void Runtime::start() {
  CHECK(impl_->threads.empty());
  for (std::size_t i = 0; i < loops_; ++i) {
    impl_->threads.emplace_back([this, i] { Impl::run(impl_->loops[i], i, i == background()); });
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
