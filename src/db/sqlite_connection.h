// SPDX-License-Identifier: Apache-2.0
//
// One connection to an SQLite file with its prepared statements. Not thread-safe: whoever uses it sees to it
// that one thread at a time does.
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "db/database.h"

struct sqlite3;
struct sqlite3_stmt;

namespace auklet::db {

class SqliteConnection {
 public:
  enum class Use { read, write };

  // Opens the file, which a writer creates when it is not there. A reader refuses statements that write.
  static Result<SqliteConnection> open(std::string const& path, Use use);

  SqliteConnection(SqliteConnection&&) noexcept = default;
  SqliteConnection& operator=(SqliteConnection&&) noexcept = default;
  ~SqliteConnection();

  // Runs one statement to its end; errors as Session::run promises. The prepared statement is kept for the
  // next time.
  Result<Rows> run(Sql sql, std::span<Param const> params);

  // How long a statement waits, blocking the thread, for a lock that another process holds.
  void set_busy_timeout(std::chrono::milliseconds timeout);

  bool in_transaction() const;
  // Whether some DEFERRED foreign key is violated at this moment, which would make the next COMMIT fail.
  bool violates_deferred_keys() const;

 private:
  struct CloseDatabase {
    void operator()(sqlite3* handle) const;
  };
  struct FinalizeStatement {
    void operator()(sqlite3_stmt* statement) const;
  };
  struct Statement {
    std::unique_ptr<sqlite3_stmt, FinalizeStatement> handle;
    // SQLite numbers `$3` by its first appearance. parameters[i] is the place in Params of SQLite's parameter
    // i + 1.
    std::vector<std::size_t> parameters;
    std::uint64_t last_use = 0;
  };

  explicit SqliteConnection(sqlite3* handle) : handle_(handle) {}
  Result<> configure(std::string const& path, Use use);
  Result<Statement*> prepare(Sql sql);
  Result<> bind(Statement const& statement, std::span<Param const> params);
  Result<Rows> step_through(sqlite3_stmt* statement);
  void evict_one();
  Error error(char const* text) const;

  std::unique_ptr<sqlite3, CloseDatabase> handle_;
  boost::unordered_flat_map<char const*, std::unique_ptr<Statement>> statements_;
  std::uint64_t uses_ = 0;
};

}  // namespace auklet::db
