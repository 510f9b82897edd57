// SPDX-License-Identifier: Apache-2.0
//
// Which core a thread runs on, and what it took of it.
#pragma once

#include <sched.h>
#include <ctime>

namespace auklet::bench {

// Keeps the calling thread on the core with this number as long as it lives. Where there is no such core, or the
// system forbids it, the thread stays as free as it was.
class OnCore {
 public:
  explicit OnCore(unsigned core) {
    sched_getaffinity(0, sizeof(before_), &before_);
    cpu_set_t only;
    CPU_ZERO(&only);
    CPU_SET(core, &only);
    sched_setaffinity(0, sizeof(only), &only);
  }
  ~OnCore() { sched_setaffinity(0, sizeof(before_), &before_); }
  OnCore(OnCore const&) = delete;
  OnCore& operator=(OnCore const&) = delete;

 private:
  cpu_set_t before_{};
};

// Seconds of processor time that the calling thread has used.
inline double thread_seconds() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

}  // namespace auklet::bench
