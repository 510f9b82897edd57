// SPDX-License-Identifier: Apache-2.0
#include "db/sqlite_writer.h"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <iterator>
#include <tuple>

#include "async/runtime.h"
#include "base/check.h"
#include "base/log.h"
#include "db/failure.h"

namespace auklet::db {

namespace {

// To wake another loop costs more than a small transaction, so a loop that has the turn may keep it for this
// many of its own coroutines before the one who waits longest is served.
constexpr std::size_t in_a_row_max = 32;

}  // namespace

WriterTurn::~WriterTurn() {
  if (writer_) {
    writer_->abandon(in_savepoint_);
  }
}

SqliteConnection& WriterTurn::connection() {
  return writer_->connection_;
}

// The savepoint is released only when the coroutine has been suspended for good: a cancelled coroutine throws
// where it would wait, and the turn it still holds then undoes the transaction.
Task<Result<>> WriterTurn::commit(WriterTurn turn) {
  auto* const writer = turn.writer_.get();
  co_return co_await suspend<void>(
      [&](Suspended<void> member) { writer->join_group(std::move(turn), std::move(member)); });
}

SqliteWriter::SqliteWriter(SqliteConnection connection, std::size_t loops, Limits limits)
    : connection_(std::move(connection)),
      limits_(limits),
      waiters_(loops),
      thread_([this] { run_thread(); }) {
  connection_.set_busy_timeout(std::chrono::milliseconds{0});
}

SqliteWriter::~SqliteWriter() {
  CHECK(!thread_.joinable());
}

void SqliteWriter::stop() {
  {
    std::lock_guard const lock(mutex_);
    stopped_ = true;
  }
  wake_.notify_one();
  if (thread_.joinable()) {
    thread_.join();
  }
  std::lock_guard const lock(mutex_);
  auto const stopping = unavailable("the database is closed");
  for (auto& queue : waiters_) {
    for (auto& waiter : queue) {
      waiter.coroutine.complete(std::unexpected(stopping));
    }
    queue.clear();
  }
  waiting_ = 0;
  for (auto& job : std::exchange(jobs_, {})) {
    job.coroutine.complete(std::unexpected(stopping));
  }
  fail_group(stopping);
  if (begin_request_) {
    std::exchange(begin_request_, std::nullopt)->complete(std::unexpected(stopping));
  }
}

// ---- Waiting for the turn ----

Task<Result<WriterTurn>> SqliteWriter::acquire(std::shared_ptr<SqliteWriter> writer) {
  CO_TRY(auto turn, co_await writer->wait_for_turn());
  CO_TRY_OK(co_await writer->open_savepoint(turn));
  co_return Result<WriterTurn>(std::move(turn));
}

Task<Result<WriterTurn>> SqliteWriter::wait_for_turn() {
  {
    std::lock_guard const lock(mutex_);
    if (!stopped_ && (state_ == State::idle || state_ == State::open)) {
      state_ = State::taken;
      co_return WriterTurn(shared_from_this());
    }
  }
  co_return co_await suspend<WriterTurn>(
      [this](Suspended<WriterTurn> coroutine) { enqueue(std::move(coroutine)); });
}

void SqliteWriter::enqueue(Suspended<WriterTurn> coroutine) {
  std::unique_lock lock(mutex_);
  if (stopped_) {
    coroutine.complete(std::unexpected(unavailable("the database is closed")));
  } else if (state_ == State::idle || state_ == State::open) {
    state_ = State::taken;
    coroutine.complete(WriterTurn(shared_from_this()));
  } else if (waiting_ == limits_.waiters_max) {
    coroutine.complete(std::unexpected(unavailable("too many transactions wait for the writer")));
  } else {
    auto const deadline = Clock::now() + limits_.wait_max;
    auto& queue = waiters_[async::Runtime::current_loop() % waiters_.size()];
    queue.push_back({std::move(coroutine), next_ticket_++, deadline});
    ++waiting_;
    if (deadline < wakes_at_) {
      wakes_at_ = deadline;
      lock.unlock();
      wake_.notify_one();
    }
  }
}

Task<Result<std::vector<Rows>>> SqliteWriter::run(std::shared_ptr<SqliteWriter> writer, Batch const& batch) {
  co_return co_await suspend<std::vector<Rows>>(
      [&](Suspended<std::vector<Rows>> coroutine) { writer->enqueue(batch, std::move(coroutine)); });
}

void SqliteWriter::enqueue(Batch const& batch, Suspended<std::vector<Rows>> coroutine) {
  {
    std::lock_guard const lock(mutex_);
    if (stopped_) {
      coroutine.complete(std::unexpected(unavailable("the database is closed")));
      return;
    }
    if (jobs_.size() == limits_.waiters_max) {
      coroutine.complete(std::unexpected(unavailable("too many transactions wait for the writer")));
      return;
    }
    auto const deadline = Clock::now() + limits_.wait_max;
    auto const loop = async::Runtime::current_loop();
    auto const executor = coroutine.executor();
    jobs_.push_back({&batch, std::move(coroutine), loop, deadline, {}});
    auto const free = state_ == State::idle || state_ == State::open;
    if (free && jobs_.size() >= limits_.group_max) {
      state_ = State::committing;
    } else {
      if (free) {
        state_ = State::open;
        close_soon(loop, executor);
      }
      if (deadline >= wakes_at_) {
        return;
      }
      wakes_at_ = deadline;
    }
  }
  wake_.notify_one();
}

Task<Result<>> SqliteWriter::open_savepoint(WriterTurn& turn) {
  if (!connection_.in_transaction()) {
    auto begun = connection_.run("BEGIN IMMEDIATE", {});
    if (!begun && begun.error().kind == ErrorKind::unavailable) {
      CO_TRY_OK(co_await begin_on_thread());
    } else if (!begun) {
      co_return std::unexpected(std::move(begun).error());
    }
  }
  CO_TRY_OK(connection_.run("SAVEPOINT turn", {}));
  turn.in_savepoint_ = true;
  co_return Result<>{};
}

// Another process, such as the command line tool, has the file: the thread can wait for it, an event loop
// must not.
Task<Result<>> SqliteWriter::begin_on_thread() {
  co_return co_await suspend<void>([this](Suspended<void> coroutine) {
    std::lock_guard const lock(mutex_);
    if (stopped_) {
      coroutine.complete(std::unexpected(unavailable("the database is closed")));
      return;
    }
    begin_request_ = std::move(coroutine);
    wake_.notify_one();
  });
}

// ---- The end of a turn ----

void SqliteWriter::join_group(WriterTurn turn, Suspended<void> member) {
  if (connection_.violates_deferred_keys()) {
    member.complete(std::unexpected(conflict("a deferred foreign key is violated")));
    return;
  }
  if (auto released = connection_.run("RELEASE turn", {}); !released) {
    member.complete(std::unexpected(std::move(released).error()));
    return;
  }
  auto const self = std::move(turn.writer_);
  auto const executor = member.executor();
  std::unique_lock lock(mutex_);
  if (stopped_) {
    member.complete(std::unexpected(unavailable("the database is closed")));
    return;
  }
  if (group_.empty()) {
    group_since_ = Clock::now();
  }
  group_.push_back(std::move(member));
  pass_turn(std::move(lock), &executor);
}

void SqliteWriter::abandon(bool in_savepoint) {
  auto undone = Result<Rows>{};
  if (in_savepoint) {
    undone = connection_.run("ROLLBACK TO turn", {});
    if (undone) {
      undone = connection_.run("RELEASE turn", {});
    }
  }
  std::unique_lock lock(mutex_);
  if (!undone) {
    // A full disk, for one, makes SQLite roll back everything, and the savepoint is gone with it.
    if (connection_.in_transaction()) {
      std::ignore = connection_.run("ROLLBACK", {});
    }
    fail_group(unavailable("lost with its group: " + undone.error().detail));
  }
  pass_turn(std::move(lock), nullptr);
}

// `here` is where the caller runs; null when it must not rely on an event loop.
void SqliteWriter::pass_turn(std::unique_lock<std::mutex> lock, boost::asio::any_io_executor const* here) {
  if (stopped_) {
    state_ = State::taken;  // for good
    return;
  }
  auto const full = group_.size() >= limits_.group_max ||
                    (!group_.empty() && Clock::now() - group_since_ >= limits_.group_age_max);
  if (!full && waiting_ > 0) {
    grant(*next_waiter());
  } else if (group_.empty() && jobs_.empty()) {
    if (connection_.in_transaction()) {
      std::ignore = connection_.run("ROLLBACK", {});
    }
    state_ = State::idle;
  } else if (full || here == nullptr || !jobs_.empty()) {
    state_ = State::committing;
    lock.unlock();
    wake_.notify_one();
  } else {
    state_ = State::open;
    close_soon(async::Runtime::current_loop(), *here);
  }
}

// Closes the open group when this loop has done what it is to do now.
void SqliteWriter::close_soon(std::size_t loop, boost::asio::any_io_executor const& executor) {
  if (closing_loop_ == loop) {
    return;
  }
  closing_loop_ = loop;
  boost::asio::post(executor, [writer = weak_from_this()] {
    if (auto const alive = writer.lock()) {
      alive->close_group();
    }
  });
}

void SqliteWriter::close_group() {
  {
    std::lock_guard const lock(mutex_);
    closing_loop_.reset();
    if (state_ != State::open) {
      return;
    }
    state_ = State::committing;
  }
  wake_.notify_one();
}

std::optional<SqliteWriter::Waiter> SqliteWriter::next_waiter() {
  auto const oldest = [](std::deque<Waiter> const& queue) {
    return queue.empty() ? UINT64_MAX : queue.front().ticket;
  };
  auto loop = last_loop_;
  if (waiters_[loop].empty() || in_a_row_ >= in_a_row_max) {
    loop = static_cast<std::size_t>(std::ranges::min_element(waiters_, {}, oldest) - waiters_.begin());
    in_a_row_ = 0;
  }
  if (waiters_[loop].empty()) {
    return std::nullopt;
  }
  last_loop_ = loop;
  ++in_a_row_;
  auto waiter = std::move(waiters_[loop].front());
  waiters_[loop].pop_front();
  --waiting_;
  return waiter;
}

void SqliteWriter::grant(Waiter waiter) {
  state_ = State::taken;
  waiter.coroutine.complete(WriterTurn(shared_from_this()));
}

// None of the open group's transactions will ever be durable.
void SqliteWriter::fail_group(Error const& error) {
  for (auto& member : std::exchange(group_, {})) {
    member.complete(std::unexpected(error));
  }
}

// ---- The thread ----

void SqliteWriter::run_thread() {
  std::unique_lock lock(mutex_);
  while (!stopped_) {
    refuse_late_waiters();
    if (begin_request_) {
      begin_requested(lock);
    } else if (state_ == State::committing || is_overdue()) {
      overdue_at_ = Clock::time_point::max();
      state_ = State::committing;
      commit_group(lock);
    } else {
      wakes_at_ = next_wake();
      if (wakes_at_ == Clock::time_point::max()) {
        wake_.wait(lock);
      } else {
        wake_.wait_until(lock, wakes_at_);
      }
    }
  }
}

void SqliteWriter::commit_group(std::unique_lock<std::mutex>& lock) {
  auto group = std::exchange(group_, {});
  auto jobs = take_jobs();
  lock.unlock();
  run_jobs(jobs);
  auto committed = Result<Rows>{};
  if (connection_.in_transaction()) {
    committed = connection_.run("COMMIT", {});
  } else if (!group.empty()) {
    committed = std::unexpected(unavailable("lost with its group"));
  }
  if (committed) {
    groups_.fetch_add(1, std::memory_order_relaxed);
  } else {
    log::error("database: a COMMIT of {} transactions failed: {}", group.size() + jobs.size(),
               committed.error().detail);
    if (connection_.in_transaction()) {
      std::ignore = connection_.run("ROLLBACK", {});
    }
  }
  Resumptions told;
  for (auto& member : group) {
    told.add(std::move(member), committed ? Result<>{} : std::unexpected(committed.error()));
  }
  for (auto& job : jobs) {
    told.add(std::move(job.coroutine),
             committed || !job.outcome ? std::move(job.outcome) : std::unexpected(committed.error()));
  }
  // Before the next group is closed: who is told now and writes again at once belongs to it.
  std::move(told).send();
  lock.lock();
  go_on_after_commit();
}

void SqliteWriter::go_on_after_commit() {
  if (auto next = next_waiter()) {
    grant(std::move(*next));
  } else if (jobs_.empty()) {
    state_ = State::idle;
  } else if (jobs_.size() < limits_.group_max) {
    state_ = State::open;
    overdue_at_ = Clock::now() + limits_.group_age_max;
    close_soon(jobs_.front().loop, jobs_.front().coroutine.executor());
  }
}

// ---- Batches ----

std::vector<SqliteWriter::Job> SqliteWriter::take_jobs() {
  auto const count = std::min(jobs_.size(), limits_.group_max);
  auto const end = jobs_.begin() + static_cast<std::ptrdiff_t>(count);
  std::vector<Job> taken(std::move_iterator(jobs_.begin()), std::move_iterator(end));
  jobs_.erase(jobs_.begin(), end);
  return taken;
}

// Gives every job its outcome. That of a failed one is told after the COMMIT too: what made it fail may be in its own
// group.
void SqliteWriter::run_jobs(std::vector<Job>& jobs) {
  if (jobs.empty()) {
    return;
  }
  auto const run = [&]() -> Result<> {
    if (!connection_.in_transaction()) {
      TRY_OK(begin_patiently());
    }
    TRY_OK(connection_.run("SAVEPOINT jobs", {}));
    if (!run_together(jobs)) {
      TRY_OK(connection_.run("ROLLBACK TO jobs", {}));
      TRY_OK(run_apart(jobs));
    }
    TRY_OK(connection_.run("RELEASE jobs", {}));
    return {};
  };
  if (auto const ran = run(); !ran) {
    for (auto& job : jobs) {
      job.outcome = std::unexpected(ran.error());
    }
  }
}

// A savepoint for each would cost as much as a statement or two, and almost never is one needed.
Result<> SqliteWriter::run_together(std::vector<Job>& jobs) {
  for (auto& job : jobs) {
    job.outcome = run_batch(*job.batch);
    if (!job.outcome) {
      return std::unexpected(job.outcome.error());
    }
  }
  return {};
}

Result<> SqliteWriter::run_apart(std::vector<Job>& jobs) {
  for (auto& job : jobs) {
    TRY_OK(connection_.run("SAVEPOINT job", {}));
    job.outcome = run_batch(*job.batch);
    if (!job.outcome) {
      TRY_OK(connection_.run("ROLLBACK TO job", {}));
    }
    TRY_OK(connection_.run("RELEASE job", {}));
  }
  return {};
}

Result<std::vector<Rows>> SqliteWriter::run_batch(Batch const& batch) {
  std::vector<Rows> answers;
  answers.reserve(batch.size());
  for (std::size_t i = 0; i < batch.size(); ++i) {
    TRY(auto rows, connection_.run(batch.sql(i), batch.params(i)));
    if (auto const* const refusal = batch.refusal(i, rows.affected())) {
      return std::unexpected(*refusal);
    }
    answers.push_back(std::move(rows));
  }
  if (connection_.violates_deferred_keys()) {
    return std::unexpected(conflict("a deferred foreign key is violated"));
  }
  return answers;
}

// Waits for another process that has the file.
Result<> SqliteWriter::begin_patiently() {
  connection_.set_busy_timeout(limits_.busy_max);
  auto begun = connection_.run("BEGIN IMMEDIATE", {});
  connection_.set_busy_timeout(std::chrono::milliseconds{0});
  if (!begun) {
    return std::unexpected(std::move(begun).error());
  }
  return {};
}

// ---- The end of waiting ----

// A loop that does something long must not keep the batches of the others waiting.
bool SqliteWriter::is_overdue() const {
  return state_ == State::open && overdue_at_ <= Clock::now();
}

void SqliteWriter::begin_requested(std::unique_lock<std::mutex>& lock) {
  auto coroutine = std::exchange(begin_request_, std::nullopt);
  lock.unlock();
  coroutine->complete(begin_patiently());
  lock.lock();
}

void SqliteWriter::refuse_late_waiters() {
  auto const now = Clock::now();
  for (auto& queue : waiters_) {
    while (!queue.empty() && queue.front().deadline <= now) {
      queue.front().coroutine.complete(std::unexpected(unavailable("waited too long for the writer")));
      queue.pop_front();
      --waiting_;
    }
  }
  while (!jobs_.empty() && jobs_.front().deadline <= now) {
    jobs_.front().coroutine.complete(std::unexpected(unavailable("waited too long for the writer")));
    jobs_.pop_front();
  }
}

// A moment once chosen is kept although nobody may wait any more: else each new first waiter had to wake the
// thread.
SqliteWriter::Clock::time_point SqliteWriter::next_wake() const {
  auto earliest = wakes_at_ > Clock::now() ? wakes_at_ : Clock::time_point::max();
  if (state_ == State::open) {
    earliest = std::min(earliest, overdue_at_);
  }
  for (auto const& queue : waiters_) {
    if (!queue.empty()) {
      earliest = std::min(earliest, queue.front().deadline);
    }
  }
  if (!jobs_.empty()) {
    earliest = std::min(earliest, jobs_.front().deadline);
  }
  return earliest;
}

}  // namespace auklet::db
