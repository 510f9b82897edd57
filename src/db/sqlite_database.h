// SPDX-License-Identifier: Apache-2.0
//
// SQLite behind the face of Database: a read connection for each event loop and one writer with group commit.
#pragma once

#include <cstddef>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "db/database.h"
#include "db/sqlite_connection.h"
#include "db/sqlite_writer.h"

namespace auklet::db {

class SqliteDatabase final : public Database {
 public:
  // Opens the file and creates it when it is not there; its folder must exist. `loops` is the number of event
  // loops.
  static Result<std::unique_ptr<SqliteDatabase>> open(std::string const& path, std::size_t loops,
                                                      SqliteWriter::Limits limits);
  ~SqliteDatabase() override;

  Engine engine() const override { return Engine::sqlite; }
  Session& session() override { return readers_; }
  Task<Result<std::unique_ptr<Transaction>>> begin() override;
  Task<Result<std::vector<Rows>>> write(Batch const& batch) override;

 private:
  // Statements run on the thread that asks. They are bounded and use an index, so they take microseconds,
  // less than to hand them to another thread and back. One connection a loop keeps the loops apart; its lock
  // is there for the threads of no loop, which share the first loop's connection.
  class Readers final : public Session {
   public:
    explicit Readers(std::vector<SqliteConnection> connections);
    Task<Result<Rows>> run(Sql sql, Params params) override;

   private:
    struct Reader {
      explicit Reader(SqliteConnection opened) : connection(std::move(opened)) {}
      std::mutex mutex;
      SqliteConnection connection;
    };
    std::vector<std::unique_ptr<Reader>> readers_;
  };

  SqliteDatabase(std::shared_ptr<SqliteWriter> writer, std::vector<SqliteConnection> readers)
      : writer_(std::move(writer)), readers_(std::move(readers)) {}

  std::shared_ptr<SqliteWriter> writer_;
  Readers readers_;
};

}  // namespace auklet::db
