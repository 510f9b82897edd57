// SPDX-License-Identifier: Apache-2.0
#include "async/signal.h"

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <mutex>
#include <utility>
#include <vector>

namespace auklet::async {

struct Signal::State {
  using Timer = std::shared_ptr<boost::asio::steady_timer>;

  std::mutex mutex;
  bool fired = false;
  std::vector<Timer> waiting;
};

Signal::Signal() : state_(std::make_shared<State>()) {}

void Signal::fire() const {
  std::vector<State::Timer> waiting;
  {
    std::lock_guard const lock(state_->mutex);
    state_->fired = true;
    waiting = std::move(state_->waiting);
    state_->waiting.clear();
  }
  for (auto& timer : waiting) {
    // A timer is touched on its own loop only. There the wait has begun before this runs.
    auto const executor = timer->get_executor();
    boost::asio::post(executor, [timer = std::move(timer)] { timer->cancel(); });
  }
}

bool Signal::has_fired() const {
  std::lock_guard const lock(state_->mutex);
  return state_->fired;
}

Task<bool> Signal::wait(std::chrono::milliseconds timeout) const {
  return wait_for(state_, timeout);
}

Task<bool> Signal::wait_for(std::shared_ptr<State> state, std::chrono::milliseconds timeout) {
  auto const timer =
      std::make_shared<boost::asio::steady_timer>(co_await boost::asio::this_coro::executor, timeout);
  {
    std::lock_guard const lock(state->mutex);
    if (state->fired) {
      co_return true;
    }
    state->waiting.push_back(timer);
  }
  co_await timer->async_wait(boost::asio::as_tuple(boost::asio::use_awaitable));
  std::lock_guard const lock(state->mutex);
  std::erase(state->waiting, timer);
  co_return state->fired;
}

}  // namespace auklet::async
