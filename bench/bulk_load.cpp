// SPDX-License-Identifier: Apache-2.0
#include "bench/bulk_load.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <libpq-fe.h>
#include <sqlite3.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace auklet::bench {

namespace {

constexpr std::string_view sqlite_prefix = "sqlite:";
// One statement takes so many rows: what a statement costs beside its rows is paid once for all of them.
constexpr std::size_t rows_of_statement = 32;

// "(?,?),(?,?)": places for the values of some rows.
std::string places_for(std::size_t rows, std::size_t columns) {
  std::string row = "(?";
  for (std::size_t i = 1; i < columns; ++i) {
    row += ",?";
  }
  row += ')';
  std::string all = row;
  for (std::size_t i = 1; i < rows; ++i) {
    all += ',' + row;
  }
  return all;
}

// One that was dropped, with the statement that makes it again.
struct Index {
  std::string name;
  std::string sql;
};

class SqliteLoad : public BulkLoad {
 public:
  static Result<std::unique_ptr<BulkLoad>> open(std::string const& path) {
    std::unique_ptr<SqliteLoad> load(new SqliteLoad(path));
    // What does not fit into memory while it is sorted goes beside the database: /tmp may be too small for it.
    auto const folder = std::filesystem::absolute(path).parent_path();
    ::setenv("SQLITE_TMPDIR", folder.c_str(), 0);
    sqlite3* handle = nullptr;
    auto const code =
        sqlite3_open_v2(path.c_str(), &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr);
    load->database_.reset(handle);
    if (code != SQLITE_OK) {
      return fail(ErrorKind::unavailable, fmt::format("{}: {}", path, sqlite3_errstr(code)));
    }
    // Sorting an index takes as much memory as the cache may have, and has a thread of its own while the rows are read.
    TRY_OK(
        load->execute("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE;"
                      "PRAGMA cache_size = -400000; PRAGMA threads = 1"));
    return load;
  }

  Result<> begin_table(std::string_view table, std::string_view columns, std::string_view in_order) override {
    TRY_OK(drop_indexes(table, in_order));
    TRY_OK(execute("BEGIN"));
    columns_ = static_cast<std::size_t>(std::ranges::count(columns, ',')) + 1;
    TRY_OK(prepare_insert(one_, table, columns, 1));
    return prepare_insert(many_, table, columns, rows_of_statement);
  }

  // Gathered until a statement is full: the texts are kept until then.
  Result<> row(std::initializer_list<Value> values) override {
    for (auto const& value : values) {
      keep(value);
    }
    if (cells_.size() < columns_ * rows_of_statement) {
      return {};
    }
    auto const done = insert(many_, cells_);
    cells_.clear();
    texts_.clear();
    return done;
  }

  Result<> end_table(std::function<void(std::string_view)> const& shown) override {
    for (std::span<Cell const> left(cells_); !left.empty(); left = left.subspan(columns_)) {
      TRY_OK(insert(one_, left.first(columns_)));
    }
    cells_.clear();
    texts_.clear();
    one_.reset();
    many_.reset();
    TRY_OK(execute("COMMIT"));
    for (auto const& index : std::exchange(indexes_, {})) {
      shown(index.name);
      TRY_OK(execute(index.sql));
    }
    return {};
  }

  Result<> finish() override {
    TRY_OK(execute("PRAGMA journal_mode = WAL"));
    database_.reset();
    // What was written without waiting for the disk: closed first, because closing a file gives up SQLite's locks.
    auto const file = ::open(path_.c_str(), O_RDWR);
    auto const synced = file >= 0 && ::fsync(file) == 0;
    if (file >= 0) {
      ::close(file);
    }
    return synced ? Result<>{} : fail(ErrorKind::unavailable, path_ + " cannot be taken to the disk");
  }

 private:
  struct Close {
    void operator()(sqlite3* handle) const { sqlite3_close_v2(handle); }
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  };

  explicit SqliteLoad(std::string path) : path_(std::move(path)) {}

