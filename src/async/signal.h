// SPDX-License-Identifier: Apache-2.0
//
// Something that happens once, for coroutines on any loops to wait for, each with a deadline.
#pragma once

#include <chrono>
#include <memory>

#include "async/task.h"

namespace auklet::async {

class Signal {
 public:
  Signal();
  // Copies speak of the same event.
  Signal(Signal const&) = default;
  Signal& operator=(Signal const&) = default;

  // It has happened: wakes all who wait, and lets pass all who come later. Any thread; idempotent.
  void fire() const;
  bool has_fired() const;

  // True when it has happened, false when the time is up. The caller's loop must be one of a Runtime.
  Task<bool> wait(std::chrono::milliseconds timeout) const;

 private:
  struct State;
  static Task<bool> wait_for(std::shared_ptr<State> state, std::chrono::milliseconds timeout);

  std::shared_ptr<State> state_;
};

}  // namespace auklet::async
