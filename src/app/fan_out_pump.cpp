// SPDX-License-Identifier: Apache-2.0
#include "app/fan_out_pump.h"

#include <boost/asio/post.hpp>
#include <chrono>

namespace auklet::app {
namespace {

// How long requests on the same loop wait for one turn.
constexpr std::chrono::microseconds turn_time{300};

}  // namespace

void FanOutPump::wake() {
  if (homes_.has_slices() && !running_.exchange(true)) {
    post_turn(async::Runtime::current_loop());
  }
}

void FanOutPump::post_turn(std::size_t loop) {
  boost::asio::post(runtime_.executor(loop), [this, loop] { take_turn(loop); });
}

void FanOutPump::take_turn(std::size_t loop) {
  auto const end = std::chrono::steady_clock::now() + turn_time;
  bool more = true;
  while (more && std::chrono::steady_clock::now() < end) {
    more = homes_.run_slice();
  }
  if (!more) {
    running_ = false;
    // What began to wait before this was written may have found the pump running.
    more = homes_.has_slices() && !running_.exchange(true);
  }
  if (more) {
    post_turn((loop + 1) % runtime_.size());
  }
}

}  // namespace auklet::app
