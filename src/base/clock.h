// SPDX-License-Identifier: Apache-2.0
//
// Wall-clock time, injected so that tests decide what time it is.
#pragma once

#include <chrono>
#include <cstdint>

namespace auklet {

// Milliseconds since 1970-01-01T00:00:00Z; what the database stores and the API prints.
using UnixMillis = std::chrono::sys_time<std::chrono::milliseconds>;

inline std::int64_t to_count(UnixMillis time) {
  return time.time_since_epoch().count();
}
inline UnixMillis from_count(std::int64_t millis) {
  return UnixMillis{std::chrono::milliseconds{millis}};
}

namespace base {

class Clock {
 public:
  virtual ~Clock() = default;
  virtual UnixMillis now() const = 0;
};

class SystemClock final : public Clock {
 public:
  UnixMillis now() const override {
    return std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
  }
};

// A clock that stands still until it is told otherwise. For tests.
class ManualClock final : public Clock {
 public:
  explicit ManualClock(UnixMillis start) : now_(start) {}
  UnixMillis now() const override { return now_; }
  void set(UnixMillis time) { now_ = time; }
  void advance(std::chrono::milliseconds by) { now_ += by; }

 private:
  UnixMillis now_;
};

}  // namespace base
}  // namespace auklet
