// SPDX-License-Identifier: Apache-2.0
//
// The one writer of an SQLite database, shared by all coroutines through group commit.
//
//   turn       One coroutine at a time has the connection. Its statements run on its own thread, inside a
//              savepoint.
//   group      commit() releases the savepoint and hands the turn on, then waits: the savepoints of a group lie in one
//              SQLite transaction, and one COMMIT with one sync of the disk makes them all durable.
//   batch      What is known as a whole runs on that same thread, right before the COMMIT of its group: no coroutine
//              wakes up in between.
//   thread     COMMIT runs on a thread of its own, so no event loop ever waits for the disk. Who wants to write
//              meanwhile queues up and is the next group: the slower the disk, the larger the groups.
//
// There is no timer that waits for company. When the turn is free and nobody queues, the group is closed one
// round of the event loop later, and so is the group of the batches that came during a COMMIT: coroutines that are ready
// to run now still join, and a lone transaction loses microseconds. What would be gained by starting at once is lost
// again when there are more writers than the disk takes one by one: a COMMIT of one costs nearly as much as one of
// fifty, and while it lasts the others wait.
#pragma once

#include <atomic>
#include <boost/asio/any_io_executor.hpp>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "async/task.h"
#include "base/result.h"
#include "db/sqlite_connection.h"
#include "db/suspended.h"

namespace auklet::db {

class SqliteWriter;

// The right to use the writer's connection, in a savepoint of its own. Destroyed before commit, it undoes
// what was done and hands the turn on.
class WriterTurn {
 public:
  explicit WriterTurn(std::shared_ptr<SqliteWriter> writer) : writer_(std::move(writer)) {}
  WriterTurn(WriterTurn&& other) noexcept = default;
  WriterTurn& operator=(WriterTurn&&) = delete;
  ~WriterTurn();

  SqliteConnection& connection();
  // Makes it durable together with its group. When this fails nothing of the transaction remains.
  static Task<Result<>> commit(WriterTurn turn);

 private:
  friend class SqliteWriter;
  std::shared_ptr<SqliteWriter> writer_;
  bool in_savepoint_ = false;
};

class SqliteWriter : public std::enable_shared_from_this<SqliteWriter> {
 public:
  struct Limits {
    std::chrono::milliseconds wait_max{10'000};  // for a turn
    std::size_t waiters_max = 8192;
    std::size_t group_max = 256;  // transactions in one COMMIT
    std::chrono::milliseconds group_age_max{20};
    std::chrono::milliseconds busy_max{5'000};  // for another process to let go of the file
  };

  SqliteWriter(SqliteConnection connection, std::size_t loops, Limits limits);
  ~SqliteWriter();
  SqliteWriter(SqliteWriter const&) = delete;
  SqliteWriter& operator=(SqliteWriter const&) = delete;

  // Waits for the turn. ErrorKind::unavailable when the queue is full or the wait too long.
  static Task<Result<WriterTurn>> acquire(std::shared_ptr<SqliteWriter> writer);

  // Runs the batch on the thread and makes it durable with its group; as Database::write() says.
  static Task<Result<std::vector<Rows>>> run(std::shared_ptr<SqliteWriter> writer, Batch const& batch);

  // How many groups were made durable so far.
  std::uint64_t groups() const { return groups_.load(std::memory_order_relaxed); }

  // Ends the thread; everything that waits gets ErrorKind::unavailable, and so does everything that comes.
  // What was not committed is undone when the last turn has ended.
  void stop();

 private:
  friend class WriterTurn;
  using Clock = std::chrono::steady_clock;

  enum class State {
    idle,        // no transaction
    open,        // a group is open or batches wait, the turn is free and nobody waits for it
    taken,       // someone has the turn
    committing,  // the thread has the connection, to run batches and to commit
  };

  struct Waiter {
    Suspended<WriterTurn> coroutine;
    std::uint64_t ticket;
    Clock::time_point deadline;
  };

  // A batch, with the coroutine that waits for it.
  struct Job {
    Batch const* batch;
    Suspended<std::vector<Rows>> coroutine;
    std::size_t loop;  // that the coroutine runs on
    Clock::time_point deadline;
    Result<std::vector<Rows>> outcome;
  };

  void enqueue(Batch const& batch, Suspended<std::vector<Rows>> coroutine);
  Task<Result<WriterTurn>> wait_for_turn();
  void enqueue(Suspended<WriterTurn> coroutine);
  Task<Result<>> begin_on_thread();
  Task<Result<>> open_savepoint(WriterTurn& turn);
  void join_group(WriterTurn turn, Suspended<void> member);
  void abandon(bool in_savepoint);

  void pass_turn(std::unique_lock<std::mutex> lock, boost::asio::any_io_executor const* here);
  std::optional<Waiter> next_waiter();
  void grant(Waiter waiter);
  void close_soon(std::size_t loop, boost::asio::any_io_executor const& executor);
  void close_group();
  void fail_group(Error const& error);

  void run_thread();
  void commit_group(std::unique_lock<std::mutex>& lock);
  void go_on_after_commit();
  std::vector<Job> take_jobs();
  void run_jobs(std::vector<Job>& jobs);
  Result<> run_together(std::vector<Job>& jobs);
  Result<> run_apart(std::vector<Job>& jobs);
  Result<std::vector<Rows>> run_batch(Batch const& batch);
  Result<> begin_patiently();
  void begin_requested(std::unique_lock<std::mutex>& lock);
  bool is_overdue() const;
  void refuse_late_waiters();
  Clock::time_point next_wake() const;

  SqliteConnection connection_;  // belongs to who has the turn; to the thread while committing
  Limits const limits_;
  std::atomic<std::uint64_t> groups_{0};

  std::mutex mutex_;  // guards all below
  State state_ = State::idle;
  bool stopped_ = false;
  // One queue a loop, each in order of arrival; tickets put the queues in order among each other.
  std::vector<std::deque<Waiter>> waiters_;
  std::size_t waiting_ = 0;
  std::uint64_t next_ticket_ = 0;
  std::size_t last_loop_ = 0;  // that got the turn
  std::size_t in_a_row_ = 0;   // how often it did
  std::deque<Job> jobs_;       // in order of arrival
  std::vector<Suspended<void>> group_;
  Clock::time_point group_since_;
  std::optional<std::size_t> closing_loop_;  // that will call close_group() for the present group
  Clock::time_point overdue_at_ = Clock::time_point::max();  // when the thread closes the open group itself
  std::optional<Suspended<void>> begin_request_;

  std::condition_variable wake_;
  Clock::time_point wakes_at_ = Clock::time_point::max();
  std::thread thread_;
};

}  // namespace auklet::db
