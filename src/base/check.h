// SPDX-License-Identifier: Apache-2.0
//
// CHECK(condition): a programmer's assumption that is true unless there is a bug here. It stays on in release
// builds and ends the process, because to go on with broken state could lose what was acknowledged. Never use
// it on anything that a client, a peer or a disk can decide.
#pragma once

#include <cstdio>
#include <cstdlib>

namespace auklet::base {

[[noreturn]] inline void check_failed(char const* condition, char const* file, int line) {
  std::fprintf(stderr, "%s:%d: check failed: %s\n", file, line, condition);
  std::abort();
}

}  // namespace auklet::base

#define CHECK(condition) \
  ((condition) ? static_cast<void>(0) : ::auklet::base::check_failed(#condition, __FILE__, __LINE__))
