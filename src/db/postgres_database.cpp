// SPDX-License-Identifier: Apache-2.0
#include "db/postgres_database.h"

#include <boost/asio/post.hpp>
#include <future>
#include <optional>
#include <utility>

#include "base/check.h"

namespace auklet::db {

namespace {

// The connection may be silent for this much longer than a statement may run before it counts as dead; the
// server itself ends statements that run too long, which fails them alone.
constexpr std::chrono::milliseconds silence_grace{5000};

class PostgresTransaction final : public Transaction {
 public:
  PostgresTransaction(std::shared_ptr<PostgresPool> pool, PostgresPool::Connection connection)
      : pool_(std::move(pool)), connection_(std::move(connection)) {}
  ~PostgresTransaction() override { undo(); }

  Task<Result<Rows>> run(Sql sql, Params params) override {
    if (failure_) {
      co_return std::unexpected(*failure_);
    }
    CHECK(connection_ != nullptr);
    auto result = co_await suspend<Rows>([&](Suspended<Rows> caller) {
      connection_->send(sql, params, !std::exchange(begun_, true), std::move(caller));
    });
    if (!result) {
      failure_ = result.error();
      undo();
    }
    co_return result;
  }

  Task<Result<>> commit() override {
    if (failure_) {
      co_return std::unexpected(*failure_);
    }
    CHECK(connection_ != nullptr);
    if (begun_) {
      auto const committed = co_await suspend<Rows>(
          [&](Suspended<Rows> caller) { connection_->send_commit(std::move(caller)); });
      begun_ = false;  // a COMMIT that fails ends the transaction too
      if (!committed) {
        failure_ = committed.error();
      }
    }
    undo();
    co_return failure_ ? Result<>(std::unexpected(*failure_)) : Result<>{};
  }

 private:
  // Gives the connection back as it came. The ROLLBACK is not awaited: what the next user sends comes after
  // it.
  void undo() {
    if (!connection_) {
      return;
    }
    if (begun_) {
      connection_->send_rollback();
    }
    pool_->give_back(std::exchange(connection_, nullptr));
  }

  std::shared_ptr<PostgresPool> pool_;
  PostgresPool::Connection connection_;
  bool begun_ = false;
  std::optional<Error> failure_;
};

std::thread::id thread_of(boost::asio::any_io_executor executor) {
  std::promise<std::thread::id> promise;
  boost::asio::post(executor, [&promise] { promise.set_value(std::this_thread::get_id()); });
  return promise.get_future().get();
}

}  // namespace

Result<std::unique_ptr<PostgresDatabase>> PostgresDatabase::open(std::string const& uri,
                                                                 async::Runtime& runtime, Limits limits) {
  TRY(auto connector, PostgresConnector::make(uri, limits.wait_max, limits.statement_max));
  TRY_OK(connector->connect(PostgresConnector::Use::write));
  PostgresPool::Limits const pool_limits{.wait_max = limits.wait_max,
                                         .waiters_max = limits.waiters_max,
                                         .readers_max = limits.readers_per_loop,
                                         .transactions_max = limits.transactions_per_loop,
                                         .answer_max = limits.statement_max + silence_grace};
  std::vector<Loop> loops;
  for (std::size_t i = 0; i < runtime.size(); ++i) {
    auto const executor = runtime.executor(i);
    loops.push_back({thread_of(executor), std::make_shared<PostgresPool>(executor, *connector, pool_limits)});
  }
  return std::unique_ptr<PostgresDatabase>(new PostgresDatabase(std::move(connector), std::move(loops)));
}

PostgresDatabase::~PostgresDatabase() {
  connector_.reset();  // no connection arrives any more
  for (auto const& loop : loops_) {
    loop.pool->close();
  }
}

std::shared_ptr<PostgresPool> const& PostgresDatabase::pool() const {
  auto const index = async::Runtime::current_loop();
  CHECK(index < loops_.size());
  CHECK(loops_[index].thread == std::this_thread::get_id());
  return loops_[index].pool;
}

Task<Result<Rows>> PostgresDatabase::Reads::run(Sql sql, Params params) {
  CO_TRY(auto const connection, co_await database_.pool()->reader());
  co_return co_await suspend<Rows>(
      [&](Suspended<Rows> caller) { connection->send(sql, params, false, std::move(caller)); });
}

Task<Result<std::unique_ptr<Transaction>>> PostgresDatabase::begin() {
  auto const here = pool();
  CO_TRY(auto connection, co_await here->check_out());
  co_return std::make_unique<PostgresTransaction>(here, std::move(connection));
}

}  // namespace auklet::db
