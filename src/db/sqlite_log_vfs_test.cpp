// SPDX-License-Identifier: Apache-2.0
#include "db/sqlite_log_vfs.h"

#include <gtest/gtest.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

#include "base/testing/temporary_folder.h"

namespace auklet::db {
namespace {

struct Closer {
  void operator()(sqlite3* handle) const { sqlite3_close(handle); }
};

class Connection {
 public:
  Connection(std::string const& path, char const* vfs) {
    sqlite3* handle = nullptr;
    EXPECT_EQ(sqlite3_open_v2(path.c_str(), &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, vfs),
              SQLITE_OK);
    handle_.reset(handle);
    EXPECT_EQ(run("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL"), "");
  }
  std::string run(std::string const& sql) {
    return sqlite3_exec(handle_.get(), sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK
               ? ""
               : sqlite3_errmsg(handle_.get());
  }
  std::int64_t number(std::string const& sql) {
    sqlite3_stmt* statement = nullptr;
    EXPECT_EQ(sqlite3_prepare_v2(handle_.get(), sql.c_str(), -1, &statement, nullptr), SQLITE_OK);
    EXPECT_EQ(sqlite3_step(statement), SQLITE_ROW);
    auto const value = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    return value;
  }

 private:
  std::unique_ptr<sqlite3, Closer> handle_;
};

class SqliteLogVfsTest : public ::testing::Test {
 protected:
  std::string path() const { return (folder_.path() / "test.db").string(); }

 private:
  base::testing::TemporaryFolder const folder_;
};

std::string insert_rows(int count) {
  return "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " + std::to_string(count) +
         ") INSERT INTO note SELECT NULL, hex(randomblob(1500)) FROM n";
}

// How often this process has asked the system to write.
std::int64_t write_calls() {
  std::ifstream file("/proc/self/io");
  std::string name;
  std::int64_t value = 0;
  while (file >> name >> value) {
    if (name == "syscw:") {
      return value;
    }
  }
  return -1;
}

TEST_F(SqliteLogVfsTest, WritesACommitWithFewCalls) {
  Connection writer(path(), log_gathering_vfs());
  ASSERT_EQ(writer.run("CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT)"), "");
  auto const before = write_calls();
  ASSERT_EQ(writer.run(insert_rows(50)), "");
  auto const after = write_calls();
  ASSERT_GT(before, 0) << "/proc/self/io counts them";
  EXPECT_LE(after - before, 5) << "two for each page without the layer";
  Connection reader(path(), nullptr);
  EXPECT_EQ(reader.number("SELECT count(*) FROM note"), 50);
}

TEST_F(SqliteLogVfsTest, OthersReadWhatIsCommittedAndOnlyThat) {
  Connection writer(path(), log_gathering_vfs());
  Connection reader(path(), nullptr);
  ASSERT_EQ(writer.run("CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT)"), "");
  for (int round = 1; round <= 20; ++round) {
    ASSERT_EQ(writer.run("BEGIN; " + insert_rows(10)), "");
    EXPECT_EQ(reader.number("SELECT count(*) FROM note"), (round - 1) * 10);
    ASSERT_EQ(writer.run(round % 3 == 0 ? "ROLLBACK; " + insert_rows(10) : "COMMIT"), "");
    EXPECT_EQ(reader.number("SELECT count(*) FROM note"), round * 10);
    if (round % 7 == 0) {
      ASSERT_EQ(reader.run("PRAGMA wal_checkpoint(TRUNCATE)"), "");
    }
  }
  EXPECT_EQ(reader.number("SELECT count(*) FROM pragma_integrity_check WHERE integrity_check = 'ok'"), 1);
}

// A transaction that is larger than the cache writes to the log before it commits, and reads from there.
TEST_F(SqliteLogVfsTest, ReadsBackWhatHasLeftTheCache) {
  Connection writer(path(), log_gathering_vfs());
  ASSERT_EQ(writer.run("PRAGMA cache_size = 10; CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT)"), "");
  ASSERT_EQ(writer.run("BEGIN; " + insert_rows(2000)), "");
  EXPECT_EQ(writer.number("SELECT sum(length(text)) FROM note"), 2000 * 3000);
  ASSERT_EQ(writer.run("UPDATE note SET text = 'short' WHERE id % 2 = 0; COMMIT"), "");
  Connection reader(path(), nullptr);
  EXPECT_EQ(reader.number("SELECT sum(length(text)) FROM note"), 1000 * 3000 + 1000 * 5);
}

TEST_F(SqliteLogVfsTest, WhatIsCommittedIsThereWithoutAnEnd) {
  {
    Connection writer(path(), log_gathering_vfs());
    ASSERT_EQ(writer.run("PRAGMA wal_autocheckpoint = 0"), "");
    ASSERT_EQ(writer.run("CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT)"), "");
    ASSERT_EQ(writer.run(insert_rows(50)), "");
    ASSERT_EQ(writer.run("BEGIN; " + insert_rows(50)), "");
    // As a crash leaves it: the files as they are now.
    std::filesystem::copy_file(path(), path() + ".crashed");
    std::filesystem::copy_file(path() + "-wal", path() + ".crashed-wal");
  }
  Connection after(path() + ".crashed", log_gathering_vfs());
  EXPECT_EQ(after.number("SELECT count(*) FROM note"), 50);
}

}  // namespace
}  // namespace auklet::db
