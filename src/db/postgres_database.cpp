// SPDX-License-Identifier: Apache-2.0
#include "db/postgres_database.h"

#include <boost/asio/post.hpp>
#include <future>
#include <optional>
#include <tuple>
#include <utility>
#include <vector>

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

  // Everything travels at once: with the COMMIT behind it when nothing in the batch can refuse, otherwise that follows
  // when the answers are known.
  Task<Result<std::vector<Rows>>> write(Batch const& batch) {
    CHECK(connection_ != nullptr && !begun_);
    auto const commits = !batch.may_refuse();
    auto const answers = std::make_shared<Answers>(batch.size() + (commits ? 1 : 0));
    std::ignore = co_await suspend<void>([&](Suspended<void> caller) {
      answers->caller = std::move(caller);
      for (std::size_t i = 0; i < batch.size(); ++i) {
        connection_->send(batch.sql(i), batch.params(i), !std::exchange(begun_, true),
                          answers->expect(answers, i));
      }
      if (commits) {
        connection_->send_commit(answers->expect(answers, batch.size()));
      }
    });
    begun_ = begun_ && !commits;
    if (auto error = answers->first_error(batch)) {
      undo();
      co_return std::unexpected(*std::move(error));
    }
    CO_TRY_OK(co_await commit());
    answers->rows.resize(batch.size());
    co_return std::move(answers->rows);
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
  // Gathers the answers to what was sent together; the last one wakes the caller.
  struct Answers {
    explicit Answers(std::size_t count) : rows(count), errors(count), missing(count) {}

    Suspended<Rows> expect(std::shared_ptr<Answers> const& self, std::size_t place) {
      return {self->caller->executor(), [self, place](Result<Rows> answer) {
                if (answer) {
                  self->rows[place] = *std::move(answer);
                } else {
                  self->errors[place] = std::move(answer).error();
                }
                if (--self->missing == 0) {
                  std::exchange(self->caller, std::nullopt)->complete({});
                }
              }};
    }

    // After a statement has failed, those behind it fail too, for that reason alone.
    std::optional<Error> first_error(Batch const& batch) const {
      for (std::size_t i = 0; i < errors.size(); ++i) {
        if (errors[i]) {
          return errors[i];
        }
        if (auto const* const refusal = i < batch.size() ? batch.refusal(i, rows[i].affected()) : nullptr) {
          return *refusal;
        }
      }
      return std::nullopt;
    }

    std::vector<Rows> rows;
    std::vector<std::optional<Error>> errors;
    std::size_t missing;
    std::optional<Suspended<void>> caller;
  };

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
  for (std::size_t i = 0; i < runtime.loops(); ++i) {
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

Task<Result<std::vector<Rows>>> PostgresDatabase::write(Batch const& batch) {
  if (batch.size() == 0) {
    co_return std::vector<Rows>{};
  }
  auto const here = pool();
  CO_TRY(auto connection, co_await here->check_out());
  PostgresTransaction transaction(here, std::move(connection));
  co_return co_await transaction.write(batch);
}

}  // namespace auklet::db
