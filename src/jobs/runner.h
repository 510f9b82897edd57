// SPDX-License-Identifier: Apache-2.0
//
// Runs the jobs that were committed (store/jobs.h), each at least once, and after a failure again:
//
//  - A job is claimed with a lease. When its holder dies, or takes longer, the lease ends and the job is due again: a
//    handler must be idempotent, and keep its own waits well below the lease.
//  - Each kind has places of its own, so no kind waits for another. Within a kind the lanes take turns.
//  - After an error the job waits longer and longer (back_off.h), until its attempts are used up; it is then buried in
//    dead_jobs. An error that no later attempt can mend (malformed, invalid, gone) buries it at once.
//  - A schedule is a job that is enqueued every so often, by whichever node comes first.
//
// Any number of nodes may run jobs of one database. docs/decisions/0020-jobs-are-rows-with-a-lease.md tells why.
#pragma once

#include <atomic>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "async/runtime.h"
#include "async/task.h"
#include "async/task_group.h"
#include "base/clock.h"
#include "base/ids.h"
#include "base/random.h"
#include "base/result.h"
#include "db/database.h"
#include "domain/ids.h"
#include "jobs/back_off.h"
#include "jobs/turns.h"
#include "store/jobs.h"

namespace auklet::jobs {

struct Job {
  JobId id{};
  std::string payload;
  int attempt = 1;        // this one
  bool is_last = false;   // no other attempt follows
  UnixMillis deadline{};  // the end of the lease
};

using Handler = std::function<Task<Result<>>(Job)>;

struct KindOptions {
  int places = 4;         // jobs that run at once, on this node
  int places_a_lane = 2;  // of those, for one lane
  int attempts_max = 12;
  Patience patience;
  std::chrono::milliseconds lease{5 * 60'000};
};

class Runner {
 public:
  struct World {
    async::Runtime& runtime;
    db::Database& database;
    base::Clock const& clock;
    base::IdGenerator& ids;
    base::Random& random;
  };
  // How often it looks for jobs that nobody has told it of.
  static constexpr std::chrono::milliseconds look_interval{1'000};

  // The runtime must be stopped, or drain() have succeeded, before the runner is destroyed.
  explicit Runner(World world);
  ~Runner();
  Runner(Runner const&) = delete;
  Runner& operator=(Runner const&) = delete;

  // Before start() only; a name once. The handler is called on any of the loops.
  void handle(std::string kind, KindOptions options, Handler handler);
  // Enqueues a job of that kind, with an empty payload, now and then every `interval`. Before start() only.
  void every(std::string const& kind, std::chrono::milliseconds interval);

  void start();
  // Says that jobs may wait. Any thread; costs next to nothing.
  void wake();
  // Claims no more; returns at once.
  void stop();
  // stop(), and waits. True when all that ran has ended within the time; what has not is tried again after its lease, here
  // or elsewhere. Blocks: for threads that are none of the loops. Also fine when start() was never called.
  bool drain(std::chrono::milliseconds timeout);

  // The handler of whoever schedules it: forgets what was buried before that age.
  Task<Result<>> forget_dead(std::chrono::milliseconds age);

 private:
  struct Kind {
    std::string name;
    KindOptions options;
    Handler handler;
    std::int64_t last_lane = -1;  // where the ring of lanes was left; the pump's alone
    int running = 0;              // guarded by mutex_
    RunningByLane by_lane = {};   // guarded by mutex_
  };
  struct Schedule {
    std::string kind;
    std::chrono::milliseconds interval;
    UnixMillis look_at{};  // no look at the table before
  };

  Task<> pump();
  // Claims and spawns what is due and has a place; gives the time until there may be more.
  Task<Result<std::chrono::milliseconds>> round();
  // Until all places are taken or the whole ring of lanes has been asked.
  Task<Result<>> claim(Kind& kind);
  Task<Result<std::int64_t>> claim_of(Kind& kind, std::vector<std::int64_t> lanes);
  Task<Result<>> follow(Schedule& schedule);
  Task<> work(Kind& kind, store::jobs::ClaimedJob job, UnixMillis deadline);
  Task<Result<>> end(Kind const& kind, store::jobs::ClaimedJob const& job, Result<> outcome);
  static Task<Result<>> guarded(Kind const& kind, Job job);

  int free_places(Kind const& kind) const;
  std::vector<Turn> deal_places(Kind const& kind, std::vector<std::int64_t> const& lanes) const;
  void enter(Kind& kind, std::int64_t lane);
  void leave(Kind& kind, std::int64_t lane);

  World world_;
  std::vector<std::unique_ptr<Kind>> kinds_;
  std::vector<Schedule> schedules_;
  mutable std::mutex mutex_;
  std::atomic<bool> woken_ = false;
  std::atomic<bool> stopping_ = false;
  std::size_t next_loop_ = 0;
  std::shared_ptr<boost::asio::steady_timer> timer_;  // on loop 0, which may still have to cancel it
  std::unique_ptr<async::TaskGroup> tasks_ = std::make_unique<async::TaskGroup>();
};

}  // namespace auklet::jobs
