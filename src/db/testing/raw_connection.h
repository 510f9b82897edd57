// SPDX-License-Identifier: Apache-2.0
//
// SQLite as it is, for the tests of the file layers.
#pragma once

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <cstdint>
#include <fstream>
#include <memory>
#include <string>

namespace auklet::db::testing {

class RawConnection {
 public:
  // With a layer's name, or nullptr for the usual one.
  RawConnection(std::string const& path, char const* vfs) {
    sqlite3* handle = nullptr;
    EXPECT_EQ(sqlite3_open_v2(path.c_str(), &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, vfs),
              SQLITE_OK);
    handle_.reset(handle);
    EXPECT_EQ(run("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL"), "");
  }
  // What is wrong, or nothing.
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
  struct Closer {
    void operator()(sqlite3* handle) const { sqlite3_close(handle); }
  };
  std::unique_ptr<sqlite3, Closer> handle_;
};

// Into the table note (id, text).
inline std::string insert_rows(int count) {
  return "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " + std::to_string(count) +
         ") INSERT INTO note SELECT NULL, hex(randomblob(1500)) FROM n";
}

// How often this process has asked the system to read ("syscr:") or to write ("syscw:"); -1 when that is not known.
inline std::int64_t system_calls(std::string const& wanted) {
  std::ifstream file("/proc/self/io");
  std::string name;
  std::int64_t value = 0;
  while (file >> name >> value) {
    if (name == wanted) {
      return value;
    }
  }
  return -1;
}

}  // namespace auklet::db::testing
