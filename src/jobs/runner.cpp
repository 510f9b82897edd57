// SPDX-License-Identifier: Apache-2.0
#include "jobs/runner.h"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <exception>
#include <utility>

#include "base/check.h"
#include "base/log.h"

namespace auklet::jobs {

namespace {

using std::chrono::milliseconds;

// Lanes looked at in one statement. The ring is walked on from where it was left.
constexpr int stretch_max = 256;
// Statements for one kind in one look: 16,384 lanes.
constexpr int stretches_max = 64;

// What trying again does not change.
bool is_final(ErrorKind kind) {
  return kind == ErrorKind::malformed || kind == ErrorKind::invalid || kind == ErrorKind::gone;
}

std::string words_of(Error const& error) {
  constexpr std::size_t bytes_max = 1000;
  auto words = error.detail.empty() ? error.message : error.message + ": " + error.detail;
  // Whole characters only, which the database insists on.
  auto size = std::min(words.size(), bytes_max);
  while (size < words.size() && size > 0 && (static_cast<unsigned char>(words[size]) & 0xC0) == 0x80) {
    --size;
  }
  words.resize(size);
  return words;
}

}  // namespace

Runner::Runner(World world)
    : world_(world), timer_(std::make_shared<boost::asio::steady_timer>(world.runtime.executor(0))) {}

Runner::~Runner() {
  if (!drain(milliseconds{0})) {
    log::warn("jobs: left behind {} that did not end in time", tasks_->running());
    async::leave_behind(std::move(tasks_));
  }
}

void Runner::handle(std::string kind, KindOptions options, Handler handler) {
  CHECK(std::ranges::none_of(kinds_, [&](auto const& known) { return known->name == kind; }));
  CHECK(options.places > 0 && options.places_a_lane > 0 && options.attempts_max > 0);
  kinds_.push_back(std::make_unique<Kind>(Kind{std::move(kind), options, std::move(handler)}));
}

void Runner::every(std::string const& kind, milliseconds interval) {
  CHECK(std::ranges::any_of(kinds_, [&](auto const& known) { return known->name == kind; }));
  schedules_.push_back({kind, interval});
}

void Runner::start() {
  tasks_->spawn(world_.runtime.executor(0), pump());
}

void Runner::wake() {
  if (!woken_.exchange(true)) {
    boost::asio::post(world_.runtime.executor(0), [timer = timer_] { timer->cancel(); });
  }
}

void Runner::stop() {
  stopping_ = true;
  wake();
}

bool Runner::drain(milliseconds timeout) {
  stop();
  return tasks_->wait(timeout);
}

Task<Result<>> Runner::forget_dead(milliseconds age) {
  db::Batch batch;
  store::jobs::forget_dead(batch, world_.clock.now() - age);
  CO_TRY_OK(co_await world_.database.write(batch));
  co_return Result<>{};
}

Task<> Runner::pump() {
  while (!stopping_) {
    woken_ = false;
    auto const wait = co_await round();
    if (!wait) {
      log::error("jobs: cannot look for work: {}", words_of(wait.error()));
    }
    // Set before the look at the flag: whoever wakes the pump afterwards cancels this timer.
    timer_->expires_after(wait.value_or(look_interval));
    if (woken_ || stopping_) {
      continue;
    }
    boost::system::error_code interrupted;
    co_await timer_->async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, interrupted));
  }
}

Task<Result<milliseconds>> Runner::round() {
  for (auto& schedule : schedules_) {
    CO_TRY_OK(co_await follow(schedule));
  }
  auto wait = look_interval;
  for (auto const& kind : kinds_) {
    if (stopping_ || free_places(*kind) == 0) {
      continue;  // whoever ends wakes the pump
    }
    CO_TRY(auto const due, co_await store::jobs::next_due(world_.database.session(), kind->name));
    auto const now = world_.clock.now();
    if (due && *due <= now) {
      CO_TRY_OK(co_await claim(*kind));
    } else if (due) {
      wait = std::min(wait, *due - now);
    }
  }
  co_return wait;
}

Task<Result<>> Runner::claim(Kind& kind) {
  auto const first = kind.last_lane;
  bool wrapped = false;
  for (int i = 0; i < stretches_max && !stopping_; ++i) {
    CO_TRY(auto const stretch,
           co_await store::jobs::due_lanes(world_.database.session(), kind.name, kind.last_lane,
                                           world_.clock.now(), stretch_max));
    CO_TRY(auto const last_dealt, co_await claim_of(kind, stretch.due));
    if (free_places(kind) == 0) {
      kind.last_lane = last_dealt;  // the lane behind it is next
      co_return Result<>{};
    }
    auto const ended = !stretch.end;
    kind.last_lane = stretch.end.value_or(-1);
    if ((wrapped && (ended || kind.last_lane >= first)) || (ended && first < 0)) {
      co_return Result<>{};
    }
    wrapped = wrapped || ended;
  }
  co_return Result<>{};
}

