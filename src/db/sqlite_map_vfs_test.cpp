// SPDX-License-Identifier: Apache-2.0
#include "db/sqlite_map_vfs.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <string>

#include "base/testing/temporary_folder.h"
#include "db/sqlite_log_vfs.h"
#include "db/testing/raw_connection.h"

namespace auklet::db {
namespace {

using testing::insert_rows;
using testing::system_calls;
using Connection = testing::RawConnection;

class SqliteMapVfsTest : public ::testing::Test {
 protected:
  std::string path() const { return (folder_.path() / "test.db").string(); }

  Connection reader(char const* vfs = mapping_vfs()) {
    Connection connection(path(), vfs);
    EXPECT_EQ(connection.run("PRAGMA mmap_size = 4096; PRAGMA cache_size = 10"), "");
    return connection;
  }

 private:
  base::testing::TemporaryFolder const folder_;
};

TEST_F(SqliteMapVfsTest, ReadsWithoutCallsWhereverTheFileEnds) {
  Connection writer(path(), log_gathering_vfs());
  ASSERT_EQ(writer.run("CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT)"), "");
  auto mapped = reader();
  auto called = reader(nullptr);
  for (int rows = 500; rows <= 2000; rows += 500) {
    ASSERT_EQ(writer.run(insert_rows(500) + "; PRAGMA wal_checkpoint(TRUNCATE)"), "");
    auto const calls_of = [rows](Connection& connection) {
      EXPECT_EQ(connection.number("SELECT sum(length(text)) FROM note"), rows * 3000);
      auto const before = system_calls("syscr:");
      EXPECT_EQ(connection.number("SELECT count(*) FROM note WHERE text LIKE '0%' OR 1"), rows);
      return system_calls("syscr:") - before;
    };
    EXPECT_LT(calls_of(mapped), 20);  // those that ask for the number among them
    EXPECT_GT(calls_of(called), rows / 2) << "each page is asked for without the layer";
  }
}

TEST_F(SqliteMapVfsTest, ReadsWhatIsCommittedAndOnlyThat) {
  Connection writer(path(), log_gathering_vfs());
  ASSERT_EQ(writer.run("CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT)"), "");
  auto mapped = reader();
  for (int round = 1; round <= 20; ++round) {
    ASSERT_EQ(writer.run("BEGIN; " + insert_rows(10)), "");
    EXPECT_EQ(mapped.number("SELECT count(*) FROM note"), (round - 1) * 10);
    ASSERT_EQ(writer.run("COMMIT"), "");
    EXPECT_EQ(mapped.number("SELECT count(*) FROM note"), round * 10);
    if (round % 7 == 0) {
      ASSERT_EQ(writer.run("PRAGMA wal_checkpoint(TRUNCATE)"), "");
    }
  }
  EXPECT_EQ(mapped.number("SELECT count(*) FROM pragma_integrity_check WHERE integrity_check = 'ok'"), 1);
}

TEST_F(SqliteMapVfsTest, TheFileMayBecomeShorter) {
  Connection writer(path(), log_gathering_vfs());
  ASSERT_EQ(writer.run("CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT); " + insert_rows(1000) +
                       "; PRAGMA wal_checkpoint(TRUNCATE)"),
            "");
  auto mapped = reader();
  EXPECT_EQ(mapped.number("SELECT sum(length(text)) FROM note"), 1000 * 3000);
  ASSERT_EQ(writer.run("DELETE FROM note WHERE id > 10; VACUUM; PRAGMA wal_checkpoint(TRUNCATE)"), "");
  EXPECT_EQ(mapped.number("SELECT sum(length(text)) FROM note"), 10 * 3000);
  ASSERT_EQ(writer.run(insert_rows(990)), "");
  EXPECT_EQ(mapped.number("SELECT sum(length(text)) FROM note"), 1000 * 3000);
}

// Whether another process sees a lock on the byte range in which SQLite's connections say that they are there.
bool is_locked(std::string const& path) {
  auto const child = ::fork();
  if (child == 0) {
    auto const descriptor = ::open(path.c_str(), O_RDWR);
    struct flock wanted{};
    wanted.l_type = F_WRLCK;
    wanted.l_whence = SEEK_SET;
    wanted.l_start = 0x40000002;
    wanted.l_len = 510;
    ::_exit(::fcntl(descriptor, F_GETLK, &wanted) == 0 && wanted.l_type != F_UNLCK ? 0 : 1);
  }
  int status = 0;
  EXPECT_EQ(::waitpid(child, &status, 0), child);
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

TEST_F(SqliteMapVfsTest, OneThatIsClosedLeavesTheLocksOfTheOthers) {
  Connection writer(path(), log_gathering_vfs());
  ASSERT_EQ(writer.run("CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT); " + insert_rows(10)), "");
  ASSERT_TRUE(is_locked(path()));
  {
    auto mapped = reader();
    EXPECT_EQ(mapped.number("SELECT count(*) FROM note"), 10);
  }
  EXPECT_TRUE(is_locked(path()));
}

}  // namespace
}  // namespace auklet::db
