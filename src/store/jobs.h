// SPDX-License-Identifier: Apache-2.0
//
// The tables of jobs: what must still happen outside of a transaction, committed with the write that caused it. Only
// the runner (room `jobs`) claims and ends jobs; whoever causes one enqueues it here, in the same transaction, and
// publishes bus::JobsWaiting after the commit when it should not wait for the runner's next look (a second).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "async/task.h"
#include "base/result.h"
#include "db/database.h"
#include "domain/ids.h"

namespace auklet::store::jobs {

struct NewJob {
  JobId id{};
  std::string kind;     // the name under which a handler is registered
  std::string payload;  // as the handler reads it; names things by their ids rather than copying them
  UnixMillis run_at{};  // not before
  // Whom the work is for: a host, an account. Lanes of a kind take turns. Empty: everybody's lane.
  std::string lane;
  UnixMillis created_at{};
};

Task<Result<>> enqueue(db::Session& session, NewJob const& job);
// The job must live until the batch is written.
void enqueue(db::Batch& batch, NewJob const& job);
// The same, unless there is a job of that kind.
void enqueue_if_none(db::Batch& batch, NewJob const& job);
// Forgets a job that nobody works on; false when there is no such job.
Task<Result<bool>> cancel(db::Session& session, JobId id);

// The number of a lane: 0 for the empty text. Two texts may share one, which only makes them share their turns.
std::int64_t lane_number(std::string_view lane);

// When the first job of the kind is due, including those that somebody works on.
Task<Result<std::optional<UnixMillis>>> next_due(db::Session& session, std::string_view kind);

// A stretch of the ring of lanes that have jobs of a kind, in the order of their numbers.
struct Stretch {
  std::vector<std::int64_t> due;    // those with a job that is due
  std::optional<std::int64_t> end;  // the last lane that was looked at; nothing when the ring ended
};
// Looks at no more than `limit` lanes after that one; each costs two steps in an index, however many jobs it has.
Task<Result<Stretch>> due_lanes(db::Session& session, std::string_view kind, std::int64_t after,
                                UnixMillis now, int limit);

struct Lease {
  std::int64_t holder = 0;  // who ends the job must give this number
  UnixMillis until{};       // then the job is due again
};
// Takes up to `limit` due jobs of a lane, the longest due first; on PostgreSQL those that nobody else is taking. Their
// rows are for claimed_in(). The kind must live until the batch is written.
std::size_t claim(db::Batch& batch, std::string_view kind, std::int64_t lane, UnixMillis now, Lease lease,
                  int limit);

struct ClaimedJob {
  JobId id{};
  std::int64_t lane = 0;
  int attempt = 0;  // 1 for the first
  std::string payload;
  std::int64_t holder = 0;
};
std::vector<ClaimedJob> claimed_in(db::Rows const& rows);

// How a claimed job ends. The first statement changes no row, and nothing happens, when the lease was over and somebody
// else has claimed the job.
void finish(db::Batch& batch, JobId id, std::int64_t holder);
void retry(db::Batch& batch, JobId id, std::int64_t holder, UnixMillis at, std::string_view error);
void bury(db::Batch& batch, JobId id, std::int64_t holder, UnixMillis now, std::string_view error);

struct DeadJob {
  JobId id{};
  std::string kind;
  std::string payload;
  int attempts = 0;
  std::string error;
};
// The youngest first.
Task<Result<std::vector<DeadJob>>> dead(db::Session& session, int limit);
void forget_dead(db::Batch& batch, UnixMillis before);

// Makes the schedule of a kind, unless it is there.
void add_schedule(db::Batch& batch, std::string_view kind, UnixMillis first);
Task<Result<std::optional<UnixMillis>>> next_tick(db::Session& session, std::string_view kind);
// Moves the schedule on when its time has come; otherwise the batch fails with that error.
void tick(db::Batch& batch, std::string_view kind, UnixMillis now, UnixMillis next, Error otherwise);

}  // namespace auklet::store::jobs
