// SPDX-License-Identifier: Apache-2.0
#include "db/migrate.h"

#include <string>

#include "async/task_group.h"
#include "db/testing/database_test.h"

namespace auklet::db {
namespace {

constexpr Sql first[] = {"CREATE TABLE one (id {id})",
                         "CREATE TABLE two (a BIGINT, b BIGINT, PRIMARY KEY (a, b)) {clustered}"};
constexpr Sql second[] = {"ALTER TABLE one ADD COLUMN text TEXT NOT NULL DEFAULT '{}'",
                          "INSERT INTO one (id) VALUES (1)"};
constexpr Sql broken[] = {"CREATE TABLE three (id {id})", "INSERT INTO one (id) VALUES (2)",
                          "INSERT INTO no_such_table (id) VALUES (1)"};
constexpr Migration both[] = {{1, "tables", first}, {2, "text", second}};
constexpr Migration with_broken[] = {{1, "tables", first}, {2, "text", second}, {3, "broken", broken}};

class Migrate : public testing::DatabaseTest {
 protected:
  Migrate() : DatabaseTest({}, 2) {}
  Result<MigrationReport> apply(std::span<Migration const> migrations) {
    return run(migrate(database(), migrations));
  }
  std::int64_t count(Sql sql) { return run(database().session().query(sql)).value()[0].integer(0); }
};
AUKLET_ON_BOTH_ENGINES(Migrate);

TEST_P(Migrate, AppliesEachOnceAndInOrder) {
  EXPECT_EQ(run(schema_version(database())).value(), 0);
  auto const report = apply(both);
  ASSERT_TRUE(report) << report.error().message << report.error().detail;
  EXPECT_EQ(report->from, 0);
  EXPECT_EQ(report->to, 2);
  EXPECT_EQ(count("SELECT count(*) FROM one WHERE text = '{}'"), 1);
  EXPECT_EQ(run(schema_version(database())).value(), 2);

  auto const again = apply(both);
  ASSERT_TRUE(again);
  EXPECT_EQ(again->from, 2);
  EXPECT_EQ(count("SELECT count(*) FROM one"), 1);
  EXPECT_EQ(count("SELECT count(*) FROM schema_migrations"), 2);
}

TEST_P(Migrate, GoesOnWhereItWasAfterARestart) {
  ASSERT_TRUE(apply(std::span(both).first(1)));
  reopen();
  auto const report = apply(both);
  ASSERT_TRUE(report);
  EXPECT_EQ(report->from, 1);
  EXPECT_EQ(report->to, 2);
}

TEST_P(Migrate, LeavesNothingOfAMigrationThatFails) {
  auto const report = apply(with_broken);
  ASSERT_FALSE(report);
  EXPECT_EQ(report.error().message, "Migration 3 (broken) failed");
  EXPECT_NE(report.error().detail.find("no_such_table"), std::string::npos);
  EXPECT_EQ(run(schema_version(database())).value(), 2);
  EXPECT_EQ(count("SELECT count(*) FROM one"), 1);
  EXPECT_FALSE(run(database().session().query("SELECT id FROM three")));
}

TEST_P(Migrate, RefusesADatabaseOfANewerVersion) {
  ASSERT_TRUE(apply(both));
  auto const report = apply(std::span(both).first(1));
  ASSERT_FALSE(report);
  EXPECT_EQ(report.error().kind, ErrorKind::invalid);
  EXPECT_NE(report.error().message.find("its schema is 2, this version knows 1"), std::string::npos)
      << report.error().message;
  EXPECT_EQ(count("SELECT count(*) FROM one"), 1);
}

Task<> migrate_and_tell(Database& database, std::atomic<int>& done, std::string& failure) {
  auto const report = co_await migrate(database, both);
  if (report) {
    ++done;
  } else {
    failure = report.error().detail;
  }
}

TEST_P(Migrate, LetsTwoNodesStartAtOnce) {
  auto const other = db::open(address(), runtime()).value();
  std::atomic<int> done{0};
  std::string failures[2];
  async::TaskGroup tasks;
  tasks.spawn(runtime().executor(0), migrate_and_tell(database(), done, failures[0]));
  tasks.spawn(runtime().executor(1), migrate_and_tell(*other, done, failures[1]));
  ASSERT_TRUE(tasks.wait(std::chrono::seconds{30}));
  EXPECT_EQ(done, 2) << failures[0] << failures[1];
  EXPECT_EQ(count("SELECT count(*) FROM one"), 1);
  EXPECT_EQ(count("SELECT count(*) FROM schema_migrations"), 2);
  runtime().stop();  // before `other` ends
}

}  // namespace
}  // namespace auklet::db
