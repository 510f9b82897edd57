// SPDX-License-Identifier: Apache-2.0
#include "db/sqlite_connection.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <mutex>
#include <optional>
#include <string_view>

#include "base/check.h"
#include "db/dialect.h"
#include "db/failure.h"
#include "db/sqlite_log_vfs.h"
#include "db/sqlite_map_vfs.h"

namespace auklet::db {

namespace {

// A prepared statement weighs a few kilobytes, and there is one of each on every connection.
constexpr std::size_t statements_max = 512;

// WAL lets readers go on while one writes. synchronous=FULL makes COMMIT wait until the disk has it, which
// sqlite_log_vfs.h relies on. The cache is small because the operating system's is shared by all connections, through the
// memory map; the map of those that read is as long as the file (sqlite_map_vfs.h).
// In-memory temp_store keeps the undo log of savepoints off the disk.
// Everyone who writes waits while a COMMIT moves the log into the database: a fourth as often would take nearly four times
// as long each time. A thread of its own for it, which was tried, syncs the disk against the COMMITs and makes them slower.
constexpr char const* settings =
    "PRAGMA journal_mode = WAL;"
    "PRAGMA synchronous = FULL;"
    "PRAGMA foreign_keys = ON;"
    "PRAGMA temp_store = MEMORY;"
    "PRAGMA mmap_size = 268435456;"
    "PRAGMA journal_size_limit = 67108864;"
    "PRAGMA wal_autocheckpoint = 1000;";
constexpr char const* writer_settings = "PRAGMA cache_size = -8000;";
constexpr char const* reader_settings = "PRAGMA cache_size = -2000; PRAGMA query_only = ON;";

constexpr std::chrono::milliseconds busy_at_open{5000};

// The global allocation statistics cost a process-wide lock on every allocation of every connection.
void configure_library() {
  static std::once_flag once;
  std::call_once(once, [] { sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); });
}

// "$12" names the parameter at place 11.
std::optional<std::size_t> place_of(char const* name) {
  if (name == nullptr || name[0] != '$') {
    return std::nullopt;
  }
  std::size_t number = 0;
  auto const* const end = name + std::strlen(name);
  auto const parsed = std::from_chars(name + 1, end, number);
  if (parsed.ec != std::errc{} || parsed.ptr != end || number == 0) {
    return std::nullopt;
  }
  return number - 1;
}

std::string json_array(std::span<std::int64_t const> list) {
  return fmt::format("[{}]", fmt::join(list, ","));
}

int bind_one(sqlite3_stmt* statement, int index, Param const& param) {
  if (param.null) {
    return sqlite3_bind_null(statement, index);
  }
  switch (param.type) {
    case Param::Type::integer:
      return sqlite3_bind_int64(statement, index, param.integer);
    case Param::Type::text:
      // An empty view may hold a null pointer, which SQLite would take for NULL.
      return sqlite3_bind_text64(statement, index, param.text.empty() ? "" : param.text.data(),
                                 param.text.size(), SQLITE_STATIC, SQLITE_UTF8);
    case Param::Type::integer_list: {
      auto const json = json_array(param.list);
      return sqlite3_bind_text64(statement, index, json.data(), json.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
    }
  }
  return SQLITE_MISUSE;
}

void add_cell(Rows& rows, sqlite3_stmt* statement, int column) {
  switch (sqlite3_column_type(statement, column)) {
    case SQLITE_NULL:
      rows.add_null();
      return;
    case SQLITE_INTEGER:
      rows.add_integer(sqlite3_column_int64(statement, column));
      return;
    default: {
      auto const* const text = reinterpret_cast<char const*>(sqlite3_column_text(statement, column));
      rows.add_text(
          {text == nullptr ? "" : text, static_cast<std::size_t>(sqlite3_column_bytes(statement, column))});
    }
  }
}

}  // namespace

void SqliteConnection::CloseDatabase::operator()(sqlite3* handle) const {
  sqlite3_close_v2(handle);
}
void SqliteConnection::FinalizeStatement::operator()(sqlite3_stmt* statement) const {
  sqlite3_finalize(statement);
}

SqliteConnection::~SqliteConnection() = default;

Result<SqliteConnection> SqliteConnection::open(std::string const& path, Use use) {
  configure_library();
  auto const flags =
      SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | (use == Use::write ? SQLITE_OPEN_CREATE : 0);
  sqlite3* handle = nullptr;
  auto const* const vfs = use == Use::write ? log_gathering_vfs() : mapping_vfs();
  auto const code = sqlite3_open_v2(path.c_str(), &handle, flags, vfs);
  SqliteConnection connection(handle);  // SQLite gives a handle to close even when it fails
  if (code != SQLITE_OK) {
    auto const* const why = handle == nullptr ? sqlite3_errstr(code) : sqlite3_errmsg(handle);
    return fail(ErrorKind::unavailable, fmt::format("Cannot open the database {}: {}", path, why));
  }
  TRY_OK(connection.configure(path, use));
  return connection;
}

Result<> SqliteConnection::configure(std::string const& path, Use use) {
  sqlite3_extended_result_codes(handle_.get(), 1);
  set_busy_timeout(busy_at_open);
  for (auto const* const batch : {settings, use == Use::write ? writer_settings : reader_settings}) {
    if (sqlite3_exec(handle_.get(), batch, nullptr, nullptr, nullptr) != SQLITE_OK) {
      return fail(ErrorKind::unavailable,
                  fmt::format("Cannot set up the database {}: {}", path, sqlite3_errmsg(handle_.get())));
    }
  }
  // Some network file systems cannot do WAL; SQLite then quietly keeps the mode it had.
  TRY(auto const mode, run("PRAGMA journal_mode", {}));
  if (mode.empty() || mode[0].text(0) != "wal") {
    return fail(ErrorKind::unavailable,
                fmt::format("The file system of the database {} does not support SQLite's WAL", path));
  }
  return {};
}

void SqliteConnection::set_busy_timeout(std::chrono::milliseconds timeout) {
  sqlite3_busy_timeout(handle_.get(), static_cast<int>(timeout.count()));
}

bool SqliteConnection::in_transaction() const {
  return sqlite3_get_autocommit(handle_.get()) == 0;
}

bool SqliteConnection::violates_deferred_keys() const {
  int current = 0;
  int highest = 0;
  sqlite3_db_status(handle_.get(), SQLITE_DBSTATUS_DEFERRED_FKS, &current, &highest, 0);
  return current != 0;
}

Result<Rows> SqliteConnection::run(Sql sql, std::span<Param const> params) {
  TRY(auto* const statement, prepare(sql));
  statement->last_use = ++uses_;
  auto result = [&]() -> Result<Rows> {
    TRY_OK(bind(*statement, params));
    return step_through(statement->handle.get());
  }();
  // A statement left in the middle would keep its snapshot, and the write-ahead log could never be reset.
  sqlite3_reset(statement->handle.get());
  sqlite3_clear_bindings(statement->handle.get());
  return result;
}

Result<SqliteConnection::Statement*> SqliteConnection::prepare(Sql sql) {
  if (auto const found = statements_.find(sql.text()); found != statements_.end()) {
    return found->second.get();
  }
  auto const text = translate(Engine::sqlite, sql.text());
  auto statement = std::make_unique<Statement>();
  sqlite3_stmt* handle = nullptr;
  auto const code = sqlite3_prepare_v3(handle_.get(), text.data(), static_cast<int>(text.size()),
                                       SQLITE_PREPARE_PERSISTENT, &handle, nullptr);
  statement->handle.reset(handle);
  if (code != SQLITE_OK) {
    return std::unexpected(error(sql.text()));
  }
  if (handle == nullptr) {
    return std::unexpected(internal("an empty statement"));
  }
  for (int index = 1; index <= sqlite3_bind_parameter_count(handle); ++index) {
    auto const place = place_of(sqlite3_bind_parameter_name(handle, index));
    if (!place) {
      return std::unexpected(internal(fmt::format("parameters are written $1, $2, …: {}", sql.text())));
    }
    statement->parameters.push_back(*place);
  }
  if (statements_.size() == statements_max) {
    evict_one();
  }
  return statements_.emplace(sql.text(), std::move(statement)).first->second.get();
}

void SqliteConnection::evict_one() {
  statements_.erase(
      std::ranges::min_element(statements_, {}, [](auto const& entry) { return entry.second->last_use; }));
}

Result<> SqliteConnection::bind(Statement const& statement, std::span<Param const> params) {
  for (std::size_t i = 0; i < statement.parameters.size(); ++i) {
    auto const place = statement.parameters[i];
    if (place >= params.size()) {
      return std::unexpected(
          internal(fmt::format("no value for ${}: {}", place + 1, sqlite3_sql(statement.handle.get()))));
    }
    auto const& param = params[place];
    // PostgreSQL cannot store it; the two engines shall not differ in what they take.
    if (param.text.find('\0') != std::string_view::npos) {
      return fail(ErrorKind::malformed, "Text must not contain the character NUL", "NUL in a text parameter");
    }
    if (bind_one(statement.handle.get(), static_cast<int>(i + 1), param) != SQLITE_OK) {
      return std::unexpected(error(sqlite3_sql(statement.handle.get())));
    }
  }
  return {};
}

Result<Rows> SqliteConnection::step_through(sqlite3_stmt* statement) {
  auto code = sqlite3_step(statement);
  // Asked only now: after a change of the schema, step() compiles anew.
  auto const columns = sqlite3_column_count(statement);
  Rows rows(static_cast<std::size_t>(columns));
  for (; code == SQLITE_ROW; code = sqlite3_step(statement)) {
    for (int column = 0; column < columns; ++column) {
      add_cell(rows, statement, column);
    }
  }
  if (code != SQLITE_DONE) {
    return std::unexpected(error(sqlite3_sql(statement)));
  }
  if (sqlite3_stmt_readonly(statement) == 0) {
    rows.set_affected(sqlite3_changes64(handle_.get()));
  }
  return rows;
}

Error SqliteConnection::error(char const* text) const {
  auto const code = sqlite3_extended_errcode(handle_.get());
  auto detail = fmt::format("SQLite {}: {}: {}", code, sqlite3_errmsg(handle_.get()), text);
  switch (code) {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_ROWID:
    case SQLITE_CONSTRAINT_FOREIGNKEY:
      return conflict(std::move(detail));
    default:
      break;
  }
  switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_FULL:
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
      return unavailable(std::move(detail));
    default:
      return internal(std::move(detail));
  }
}

}  // namespace auklet::db
