// SPDX-License-Identifier: Apache-2.0
//
// Numbered changes of the schema, applied once each and in order. The store room owns the list.
#pragma once

#include <span>

#include "async/task.h"
#include "base/result.h"
#include "db/database.h"

namespace auklet::db {

struct Migration {
  int number;        // 1, 2, 3, …; never changes once released
  char const* name;  // a few words for the log and the table
  std::span<Sql const> statements;
};

struct MigrationReport {
  int from = 0;  // the schema before; 0 is an empty database
  int to = 0;
};

// Brings the database to the last of the migrations. Each runs in a transaction together with its row in the
// table schema_migrations, so a failed one leaves nothing behind. Several nodes may do this at once: one does
// the work and the others wait. `migrations` must be numbered from 1 without a gap. Errors: invalid when the
// database has a migration that this list does not know (it was made by a newer version); whatever the
// database says otherwise.
Task<Result<MigrationReport>> migrate(Database& database, std::span<Migration const> migrations);

// The number of the last migration applied, 0 for an empty database.
Task<Result<int>> schema_version(Database& database);

}  // namespace auklet::db