  Result<> check(int code) {
    if (code == SQLITE_OK) {
      return {};
    }
    return fail(ErrorKind::unavailable,
                fmt::format("the database says: {}", sqlite3_errmsg(database_.get())));
  }
  Result<> execute(std::string const& sql) {
    return check(sqlite3_exec(database_.get(), sql.c_str(), nullptr, nullptr, nullptr));
  }

  using Statement = std::unique_ptr<sqlite3_stmt, Close>;

  Result<> prepare_insert(Statement& statement, std::string_view table, std::string_view columns,
                          std::size_t rows) {
    auto const sql = fmt::format("INSERT INTO {} ({}) VALUES {}", table, columns, places_for(rows, columns_));
    sqlite3_stmt* made = nullptr;
    auto const code = sqlite3_prepare_v3(database_.get(), sql.c_str(), static_cast<int>(sql.size()),
                                         SQLITE_PREPARE_PERSISTENT, &made, nullptr);
    statement.reset(made);
    return check(code);
  }

  // A value that waits for its statement; of a text, where it stands in texts_.
  struct Cell {
    enum class Kind : std::uint8_t { null, integer, text } kind = Kind::null;
    std::int64_t value = 0;
    std::size_t size = 0;
  };

  void keep(Value const& value) {
    if (auto const* const number = std::get_if<std::int64_t>(&value)) {
      cells_.push_back({Cell::Kind::integer, *number, 0});
    } else if (auto const* const text = std::get_if<std::string_view>(&value)) {
      cells_.push_back({Cell::Kind::text, static_cast<std::int64_t>(texts_.size()), text->size()});
      texts_ += *text;
    } else {
      cells_.push_back({});
    }
  }

  Result<> insert(Statement const& statement, std::span<Cell const> cells) {
    int place = 0;
    for (auto const& cell : cells) {
      ++place;
      switch (cell.kind) {
        case Cell::Kind::null:
          sqlite3_bind_null(statement.get(), place);
          break;
        case Cell::Kind::integer:
          sqlite3_bind_int64(statement.get(), place, cell.value);
          break;
        case Cell::Kind::text:
          sqlite3_bind_text(statement.get(), place, texts_.data() + cell.value, static_cast<int>(cell.size),
                            SQLITE_STATIC);
          break;
      }
    }
    auto const code = sqlite3_step(statement.get());
    sqlite3_reset(statement.get());
    return check(code == SQLITE_DONE ? SQLITE_OK : code);
  }

  // Keeps the text of each, to make it again. Those of constraints have none, and stay, as the index `kept` does.
  Result<> drop_indexes(std::string_view table, std::string_view kept) {
    Statement list;
    sqlite3_stmt* statement = nullptr;
    auto const* const sql =
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = ?1 AND name <> ?2 "
        "AND sql IS NOT NULL";
    TRY_OK(check(sqlite3_prepare_v2(database_.get(), sql, -1, &statement, nullptr)));
    list.reset(statement);
    sqlite3_bind_text(statement, 1, table.data(), static_cast<int>(table.size()), SQLITE_STATIC);
    sqlite3_bind_text(statement, 2, kept.data(), static_cast<int>(kept.size()), SQLITE_STATIC);
    auto const column = [statement](int at) {
      return std::string(reinterpret_cast<char const*>(sqlite3_column_text(statement, at)));
    };
    while (sqlite3_step(statement) == SQLITE_ROW) {
      indexes_.push_back({column(0), column(1)});
    }
    list.reset();
    for (auto const& index : indexes_) {
      TRY_OK(execute("DROP INDEX " + index.name));
    }
    return {};
  }

  std::string path_;
  std::unique_ptr<sqlite3, Close> database_;  // before the statements: they go first
  Statement one_;
  Statement many_;
  std::size_t columns_ = 0;
  std::vector<Cell> cells_;
  std::string texts_;
  std::vector<Index> indexes_;  // of the table, dropped
};

class PostgresLoad : public BulkLoad {
 public:
  static Result<std::unique_ptr<BulkLoad>> open(std::string const& address) {
    std::unique_ptr<PostgresLoad> load(new PostgresLoad);
    load->connection_.reset(PQconnectdb(address.c_str()));
    if (PQstatus(load->connection_.get()) != CONNECTION_OK) {
      return load->failure();
    }
    TRY_OK(load->execute("SET synchronous_commit = off"));
    TRY_OK(load->execute("SET maintenance_work_mem = '400MB'"));
    return load;
  }

