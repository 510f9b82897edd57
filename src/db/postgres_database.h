// SPDX-License-Identifier: Apache-2.0
//
// PostgreSQL behind the face of Database. Each event loop has connections of its own, so that no statement
// crosses threads: call it from the loops of the runtime it was opened with, and from nowhere else.
//
// Reads share a few connections by pipelining. A transaction has a connection to itself; its BEGIN travels
// together with its first statement. Isolation is READ COMMITTED. A deadlock or serialization failure is
// reported as ErrorKind::unavailable: the same request may work when it is tried again.
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "async/runtime.h"
#include "db/database.h"
#include "db/postgres_connector.h"
#include "db/postgres_pool.h"

namespace auklet::db {

class PostgresDatabase final : public Database {
 public:
  struct Limits {
    std::chrono::milliseconds wait_max;
    std::size_t waiters_max;            // per loop
    std::size_t readers_per_loop;       // connections
    std::size_t transactions_per_loop;  // connections
    std::chrono::milliseconds statement_max;
  };

  // Connects once to see that it works, blocking the calling thread; errors as PostgresConnector::connect().
  static Result<std::unique_ptr<PostgresDatabase>> open(std::string const& uri, async::Runtime& runtime,
                                                        Limits limits);
  ~PostgresDatabase() override;

  Engine engine() const override { return Engine::postgresql; }
  Session& session() override { return reads_; }
  Task<Result<std::unique_ptr<Transaction>>> begin() override;
  Task<Result<std::vector<Rows>>> write(Batch const& batch) override;

 private:
  class Reads final : public Session {
   public:
    explicit Reads(PostgresDatabase& database) : database_(database) {}
    Task<Result<Rows>> run(Sql sql, Params params) override;

   private:
    PostgresDatabase& database_;
  };
  struct Loop {
    std::thread::id thread;
    std::shared_ptr<PostgresPool> pool;
  };

  PostgresDatabase(std::unique_ptr<PostgresConnector> connector, std::vector<Loop> loops)
      : connector_(std::move(connector)), loops_(std::move(loops)), reads_(*this) {}
  std::shared_ptr<PostgresPool> const& pool() const;

  std::unique_ptr<PostgresConnector> connector_;
  std::vector<Loop> loops_;
  Reads reads_;
};

}  // namespace auklet::db
