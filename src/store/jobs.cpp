// SPDX-License-Identifier: Apache-2.0
#include "store/jobs.h"

#include <limits>

namespace auklet::store::jobs {

namespace {

constexpr db::Sql enqueue_sql =
    "INSERT INTO jobs (id, kind, lane, payload, run_at, created_at) VALUES ($1, $2, $3, $4, $5, $6)";

}  // namespace

Task<Result<>> enqueue(db::Session& session, NewJob const& job) {
  return session.execute(enqueue_sql,
                         {job.id, job.kind, lane_number(job.lane), job.payload, job.run_at, job.created_at});
}

void enqueue(db::Batch& batch, NewJob const& job) {
  batch.add(enqueue_sql, {job.id, job.kind, lane_number(job.lane), job.payload, job.run_at, job.created_at});
}

void enqueue_if_none(db::Batch& batch, NewJob const& job) {
  batch.add(
      "INSERT INTO jobs (id, kind, lane, payload, run_at, created_at) SELECT $1, $2, $3, $4, $5, $6 "
      "WHERE NOT EXISTS (SELECT 1 FROM jobs WHERE kind = $2)",
      {job.id, job.kind, lane_number(job.lane), job.payload, job.run_at, job.created_at});
}

Task<Result<bool>> cancel(db::Session& session, JobId id) {
  return session.changes("DELETE FROM jobs WHERE id = $1 AND holder IS NULL", {id});
}

// FNV-1a, 64 bits, of which 63 are kept: it must be the same on every node and for ever.
std::int64_t lane_number(std::string_view lane) {
  if (lane.empty()) {
    return 0;
  }
  std::uint64_t hash = 0xcbf29ce484222325;
  for (unsigned char const byte : lane) {
    hash = (hash ^ byte) * 0x100000001b3;
  }
  return static_cast<std::int64_t>(hash & std::numeric_limits<std::int64_t>::max());
}

Task<Result<std::optional<UnixMillis>>> next_due(db::Session& session, std::string_view kind) {
  CO_TRY(auto const rows, co_await session.query("SELECT MIN(run_at) FROM jobs WHERE kind = $1", {kind}));
  co_return rows[0].optional_time(0);
}

Task<Result<Stretch>> due_lanes(db::Session& session, std::string_view kind, std::int64_t after,
                                UnixMillis now, int limit) {
  CO_TRY(
      auto const rows,
      co_await session.query(
          "WITH RECURSIVE ring (lane, step) AS ("
          "SELECT (SELECT MIN(j.lane) FROM jobs j WHERE j.kind = $1 AND j.lane > $2), 1 "
          "UNION ALL "
          "SELECT (SELECT MIN(j.lane) FROM jobs j WHERE j.kind = $1 AND j.lane > ring.lane), ring.step + 1 "
          "FROM ring WHERE ring.lane IS NOT NULL AND ring.step < $4) "
          "SELECT ring.lane, CASE WHEN EXISTS (SELECT 1 FROM jobs j WHERE j.kind = $1 "
          "AND j.lane = ring.lane AND j.run_at <= $3) THEN 1 ELSE 0 END FROM ring ORDER BY ring.step",
          {kind, after, now, limit}));
  Stretch stretch;
  for (auto const row : rows) {
    stretch.end = row.optional_integer(0);
    if (stretch.end && row.boolean(1)) {
      stretch.due.push_back(*stretch.end);
    }
  }
  co_return stretch;
}

// The SELECT is kept apart, so that PostgreSQL runs it once and takes no more rows than the limit.
std::size_t claim(db::Batch& batch, std::string_view kind, std::int64_t lane, UnixMillis now, Lease lease,
                  int limit) {
  return batch.add(
      "WITH due AS MATERIALIZED (SELECT id FROM jobs WHERE kind = $1 AND lane = $2 AND run_at <= $3 "
      "ORDER BY run_at, id LIMIT $4 {skip locked}) "
      "UPDATE jobs SET run_at = $5, holder = $6, attempts = attempts + 1 WHERE id IN (SELECT id FROM due) "
      "RETURNING id, lane, attempts, payload, holder",
      {kind, lane, now, limit, lease.until, lease.holder});
}

std::vector<ClaimedJob> claimed_in(db::Rows const& rows) {
  std::vector<ClaimedJob> jobs;
  jobs.reserve(rows.size());
  for (auto const row : rows) {
    jobs.push_back(
        {row.as<JobId>(0), row.integer(1), static_cast<int>(row.integer(2)), row.string(3), row.integer(4)});
  }
  return jobs;
}

void finish(db::Batch& batch, JobId id, std::int64_t holder) {
  batch.add("DELETE FROM jobs WHERE id = $1 AND holder = $2", {id, holder});
}

void retry(db::Batch& batch, JobId id, std::int64_t holder, UnixMillis at, std::string_view error) {
  batch.add("UPDATE jobs SET run_at = $3, holder = NULL, last_error = $4 WHERE id = $1 AND holder = $2",
            {id, holder, at, error});
}

void bury(db::Batch& batch, JobId id, std::int64_t holder, UnixMillis now, std::string_view error) {
  batch.add(
      "INSERT INTO dead_jobs (id, kind, lane, payload, attempts, last_error, created_at, died_at) "
      "SELECT id, kind, lane, payload, attempts, $4, created_at, $3 FROM jobs WHERE id = $1 AND holder = $2",
      {id, holder, now, error});
  finish(batch, id, holder);
}

Task<Result<std::vector<DeadJob>>> dead(db::Session& session, int limit) {
  CO_TRY(auto const rows,
         co_await session.query("SELECT id, kind, payload, attempts, last_error FROM dead_jobs "
                                "ORDER BY died_at DESC, id DESC LIMIT $1",
                                {limit}));
  std::vector<DeadJob> list;
  for (auto const row : rows) {
    list.push_back(
        {row.as<JobId>(0), row.string(1), row.string(2), static_cast<int>(row.integer(3)), row.string(4)});
  }
  co_return list;
}

void forget_dead(db::Batch& batch, UnixMillis before) {
  batch.add("DELETE FROM dead_jobs WHERE died_at < $1", {before});
}

void add_schedule(db::Batch& batch, std::string_view kind, UnixMillis first) {
  batch.add("INSERT INTO job_schedules (kind, next_at) VALUES ($1, $2) ON CONFLICT (kind) DO NOTHING",
            {kind, first});
}

Task<Result<std::optional<UnixMillis>>> next_tick(db::Session& session, std::string_view kind) {
  CO_TRY(auto const rows,
         co_await session.query("SELECT next_at FROM job_schedules WHERE kind = $1", {kind}));
  co_return rows.empty() ? std::nullopt : std::optional{rows[0].time(0)};
}

void tick(db::Batch& batch, std::string_view kind, UnixMillis now, UnixMillis next, Error otherwise) {
  batch.add_or_fail("UPDATE job_schedules SET next_at = $3 WHERE kind = $1 AND next_at <= $2",
                    {kind, now, next}, std::move(otherwise));
}

}  // namespace auklet::store::jobs
