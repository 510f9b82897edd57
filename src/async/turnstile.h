// SPDX-License-Identifier: Apache-2.0
//
// Lets a number of coroutines through at the same time; others wait in the order in which they came, each until its
// deadline.
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <utility>

#include "async/task.h"

namespace auklet::async {

class Turnstile {
  struct State;

 public:
  // Given back when it is destroyed. It may outlive the turnstile.
  class Turn {
   public:
    Turn(Turn&& other) noexcept = default;
    Turn& operator=(Turn&& other) = delete;
    ~Turn();

   private:
    friend class Turnstile;
    explicit Turn(std::shared_ptr<State> state) : state_(std::move(state)) {}

    std::shared_ptr<State> state_;  // null when moved from
  };

  // `waiting_max`: when so many wait, whoever comes is turned away at once.
  Turnstile(std::size_t turns, std::size_t waiting_max);

  // Nothing when the time is up, or too many wait.
  Task<std::optional<Turn>> take(std::chrono::milliseconds timeout);

  std::size_t waiting() const;

 private:
  static Task<std::optional<Turn>> take_of(std::shared_ptr<State> state, std::chrono::milliseconds timeout);

  std::shared_ptr<State> state_;
};

}  // namespace auklet::async
