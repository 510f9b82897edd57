// SPDX-License-Identifier: Apache-2.0
#include "db/sqlite_log_vfs.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "base/testing/temporary_folder.h"
#include "db/testing/raw_connection.h"

namespace auklet::db {
namespace {

using testing::insert_rows;
using testing::system_calls;
using Connection = testing::RawConnection;

class SqliteLogVfsTest : public ::testing::Test {
 protected:
  std::string path() const { return (folder_.path() / "test.db").string(); }

 private:
  base::testing::TemporaryFolder const folder_;
};

TEST_F(SqliteLogVfsTest, WritesACommitWithFewCalls) {
  Connection writer(path(), log_gathering_vfs());
  ASSERT_EQ(writer.run("CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT)"), "");
  auto const before = system_calls("syscw:");
  ASSERT_EQ(writer.run(insert_rows(50)), "");
  auto const after = system_calls("syscw:");
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