// Gives the last of the lanes that got a place.
Task<Result<std::int64_t>> Runner::claim_of(Kind& kind, std::vector<std::int64_t> lanes) {
  auto const now = world_.clock.now();
  store::jobs::Lease const lease{world_.ids.next(), now + kind.options.lease};
  db::Batch batch;
  auto last_dealt = kind.last_lane;
  for (auto const& turn : deal_places(kind, lanes)) {
    store::jobs::claim(batch, kind.name, turn.lane, now, lease, turn.places);
    last_dealt = turn.lane;
  }
  if (batch.size() == 0) {
    co_return last_dealt;
  }
  CO_TRY(auto const answers, co_await world_.database.write(batch));
  for (auto const& rows : answers) {
    for (auto& job : store::jobs::claimed_in(rows)) {
      enter(kind, job.lane);
      auto const loop = next_loop_++ % world_.runtime.size();
      tasks_->spawn(world_.runtime.executor(loop), work(kind, std::move(job), lease.until));
    }
  }
  co_return last_dealt;
}

Task<Result<>> Runner::follow(Schedule& schedule) {
  auto const now = world_.clock.now();
  if (now < schedule.look_at) {
    co_return Result<>{};
  }
  CO_TRY(auto const next, co_await store::jobs::next_tick(world_.database.session(), schedule.kind));
  if (next && *next > now) {
    schedule.look_at = std::min(*next, now + schedule.interval);
    co_return Result<>{};
  }
  store::jobs::NewJob const job{.id = static_cast<JobId>(world_.ids.next()),
                                .kind = schedule.kind,
                                .payload = {},
                                .run_at = now,
                                .lane = {},
                                .created_at = now};
  db::Batch batch;
  store::jobs::add_schedule(batch, schedule.kind, now);
  store::jobs::tick(batch, schedule.kind, now, now + schedule.interval,
                    {ErrorKind::conflict, "Another node was faster", {}, {}});
  store::jobs::enqueue_if_none(batch, job);
  auto const written = co_await world_.database.write(batch);
  if (!written && written.error().kind != ErrorKind::conflict) {
    co_return std::unexpected(written.error());
  }
  schedule.look_at = now + schedule.interval;
  co_return Result<>{};
}

Task<> Runner::work(Kind& kind, store::jobs::ClaimedJob job, UnixMillis deadline) {
  Result<> outcome;
  if (job.attempt > kind.options.attempts_max) {
    // Its holders died, perhaps of it.
    outcome = fail(ErrorKind::internal, "No attempt came to an end");
  } else {
    outcome = co_await guarded(kind, {job.id, std::move(job.payload), job.attempt,
                                      job.attempt == kind.options.attempts_max, deadline});
  }
  auto const ended = co_await end(kind, job, std::move(outcome));
  if (!ended) {
    log::warn("jobs: {} {} is done again after its lease: {}", kind.name, to_text(job.id),
              words_of(ended.error()));
  }
  leave(kind, job.lane);
  wake();
}

Task<Result<>> Runner::guarded(Kind const& kind, Job job) {
  try {
    co_return co_await kind.handler(std::move(job));
  } catch (std::exception const& e) {
    co_return fail(ErrorKind::internal, "The handler threw", e.what());
  }
}

Task<Result<>> Runner::end(Kind const& kind, store::jobs::ClaimedJob const& job, Result<> outcome) {
  db::Batch batch;
  std::string words;
  if (outcome) {
    store::jobs::finish(batch, job.id, job.holder);
  } else {
    words = words_of(outcome.error());
    auto const now = world_.clock.now();
    if (job.attempt >= kind.options.attempts_max || is_final(outcome.error().kind)) {
      log::error("jobs: {} {} is given up after {} attempts: {}", kind.name, to_text(job.id), job.attempt,
                 words);
      store::jobs::bury(batch, job.id, job.holder, now, words);
    } else {
      auto const wait = back_off(kind.options.patience, job.attempt, world_.random.next());
      log::info("jobs: {} {} is tried again in {} ms: {}", kind.name, to_text(job.id), wait.count(), words);
      store::jobs::retry(batch, job.id, job.holder, now + wait, words);
    }
  }
  CO_TRY_OK(co_await world_.database.write(batch));
  co_return Result<>{};
}

int Runner::free_places(Kind const& kind) const {
  std::lock_guard const lock(mutex_);
  return kind.options.places - kind.running;
}

std::vector<Turn> Runner::deal_places(Kind const& kind, std::vector<std::int64_t> const& lanes) const {
  std::lock_guard const lock(mutex_);
  return deal(lanes, kind.by_lane, kind.options.places - kind.running, kind.options.places_a_lane);
}

void Runner::enter(Kind& kind, std::int64_t lane) {
  std::lock_guard const lock(mutex_);
  ++kind.running;
  ++kind.by_lane[lane];
}

void Runner::leave(Kind& kind, std::int64_t lane) {
  std::lock_guard const lock(mutex_);
  --kind.running;
  auto const found = kind.by_lane.find(lane);
  if (--found->second == 0) {
    kind.by_lane.erase(found);
  }
}

}  // namespace auklet::jobs
