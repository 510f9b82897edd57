// SPDX-License-Identifier: Apache-2.0
//
// Finishes the fan-outs that wait in the engine of home timelines: a few slices at a time, on the event loops
// in turn, between their requests. A thread of its own would take the cores away from requests for whole time
// slices of the kernel.
#pragma once

#include <atomic>
#include <cstddef>

#include "async/runtime.h"
#include "timeline/home_engine.h"

namespace auklet::app {

class FanOutPump {
 public:
  // The loops must have stopped, or nothing may wait in the engine, before the pump is destroyed.
  FanOutPump(async::Runtime& runtime, timeline::HomeEngine& homes) : runtime_(runtime), homes_(homes) {}

  // Call it when something may have begun to wait. Any thread; costs next to nothing.
  void wake();

 private:
  void post_turn(std::size_t loop);
  void take_turn(std::size_t loop);

  async::Runtime& runtime_;
  timeline::HomeEngine& homes_;
  std::atomic<bool> running_ = false;
};

}  // namespace auklet::app
