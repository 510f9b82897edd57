// SPDX-License-Identifier: Apache-2.0
#include "bench/post_rows.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

#include "bench/draw.h"
#include "bench/median.h"
#include "bench/population.h"

namespace auklet::bench {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::int64_t milliseconds_shift = 22;  // of the ids, as the server mints them

struct Closer {
  void operator()(sqlite3* database) const { sqlite3_close(database); }
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Connection = std::unique_ptr<sqlite3, Closer>;
using Statement = std::unique_ptr<sqlite3_stmt, Closer>;

std::unexpected<Error> broken(sqlite3* database) {
  return fail(ErrorKind::unavailable, fmt::format("SQLite: {}", sqlite3_errmsg(database)));
}

std::int64_t now_ms() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

// The settings of the server's own writer (src/db/sqlite_connection.cpp). The server may still have something to write down
// when this begins.
constexpr char const* settings =
    "PRAGMA busy_timeout = 10000;"
    "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY;"
    "PRAGMA mmap_size = 268435456; PRAGMA wal_autocheckpoint = 1000; PRAGMA cache_size = -8000;";

class Writer {
 public:
  static Result<Writer> open(RowsOptions const& options) {
    sqlite3* database = nullptr;
    auto const opened = sqlite3_open_v2(options.database.c_str(), &database, SQLITE_OPEN_READWRITE, nullptr);
    Writer writer{Connection(database), options};
    if (opened != SQLITE_OK || !writer.run(settings) || !writer.prepare() || !writer.find_accounts()) {
      return broken(database);
    }
    if (writer.accounts_.empty()) {
      return fail(ErrorKind::unavailable, "SQLite: nobody is there to write posts");
    }
    return writer;
  }

  // Posts in groups of so many, each group one transaction, for about so long: posts a second.
  Result<double> run(unsigned group, double seconds) {
    auto const begin = Clock::now();
    std::uint64_t posts = 0;
    double taken = 0;
    do {
      if (!run("BEGIN IMMEDIATE")) {
        return broken(database_.get());
      }
      for (unsigned post = 0; post < group; ++post) {
        if (!write_post()) {
          return broken(database_.get());
        }
      }
      if (!run("COMMIT")) {
        return broken(database_.get());
      }
      posts += group;
      taken = std::chrono::duration<double>(Clock::now() - begin).count();
    } while (taken < seconds);
    return static_cast<double>(posts) / taken;
  }

 private:
  Writer(Connection database, RowsOptions const& options)
      : database_(std::move(database)), draw_(options.seed) {}

  bool run(char const* sql) {
    return sqlite3_exec(database_.get(), sql, nullptr, nullptr, nullptr) == SQLITE_OK;
  }
  bool prepare_one(Statement& statement, std::string_view sql) {
    sqlite3_stmt* made = nullptr;
    auto const status = sqlite3_prepare_v3(database_.get(), sql.data(), static_cast<int>(sql.size()),
                                           SQLITE_PREPARE_PERSISTENT, &made, nullptr);
    statement.reset(made);
    return status == SQLITE_OK;
  }
  bool prepare() {
    return prepare_one(
               insert_post_,
               "INSERT INTO posts (id, account_id, thread_id, visibility, sensitive, spoiler_text, text, "
               "content, language, app_id, created_at) VALUES (?1, ?2, ?1, 0, 0, '', ?3, ?4, 'en', ?5, "
               "?6)") &&
           prepare_one(
               count_post_,
               "UPDATE accounts SET posts_count = posts_count + 1, last_posted_at = ?2 WHERE id = ?1") &&
           prepare_one(read_counters_,
                       "SELECT followers_count, following_count, posts_count FROM accounts WHERE id = ?1");
  }
  static bool finish(Statement const& statement) {
    int status = SQLITE_ROW;
    while (status == SQLITE_ROW) {
      status = sqlite3_step(statement.get());
    }
    sqlite3_reset(statement.get());
    return status == SQLITE_DONE;
  }
  bool with_id(Statement const& statement, std::int64_t id) {
    return sqlite3_bind_int64(statement.get(), 1, id) == SQLITE_OK && finish(statement);
  }

  bool find_accounts() {
    Statement all;
    if (!prepare_one(all, "SELECT id FROM accounts")) {
      return false;
    }
    while (sqlite3_step(all.get()) == SQLITE_ROW) {
      accounts_.push_back(sqlite3_column_int64(all.get(), 0));
    }
    return true;
  }

  bool write_post() {
    auto const now = now_ms();
    last_id_ = std::max(last_id_ + 1, now << milliseconds_shift);
    auto const account = accounts_[draw_.below(accounts_.size())];
    auto const text = made_up_text(++written_);
    auto const content = "<p>" + text + "</p>";
    auto* const post = insert_post_.get();
    sqlite3_bind_int64(post, 1, last_id_);
    sqlite3_bind_int64(post, 2, account);
    sqlite3_bind_text(post, 3, text.data(), static_cast<int>(text.size()), SQLITE_STATIC);
    sqlite3_bind_text(post, 4, content.data(), static_cast<int>(content.size()), SQLITE_STATIC);
    sqlite3_bind_int64(post, 5, 1);
    sqlite3_bind_int64(post, 6, now);
    sqlite3_bind_int64(count_post_.get(), 2, now);
    return finish(insert_post_) && with_id(count_post_, account) && with_id(read_counters_, account);
  }

  Connection database_;  // before the statements: they go first
  Statement insert_post_;
  Statement count_post_;
  Statement read_counters_;
  std::vector<std::int64_t> accounts_;
  Draw draw_;
  std::int64_t last_id_ = 0;
  std::uint64_t written_ = 0;
};

}  // namespace

Result<WorkloadResult> measure_rows(RowsOptions const& options) {
  WorkloadResult result("post");
  result.setting("rows_rounds", options.rounds);
  result.setting("rows_round_seconds", options.round_seconds);
  auto writer = Writer::open(options);
  if (!writer) {
    return std::unexpected(writer.error());
  }
  std::vector<double> alone;
  std::vector<double> grouped;
  for (unsigned round = 0; round < options.rounds; ++round) {
    auto const hundred = writer->run(100, options.round_seconds);
    auto const one = writer->run(1, options.round_seconds);
    if (!hundred || !one) {
      return std::unexpected((hundred ? one : hundred).error());
    }
    grouped.push_back(*hundred);
    alone.push_back(*one);
  }
  result.figure("sqlite_100_posts_per_s", median_of(grouped));
  result.figure("sqlite_1_posts_per_s", median_of(alone));
  return result;
}

}  // namespace auklet::bench
