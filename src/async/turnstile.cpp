// SPDX-License-Identifier: Apache-2.0
#include "async/turnstile.h"

#include <list>
#include <mutex>
#include <utility>

#include "async/signal.h"

namespace auklet::async {

namespace {

struct Waiter {
  Signal signal;
  bool has_turn = false;  // then it is out of the list
};

}  // namespace

// A turn that is given back goes to who waits first, so `free` is 0 while anyone waits.
struct Turnstile::State {
  std::mutex mutex;
  std::size_t free = 0;
  std::size_t waiting_max = 0;
  std::list<std::shared_ptr<Waiter>> waiting;
};

Turnstile::Turnstile(std::size_t turns, std::size_t waiting_max) : state_(std::make_shared<State>()) {
  state_->free = turns;
  state_->waiting_max = waiting_max;
}

Turnstile::Turn::~Turn() {
  if (!state_) {
    return;
  }
  std::shared_ptr<Waiter> next;
  {
    std::lock_guard const lock(state_->mutex);
    if (state_->waiting.empty()) {
      ++state_->free;
    } else {
      next = std::move(state_->waiting.front());
      state_->waiting.pop_front();
      next->has_turn = true;
    }
  }
  if (next) {
    next->signal.fire();
  }
}

std::size_t Turnstile::waiting() const {
  std::lock_guard const lock(state_->mutex);
  return state_->waiting.size();
}

Task<std::optional<Turnstile::Turn>> Turnstile::take(std::chrono::milliseconds timeout) {
  return take_of(state_, timeout);
}

Task<std::optional<Turnstile::Turn>> Turnstile::take_of(std::shared_ptr<State> state,
                                                        std::chrono::milliseconds timeout) {
  auto const waiter = std::make_shared<Waiter>();
  std::list<std::shared_ptr<Waiter>>::iterator place;
  {
    std::lock_guard const lock(state->mutex);
    if (state->free > 0) {
      --state->free;
      co_return Turn(state);
    }
    if (state->waiting.size() >= state->waiting_max || timeout.count() <= 0) {
      co_return std::nullopt;
    }
    place = state->waiting.insert(state->waiting.end(), waiter);
  }
  co_await waiter->signal.wait(timeout);
  std::lock_guard const lock(state->mutex);
  if (!waiter->has_turn) {
    state->waiting.erase(place);
    co_return std::nullopt;
  }
  co_return Turn(state);
}

}  // namespace auklet::async