  // An index is sorted for in any case: to append to one row by row is no cheaper here.
  Result<> begin_table(std::string_view table, std::string_view columns,
                       std::string_view /*in_order*/) override {
    TRY_OK(drop_indexes(table));
    return execute(fmt::format("COPY {} ({}) FROM STDIN", table, columns), PGRES_COPY_IN);
  }

  // The text format of COPY. The values of this tool hold no backslash, tab or line end.
  Result<> row(std::initializer_list<Value> values) override {
    bool first = true;
    for (auto const& value : values) {
      if (!std::exchange(first, false)) {
        buffer_ += '\t';
      }
      if (auto const* const number = std::get_if<std::int64_t>(&value)) {
        fmt::format_to(std::back_inserter(buffer_), "{}", *number);
      } else if (auto const* const text = std::get_if<std::string_view>(&value)) {
        buffer_ += *text;
      } else {
        buffer_ += "\\N";
      }
    }
    buffer_ += '\n';
    return buffer_.size() < buffer_bytes ? Result<>{} : flush();
  }

  Result<> end_table(std::function<void(std::string_view)> const& shown) override {
    TRY_OK(flush());
    if (PQputCopyEnd(connection_.get(), nullptr) != 1) {
      return failure();
    }
    while (auto* const answer = PQgetResult(connection_.get())) {
      auto const status = PQresultStatus(answer);
      PQclear(answer);
      if (status != PGRES_COMMAND_OK) {
        return failure();
      }
    }
    for (auto const& index : std::exchange(indexes_, {})) {
      shown(index.name);
      TRY_OK(execute(index.sql));
    }
    return {};
  }

  // Without statistics the planner would take these tables for empty.
  Result<> finish() override {
    TRY_OK(execute("SET synchronous_commit = on"));
    TRY_OK(execute("ANALYZE"));
    return execute("CHECKPOINT");
  }

 private:
  static constexpr std::size_t buffer_bytes = 1 << 18;

  struct Close {
    void operator()(PGconn* connection) const { PQfinish(connection); }
    void operator()(PGresult* answer) const { PQclear(answer); }
  };

  std::unexpected<Error> failure() {
    return fail(ErrorKind::unavailable,
                fmt::format("the database says: {}", PQerrorMessage(connection_.get())));
  }
  Result<> execute(std::string const& sql, ExecStatusType wanted = PGRES_COMMAND_OK) {
    std::unique_ptr<PGresult, Close> const answer(PQexec(connection_.get(), sql.c_str()));
    if (PQresultStatus(answer.get()) != wanted) {
      return failure();
    }
    return {};
  }
  Result<> flush() {
    if (!buffer_.empty() &&
        PQputCopyData(connection_.get(), buffer_.data(), static_cast<int>(buffer_.size())) != 1) {
      return failure();
    }
    buffer_.clear();
    return {};
  }

  Result<> drop_indexes(std::string_view table) {
    auto const sql = fmt::format(
        "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index "
        "WHERE indrelid = '{}'::regclass AND NOT indisprimary",
        table);
    std::unique_ptr<PGresult, Close> const list(PQexec(connection_.get(), sql.c_str()));
    if (PQresultStatus(list.get()) != PGRES_TUPLES_OK) {
      return failure();
    }
    for (int i = 0; i < PQntuples(list.get()); ++i) {
      indexes_.push_back({PQgetvalue(list.get(), i, 0), PQgetvalue(list.get(), i, 1)});
      TRY_OK(execute("DROP INDEX " + indexes_.back().name));
    }
    return {};
  }

  std::unique_ptr<PGconn, Close> connection_;
  std::string buffer_;
  std::vector<Index> indexes_;  // of the table, dropped
};

}  // namespace

Result<std::unique_ptr<BulkLoad>> BulkLoad::open(std::string const& address) {
  if (address.starts_with(sqlite_prefix)) {
    return SqliteLoad::open(address.substr(sqlite_prefix.size()));
  }
  return PostgresLoad::open(address);
}

}  // namespace auklet::bench
