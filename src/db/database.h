// SPDX-License-Identifier: Apache-2.0
//
// One face for SQLite (3.40 or newer) and PostgreSQL (15 or newer). All SQL above this room is one portable
// text:
//
//   $1 $2 …      parameters, in any order, also more than once
//   {any $1}     membership in a list of ids:  WHERE id {any $1}
//   {skip locked}  at the end of a SELECT: takes the rows for this transaction, passes over those that another has
//   BIGINT TEXT  the only column types; booleans are BIGINT 0 and 1, times are BIGINT Unix milliseconds
//
// and in migrations also
//
//   {id}         the type and constraint of a table's single id column: `id {id}`
//   {clustered}  at the end of CREATE TABLE (...) for tables that are looked up by their composite primary
//   key
//
// A statement's text must have static storage: drivers keep prepared statements by its address.
#pragma once

#include <cstddef>
#include <expected>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "async/task.h"
#include "base/result.h"
#include "db/batch.h"
#include "db/param.h"
#include "db/rows.h"
#include "db/sql.h"

namespace auklet::db {

// Somewhere to run statements: either each on its own (Database::session) or inside a transaction.
class Session {
 public:
  virtual ~Session() = default;

  // Runs one statement. Errors: conflict when a unique or foreign key forbids it, unavailable when the
  // database is away or busy past the deadline, internal for anything else (the detail holds the database's
  // own words).
  virtual Task<Result<Rows>> run(Sql sql, Params params) = 0;

  // The usual way: `co_await session.query("SELECT … WHERE id = $1", {id})`.
  Task<Result<Rows>> query(Sql sql, std::initializer_list<Param> params = {}) {
    return run(sql, Params(params.begin(), params.end()));
  }

  // The same for a statement whose rows are of no interest.
  Task<Result<>> execute(Sql sql, std::initializer_list<Param> params = {}) {
    return discard_rows(query(sql, params));
  }

  // The same, and says whether it inserted, changed or deleted any row.
  Task<Result<bool>> changes(Sql sql, std::initializer_list<Param> params) {
    return any_affected(query(sql, params));
  }

  // Runs the statements of a batch one after the other, for who is inside of a transaction already. The batch must live
  // until then.
  Task<Result<>> run_all(Batch const& batch) {
    for (std::size_t i = 0; i < batch.size(); ++i) {
      auto const params = batch.params(i);
      auto const rows = co_await run(batch.sql(i), Params(params.begin(), params.end()));
      if (!rows) {
        co_return std::unexpected(rows.error());
      }
      if (auto const* refusal = batch.refusal(i, rows->affected())) {
        co_return std::unexpected(*refusal);
      }
    }
    co_return Result<>{};
  }

 private:
  static Task<Result<>> discard_rows(Task<Result<Rows>> statement) {
    CO_TRY_OK(co_await std::move(statement));
    co_return Result<>{};
  }
  static Task<Result<bool>> any_affected(Task<Result<Rows>> statement) {
    CO_TRY(auto const rows, co_await std::move(statement));
    co_return rows.affected() > 0;
  }
};

// A transaction sees its own writes, and nobody else does before commit() has returned. Destroying it without
// commit undoes it. Between begin() and commit() a coroutine may await nothing but this transaction: on
// SQLite it holds the one writer. After a failed statement the transaction is of no more use: commit() then
// fails with that same error.
class Transaction : public Session {
 public:
  // When this returns without an error the writes are durable.
  virtual Task<Result<>> commit() = 0;
};

enum class Engine { sqlite, postgresql };

class Database {
 public:
  virtual ~Database() = default;

  virtual Engine engine() const = 0;

  // Statements outside a transaction, each on its own; for reads. Safe to use from any of the runtime's
  // threads and by any number of coroutines at once.
  virtual Session& session() = 0;

  // Waits for its turn (on SQLite: the writer; on PostgreSQL: a connection of the pool), at most the
  // configured deadline, then ErrorKind::unavailable.
  virtual Task<Result<std::unique_ptr<Transaction>>> begin() = 0;

  // Runs the batch as one transaction, which is durable when this returns its rows. When it fails, nothing of it
  // remains; the error is that of the first statement that failed, in the order of the batch. Waits for its turn as
  // begin() does. The batch, and what it borrows, must live until then.
  virtual Task<Result<std::vector<Rows>>> write(Batch const& batch) = 0;
};

}  // namespace auklet::db
