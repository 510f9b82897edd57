// SPDX-License-Identifier: Apache-2.0
#include "async/task_group.h"

#include <boost/asio/co_spawn.hpp>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <utility>
#include <vector>

#include "base/check.h"
#include "base/log.h"

namespace auklet::async {

struct TaskGroup::State {
  mutable std::mutex mutex;
  std::condition_variable idle;
  std::size_t running = 0;

  void enter() {
    std::lock_guard const lock(mutex);
    ++running;
  }
  void leave() {
    std::lock_guard const lock(mutex);
    if (--running == 0) {
      idle.notify_all();
    }
  }
};

TaskGroup::TaskGroup() : state_(std::make_shared<State>()) {}

TaskGroup::~TaskGroup() {
  CHECK(running() == 0);
}

void TaskGroup::spawn(boost::asio::any_io_executor executor, Task<> task) {
  // The token counts down also when the event loop is torn down before the task has ended.
  boost::asio::co_spawn(executor, std::move(task), [token = hold()](std::exception_ptr failure) {
    if (!failure) {
      return;
    }
    try {
      std::rethrow_exception(failure);
    } catch (std::exception const& e) {
      log::error("background task: escaped exception: {}", e.what());
    }
  });
}

std::shared_ptr<void> TaskGroup::hold() {
  auto token = std::shared_ptr<void>(state_.get(), [state = state_](void*) { state->leave(); });
  state_->enter();
  return token;
}

std::size_t TaskGroup::running() const {
  std::lock_guard const lock(state_->mutex);
  return state_->running;
}

bool TaskGroup::wait(std::chrono::milliseconds timeout) {
  std::unique_lock lock(state_->mutex);
  return state_->idle.wait_for(lock, timeout, [this] { return state_->running == 0; });
}

void leave_behind(std::unique_ptr<TaskGroup> tasks) {
  static std::mutex mutex;
  static std::vector<std::unique_ptr<TaskGroup>> left;
  std::lock_guard const lock(mutex);
  left.push_back(std::move(tasks));
}

}  // namespace auklet::async
