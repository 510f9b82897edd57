// SPDX-License-Identifier: Apache-2.0
//
// Argon2id (RFC 9106) off the event loops. One hash takes tens of milliseconds and tens of megabytes on
// purpose, so only a few are computed at a time and only so many may wait.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "async/blocking_pool.h"
#include "async/task.h"
#include "base/random.h"
#include "base/result.h"

namespace auklet::service {

struct PasswordCost {
  std::uint32_t memory_kib = 19'456;  // OWASP's advice for Argon2id, 2023: 19 MiB, two passes, one lane
  std::uint32_t iterations = 2;
  std::size_t concurrency = 0;  // 0 is one a core
  std::size_t queue_max = 256;  // those who wait included
};

class PasswordHasher {
 public:
  PasswordHasher(base::Random& random, PasswordCost cost);

  // A PHC string with its own salt. ErrorKind::unavailable when too many wait already.
  Task<Result<std::string>> hash(std::string password);

  // Whether the password is the one of this PHC string. An empty one belongs to nobody: the answer is no,
  // after the same time as for anybody, so that time does not tell who exists. ErrorKind::unavailable as
  // above.
  Task<Result<bool>> verify(std::string password, std::string phc);

 private:
  base::Random& random_;
  PasswordCost const cost_;
  async::BlockingPool pool_;
};

}  // namespace auklet::service
