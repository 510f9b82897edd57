// SPDX-License-Identifier: Apache-2.0
//
// Many keep-alive HTTP/1.1 connections on one thread, as cheap as can be: the load shares the machine with the server
// that it measures. Requests are bytes made by the workload, answers are read no further than their length unless the
// workload wants the body.
#pragma once

#include <chrono>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "bench/draw.h"
#include "bench/http_client.h"

namespace auklet::bench {

using LoopClock = std::chrono::steady_clock;

// What one request is about. The meaning of `kind` and `subject` is the workload's.
struct Errand {
  std::uint32_t kind = 0;
  std::uint64_t subject = 0;
  bool wants_body = false;
};

struct Answer {
  Errand errand;
  unsigned status = 0;    // 0: the connection failed
  std::string_view body;  // empty unless wanted
  std::size_t body_bytes = 0;
  LoopClock::time_point intended;  // when it was due; for a closed loop, when it was sent
  LoopClock::time_point answered;
};

class Workload {
 public:
  virtual ~Workload() = default;
  // Writes the next request, whole, over `out`.
  virtual Errand next(std::string& out) = 0;
  virtual void answered(Answer const& answer) = 0;
  // What must be sent before anything else, out of turn, as soon as a connection is free; its moment is when it is sent.
  virtual std::optional<Errand> follow_up([[maybe_unused]] std::string& out) { return std::nullopt; }
};

// When requests are due. An open loop does not wait for answers: what the server is late with is measured from the
// moment when it was due.
class Arrivals {
 public:
  virtual ~Arrivals() = default;
  // The moment of the next one, at or after the moments before. LoopClock::time_point::max() for none any more.
  virtual LoopClock::time_point next() = 0;
};

// Exponential gaps with a mean of 1/rate, from `begin` to before `end`.
class PoissonArrivals : public Arrivals {
 public:
  PoissonArrivals(double per_second, LoopClock::time_point begin, LoopClock::time_point end,
                  std::uint64_t seed)
      : mean_gap_s_(1 / per_second), next_(begin), end_(end), draw_(seed) {}

  LoopClock::time_point next() override {
    // 1 - fraction is never 0.
    next_ += std::chrono::duration_cast<LoopClock::duration>(
        std::chrono::duration<double>(-mean_gap_s_ * std::log(1 - draw_.fraction())));
    return next_ < end_ ? next_ : LoopClock::time_point::max();
  }

 private:
  double mean_gap_s_;
  LoopClock::time_point next_;
  LoopClock::time_point end_;
  Draw draw_;
};

// How a loop sends: an open loop has arrivals, a closed loop sends on every connection as soon as it is answered.
struct Pace {
  Arrivals* arrivals = nullptr;
  // Closed loop: nothing is sent from `end` on, nor more than `count`.
  LoopClock::time_point end = LoopClock::time_point::max();
  std::uint64_t count = UINT64_MAX;
  // Asks for answers without ever sleeping. Waking a sleeping client is work of the server's core; with a network between
  // them it would be none. Only for a load with a core of its own.
  bool polls = false;
  // What has no answer so long after the last request was due has failed.
  std::chrono::milliseconds patience{10'000};
  // Called often with how many are through.
  std::function<void(std::uint64_t)> shown = {};
};

class RequestLoop {
 public:
  // Connects. ErrorKind::unavailable.
  static Result<RequestLoop> open(Endpoint const& endpoint, std::size_t connections);
  ~RequestLoop();
  RequestLoop(RequestLoop&&) noexcept;
  RequestLoop& operator=(RequestLoop&&) noexcept;

  // Ends when everything is answered or given up. May be called again.
  void run(Workload& workload, Pace const& pace);

 private:
  class Impl;
  explicit RequestLoop(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace auklet::bench
