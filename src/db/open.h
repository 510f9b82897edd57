// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>

#include "async/runtime.h"
#include "base/result.h"
#include "db/database.h"

namespace auklet::db {

struct Options {
  std::chrono::milliseconds wait_max{10'000};  // for the writer or a connection; also to reach the server
  std::size_t waiters_max = 8192;              // coroutines that wait for it at once; the next one is refused

  std::size_t group_max = 256;  // SQLite: transactions in one commit

  std::size_t transactions_per_loop_max = 8;        // PostgreSQL: connections for transactions
  std::size_t readers_per_loop = 2;                 // PostgreSQL: connections that share the reads
  std::chrono::milliseconds statement_max{30'000};  // PostgreSQL: for one statement
};

// Opens `sqlite:PATH`, whose folder and file are created when they are not there, or a URI `postgresql://…`
// (also `postgres://…`) as libpq takes it. Blocks until the database has answered: call it before serving,
// from a thread that is none of the loops. The runtime must be started. At the end: stop the runtime, destroy
// the Database, destroy the runtime, in this order. Errors: invalid for another kind of address, unavailable
// when it cannot be opened; the message is for the operator, says which file or host and database, and never
// holds the password.
Result<std::unique_ptr<Database>> open(std::string const& address, async::Runtime& runtime,
                                       Options options = {});

}  // namespace auklet::db
