// SPDX-License-Identifier: Apache-2.0
#include "db/sqlite_database.h"

#include <optional>
#include <utility>

#include "async/runtime.h"
#include "base/check.h"

namespace auklet::db {

namespace {

class SqliteTransaction final : public Transaction {
 public:
  explicit SqliteTransaction(WriterTurn turn) { turn_.emplace(std::move(turn)); }

  Task<Result<Rows>> run(Sql sql, Params params) override {
    if (failure_) {
      co_return std::unexpected(*failure_);
    }
    CHECK(turn_.has_value());
    auto result = turn_->connection().run(sql, params);
    if (!result) {
      // Undone at once: nobody shall wait behind a transaction that can only fail.
      failure_ = result.error();
      turn_.reset();
    }
    co_return result;
  }

  Task<Result<>> commit() override {
    if (failure_) {
      co_return std::unexpected(*failure_);
    }
    CHECK(turn_.has_value());
    auto turn = std::move(*turn_);
    turn_.reset();
    co_return co_await WriterTurn::commit(std::move(turn));
  }

 private:
  std::optional<WriterTurn> turn_;
  std::optional<Error> failure_;
};

}  // namespace

SqliteDatabase::Readers::Readers(std::vector<SqliteConnection> connections) {
  for (auto& connection : connections) {
    readers_.push_back(std::make_unique<Reader>(std::move(connection)));
  }
}

Task<Result<Rows>> SqliteDatabase::Readers::run(Sql sql, Params params) {
  auto& reader = *readers_[async::Runtime::current_loop() % readers_.size()];
  std::lock_guard const lock(reader.mutex);
  co_return reader.connection.run(sql, params);
}

Result<std::unique_ptr<SqliteDatabase>> SqliteDatabase::open(std::string const& path, std::size_t loops,
                                                             SqliteWriter::Limits limits) {
  CHECK(loops > 0);
  // The writer first: it creates the file.
  TRY(auto writer, SqliteConnection::open(path, SqliteConnection::Use::write));
  std::vector<SqliteConnection> readers;
  for (std::size_t i = 0; i < loops; ++i) {
    TRY(auto reader, SqliteConnection::open(path, SqliteConnection::Use::read));
    readers.push_back(std::move(reader));
  }
  auto shared_writer = std::make_shared<SqliteWriter>(std::move(writer), loops, limits);
  return std::unique_ptr<SqliteDatabase>(new SqliteDatabase(std::move(shared_writer), std::move(readers)));
}

SqliteDatabase::~SqliteDatabase() {
  writer_->stop();
}

Task<Result<std::unique_ptr<Transaction>>> SqliteDatabase::begin() {
  CO_TRY(auto turn, co_await SqliteWriter::acquire(writer_));
  co_return std::make_unique<SqliteTransaction>(std::move(turn));
}

Task<Result<std::vector<Rows>>> SqliteDatabase::write(Batch const& batch) {
  return SqliteWriter::run(writer_, batch);
}

}  // namespace auklet::db
