// SPDX-License-Identifier: Apache-2.0
//
// What only PostgreSQL can do to us.
#include "db/postgres_database.h"

#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <string>

#include "async/task_group.h"
#include "db/testing/database_test.h"

namespace auklet::db {
namespace {

constexpr Sql schema_statements[] = {"CREATE TABLE note (id {id}, text TEXT)"};
constexpr Migration schema[] = {{1, "notes", schema_statements}};

class Postgres : public testing::DatabaseTest {
 protected:
  explicit Postgres(Options options = {}) : DatabaseTest(schema, 2, options) {}
  Result<Rows> read(Sql sql, std::initializer_list<Param> params = {}) {
    return run(database().session().query(sql, params));
  }
  // The end of a connection is news that may arrive after the next statement was sent: that one fails, too.
  std::int64_t notes() {
    auto const deadline = std::chrono::steady_clock::now() + std::chrono::seconds{30};
    auto rows = read("SELECT count(*) FROM note");
    while (!rows && std::chrono::steady_clock::now() < deadline) {
      EXPECT_EQ(rows.error().kind, ErrorKind::unavailable);
      rows = read("SELECT count(*) FROM note");
    }
    return rows.value()[0].integer(0);
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, Postgres, ::testing::Values(Engine::postgresql), testing::engine_name);

class HastyPostgres : public Postgres {
 protected:
  HastyPostgres() : Postgres({.statement_max = std::chrono::milliseconds{200}}) {}
};
INSTANTIATE_TEST_SUITE_P(Engines, HastyPostgres, ::testing::Values(Engine::postgresql), testing::engine_name);

Task<> insert_two(Database& database) {
  auto const transaction = (co_await database.begin()).value();
  (co_await transaction->query("INSERT INTO note (id) VALUES (1), (2)")).value();
  (co_await transaction->commit()).value();
}

// Ends the connections of this test; the transaction that does so outlives them.
Task<Result<Rows>> terminate_others(Transaction& transaction) {
  return transaction.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
      "WHERE application_name = 'auklet' AND pid <> pg_backend_pid()");
}

Task<> end_connections(Database& database) {
  auto const transaction = (co_await database.begin()).value();
  (co_await terminate_others(*transaction)).value();
}

Task<ErrorKind> lose_connection_in_transaction(Database& database) {
  auto const victim = (co_await database.begin()).value();
  (co_await victim->query("INSERT INTO note (id) VALUES (1)")).value();
  co_await end_connections(database);
  auto const committed = co_await victim->commit();
  co_return committed ? ErrorKind::gone : committed.error().kind;
}

TEST_P(Postgres, ReportsATransactionWhoseConnectionWasLost) {
  EXPECT_EQ(run(lose_connection_in_transaction(database())), ErrorKind::unavailable);
  EXPECT_EQ(notes(), 0);
}

Task<> sleep_and_tell(Database& database, std::atomic<bool>& started, ErrorKind& kind) {
  started = true;
  auto const slept = co_await database.session().query("SELECT 1 FROM pg_sleep(60)");
  kind = slept ? ErrorKind::gone : slept.error().kind;
}

// Until a statement with this text runs.
Task<> wait_until_running(Database& database) {
  auto const deadline = std::chrono::steady_clock::now() + std::chrono::seconds{30};
  for (;;) {
    auto const transaction = (co_await database.begin()).value();
    auto const rows =
        (co_await transaction->query("SELECT count(*) FROM pg_stat_activity "
                                     "WHERE state = 'active' AND query LIKE 'SELECT 1 FROM pg_sleep%'"))
            .value();
    if (rows[0].integer(0) > 0 || std::chrono::steady_clock::now() > deadline) {
      co_return;
    }
  }
}

TEST_P(Postgres, FailsTheStatementInFlightAndConnectsAgain) {
  async::TaskGroup tasks;
  std::atomic<bool> started{false};
  auto kind = ErrorKind::internal;
  tasks.spawn(runtime().executor(0), sleep_and_tell(database(), started, kind));
  run(wait_until_running(database()));
  run(end_connections(database()));
  ASSERT_TRUE(tasks.wait(std::chrono::seconds{30}));
  EXPECT_EQ(kind, ErrorKind::unavailable);
  EXPECT_EQ(notes(), 0);
}

TEST_P(Postgres, NoticesThatIdleConnectionsAreGone) {
  EXPECT_EQ(notes(), 0);
  run(end_connections(database()));
  EXPECT_EQ(notes(), 0);
  run(insert_two(database()));
  EXPECT_EQ(notes(), 2);
}

TEST_P(HastyPostgres, EndsAStatementThatTakesTooLong) {
  auto const slow = read("SELECT 1 FROM pg_sleep(60)");
  ASSERT_FALSE(slow);
  EXPECT_EQ(slow.error().kind, ErrorKind::timeout);
  EXPECT_EQ(notes(), 0);
}

Task<> read_one(Database& database, std::int64_t number, std::atomic<int>& right, std::atomic<int>& refused) {
  auto const rows = co_await database.session().query("SELECT 1000 / $1", {number});
  if (rows && (*rows)[0].integer(0) == 1000 / number) {
    ++right;
  } else if (!rows && number == 0 && rows.error().kind == ErrorKind::internal) {
    ++refused;
  }
}

TEST_P(Postgres, FailsOneStatementOfAPipelineAlone) {
  async::TaskGroup tasks;
  std::atomic<int> right{0};
  std::atomic<int> refused{0};
  for (std::int64_t i = 0; i < 500; ++i) {
    tasks.spawn(runtime().executor(0), read_one(database(), i % 5, right, refused));
  }
  ASSERT_TRUE(tasks.wait(std::chrono::seconds{30}));
  EXPECT_EQ(right, 400);
  EXPECT_EQ(refused, 100);
}

Task<> update_both(Database& database, std::int64_t first, std::int64_t second, std::atomic<int>& holding,
                   std::atomic<int>& committed, std::atomic<int>& refused) {
  constexpr Sql update = "UPDATE note SET text = 'x' WHERE id = $1";
  auto const transaction = (co_await database.begin()).value();
  (co_await transaction->query(update, {first})).value();
  for (++holding; holding < 2;) {
    co_await boost::asio::post(co_await boost::asio::this_coro::executor, boost::asio::use_awaitable);
  }
  auto const updated = co_await transaction->query(update, {second});
  if (updated && co_await transaction->commit()) {
    ++committed;
  } else if (!updated && updated.error().kind == ErrorKind::unavailable) {
    ++refused;
  }
}

TEST_P(Postgres, AsksTheLoserOfADeadlockToTryAgain) {
  run(insert_two(database()));
  async::TaskGroup tasks;
  std::atomic<int> holding{0};
  std::atomic<int> committed{0};
  std::atomic<int> refused{0};
  tasks.spawn(runtime().executor(0), update_both(database(), 1, 2, holding, committed, refused));
  tasks.spawn(runtime().executor(1), update_both(database(), 2, 1, holding, committed, refused));
  ASSERT_TRUE(tasks.wait(std::chrono::seconds{30}));
  EXPECT_EQ(committed, 1);
  EXPECT_EQ(refused, 1);
}

TEST_P(Postgres, SurvivesAChangeOfTheSchemaUnderAPreparedStatement) {
  constexpr Sql all = "SELECT * FROM note";
  EXPECT_TRUE(read(all));
  constexpr Sql change[] = {"ALTER TABLE note ADD COLUMN more BIGINT"};
  Migration const migrations[] = {schema[0], {2, "more", change}};
  ASSERT_TRUE(run(migrate(database(), migrations)));
  auto const stale = read(all);
  ASSERT_FALSE(stale);
  EXPECT_EQ(stale.error().kind, ErrorKind::unavailable);
  EXPECT_TRUE(read(all));
}

}  // namespace
}  // namespace auklet::db
