// SPDX-License-Identifier: Apache-2.0
#include "db/migrate.h"

#include <fmt/format.h>

#include <chrono>
#include <memory>

#include "base/check.h"
#include "base/clock.h"
#include "base/log.h"

namespace auklet::db {

namespace {

// Chosen at random, so that no other program on the same PostgreSQL takes the same lock. SQLite has one
// writer anyway.
constexpr std::int64_t migration_lock = 0x6175'6b6c'6574'0001;

constexpr Sql create_table =
    "CREATE TABLE IF NOT EXISTS schema_migrations ("
    "  number {id},"
    "  name TEXT NOT NULL,"
    "  applied_at BIGINT NOT NULL"
    ")";

Task<Result<>> lock_out_others(Database& database, Transaction& transaction) {
  if (database.engine() == Engine::postgresql) {
    CO_TRY_OK(co_await transaction.query("SELECT 1 FROM pg_advisory_xact_lock($1)", {migration_lock}));
  }
  co_return Result<>{};
}

Task<Result<int>> version_in(Session& session) {
  CO_TRY(auto const rows, co_await session.query("SELECT coalesce(max(number), 0) FROM schema_migrations"));
  co_return static_cast<int>(rows[0].integer(0));
}

Task<Result<>> apply(Transaction& transaction, Migration const& migration) {
  for (auto const& statement : migration.statements) {
    auto done = co_await transaction.query(statement);
    if (!done) {
      auto error = std::move(done).error();
      error.message = fmt::format("Migration {} ({}) failed", migration.number, migration.name);
      co_return std::unexpected(std::move(error));
    }
  }
  CO_TRY_OK(co_await transaction.query(
      "INSERT INTO schema_migrations (number, name, applied_at) VALUES ($1, $2, $3)",
      {migration.number, migration.name, base::SystemClock{}.now()}));
  co_return Result<>{};
}

// One step of the way: true when there was one to take.
Task<Result<bool>> apply_next(Database& database, std::span<Migration const> migrations) {
  CO_TRY(auto const transaction, co_await database.begin());
  CO_TRY_OK(co_await lock_out_others(database, *transaction));
  CO_TRY_OK(co_await transaction->query(create_table));
  CO_TRY(auto const version, co_await version_in(*transaction));
  auto const known = static_cast<int>(migrations.size());
  if (version > known) {
    co_return fail(
        ErrorKind::invalid,
        fmt::format("The database was made by a newer version: its schema is {}, this version knows {}. "
                    "Run the newer version, or restore a backup.",
                    version, known));
  }
  if (version == known) {
    co_return false;
  }
  auto const& next = migrations[static_cast<std::size_t>(version)];
  CO_TRY_OK(co_await apply(*transaction, next));
  CO_TRY_OK(co_await transaction->commit());
  log::info("database: applied migration {} ({})", next.number, next.name);
  co_return true;
}

}  // namespace

Task<Result<MigrationReport>> migrate(Database& database, std::span<Migration const> migrations) {
  for (std::size_t i = 0; i < migrations.size(); ++i) {
    CHECK(migrations[i].number == static_cast<int>(i + 1));
  }
  MigrationReport report;
  CO_TRY(report.from, co_await schema_version(database));
  for (;;) {
    CO_TRY(auto const applied, co_await apply_next(database, migrations));
    if (!applied) {
      break;
    }
  }
  report.to = static_cast<int>(migrations.size());
  co_return report;
}

Task<Result<int>> schema_version(Database& database) {
  CO_TRY(
      auto const tables,
      co_await (
          database.engine() == Engine::sqlite
              ? database.session().query(
                    "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'schema_migrations'")
              : database.session().query(
                    "SELECT count(*) FROM pg_class WHERE oid = to_regclass('schema_migrations')")));
  if (tables[0].integer(0) == 0) {
    co_return 0;
  }
  co_return co_await version_in(database.session());
}

}  // namespace auklet::db
