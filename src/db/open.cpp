// SPDX-License-Identifier: Apache-2.0
#include "db/open.h"

#include <fmt/format.h>

#include <filesystem>
#include <string_view>
#include <system_error>

#include "db/postgres_database.h"
#include "db/sqlite_database.h"

namespace auklet::db {

namespace {

Result<std::unique_ptr<Database>> open_sqlite(std::string const& path, async::Runtime& runtime,
                                              Options const& options) {
  if (path.empty()) {
    return fail(ErrorKind::invalid, "The database address names no file: write sqlite:PATH");
  }
  if (auto const folder = std::filesystem::path(path).parent_path(); !folder.empty()) {
    std::error_code failure;
    std::filesystem::create_directories(folder, failure);
    if (failure) {
      return fail(ErrorKind::unavailable,
                  fmt::format("Cannot create the folder {}: {}", folder.string(), failure.message()));
    }
  }
  SqliteWriter::Limits const limits{
      .wait_max = options.wait_max, .waiters_max = options.waiters_max, .group_max = options.group_max};
  return SqliteDatabase::open(path, runtime.loops(), limits);
}

}  // namespace

Result<std::unique_ptr<Database>> open(std::string const& address, async::Runtime& runtime, Options options) {
  constexpr std::string_view sqlite = "sqlite:";
  if (address.starts_with(sqlite)) {
    return open_sqlite(address.substr(sqlite.size()), runtime, options);
  }
  if (address.starts_with("postgresql://") || address.starts_with("postgres://")) {
    return PostgresDatabase::open(address, runtime,
                                  {.wait_max = options.wait_max,
                                   .waiters_max = options.waiters_max,
                                   .readers_per_loop = options.readers_per_loop,
                                   .transactions_per_loop = options.transactions_per_loop_max,
                                   .statement_max = options.statement_max});
  }
  return fail(ErrorKind::invalid, "The database address must start with sqlite: or postgresql://");
}

}  // namespace auklet::db
