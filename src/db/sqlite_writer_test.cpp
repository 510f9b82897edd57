// SPDX-License-Identifier: Apache-2.0
#include "db/sqlite_writer.h"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <atomic>
#include <boost/asio/post.hpp>
#include <chrono>
#include <csignal>
#include <future>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "async/runtime.h"
#include "async/task_group.h"
#include "db/testing/database_test.h"

namespace auklet::db {
namespace {

using testing::run_on;

// A slow machine must not close a group whose size a test counts.
constexpr std::chrono::minutes no_hurry{1};

// A writer on a fresh file with one table, beside one event loop.
class SqliteWriterTest : public ::testing::Test {
 protected:
  void start(SqliteWriter::Limits limits = {}) {
    runtime_ = std::make_unique<async::Runtime>(1);
    runtime_->start();
    auto const address = place_.address();
    database_ = open(address, *runtime_).value();  // makes the folder
    path_ = address.substr(std::string_view("sqlite:").size());
    auto connection = SqliteConnection::open(path_, SqliteConnection::Use::write).value();
    connection.run("CREATE TABLE IF NOT EXISTS note (id INTEGER PRIMARY KEY, text TEXT)", {}).value();
    writer_ = std::make_shared<SqliteWriter>(std::move(connection), 1, limits);
  }
  void stop() {
    if (runtime_) {
      runtime_->stop();
      writer_->stop();
      writer_.reset();
      database_.reset();
      runtime_.reset();
    }
  }
  ~SqliteWriterTest() override { stop(); }

  template <class T>
  T run(Task<T> task) {
    return run_on(*runtime_, 0, std::move(task));
  }
  std::int64_t notes() {
    auto reader = SqliteConnection::open(path_, SqliteConnection::Use::read).value();
    return reader.run("SELECT count(*) FROM note", {}).value()[0].integer(0);
  }

  testing::FreshPlace place_{Engine::sqlite};
  std::string path_;
  std::unique_ptr<async::Runtime> runtime_;
  std::unique_ptr<Database> database_;
  std::shared_ptr<SqliteWriter> writer_;
  async::TaskGroup tasks_;
};

Task<Result<>> insert(std::shared_ptr<SqliteWriter> writer, std::int64_t id, std::string text) {
  CO_TRY(auto turn, co_await SqliteWriter::acquire(writer));
  CO_TRY_OK(turn.connection().run("INSERT INTO note (id, text) VALUES ($1, $2)", Params{id, text}));
  co_return co_await WriterTurn::commit(std::move(turn));
}

struct Outcomes {
  std::atomic<int> stored{0};
  std::atomic<int> failed{0};
};

Task<> insert_and_tell(std::shared_ptr<SqliteWriter> writer, std::int64_t id, std::string text,
                       Outcomes& outcomes) {
  auto const done = co_await insert(writer, id, std::move(text));
  ++(done ? outcomes.stored : outcomes.failed);
}

Task<Result<WriterTurn>> take_turn(std::shared_ptr<SqliteWriter> writer) {
  co_return co_await SqliteWriter::acquire(writer);
}

Task<> give_up(WriterTurn) {
  co_return;
}

Task<> enter(std::shared_ptr<SqliteWriter> writer, int number, std::vector<int>& order) {
  auto const turn = co_await SqliteWriter::acquire(writer);
  if (turn) {
    order.push_back(number);
  }
}

TEST_F(SqliteWriterTest, MakesOneCommitOfWhatWaitedTogether) {
  start({.group_age_max = no_hurry});
  auto turn = run(take_turn(writer_)).value();
  Outcomes outcomes;
  for (int id = 0; id < 100; ++id) {
    tasks_.spawn(runtime_->executor(0), insert_and_tell(writer_, id, "text", outcomes));
  }
  auto const before = writer_->groups();
  run(give_up(std::move(turn)));
  ASSERT_TRUE(tasks_.wait(std::chrono::seconds{30}));
  EXPECT_EQ(outcomes.stored, 100);
  EXPECT_EQ(notes(), 100);
  EXPECT_EQ(writer_->groups() - before, 1U);
}

TEST_F(SqliteWriterTest, StartsANewGroupWhenOneIsFull) {
  start({.group_max = 10, .group_age_max = no_hurry});
  auto turn = run(take_turn(writer_)).value();
  Outcomes outcomes;
  for (int id = 0; id < 100; ++id) {
    tasks_.spawn(runtime_->executor(0), insert_and_tell(writer_, id, "text", outcomes));
  }
  run(give_up(std::move(turn)));
  ASSERT_TRUE(tasks_.wait(std::chrono::seconds{30}));
  EXPECT_EQ(outcomes.stored, 100);
  EXPECT_EQ(writer_->groups(), 10U);
}

TEST_F(SqliteWriterTest, ServesFirstWhoCameFirst) {
  start();
  auto turn = run(take_turn(writer_)).value();
  std::vector<int> order;
  std::vector<int> expected;
  for (int number = 0; number < 200; ++number) {
    tasks_.spawn(runtime_->executor(0), enter(writer_, number, order));
    expected.push_back(number);
  }
  run(give_up(std::move(turn)));
  ASSERT_TRUE(tasks_.wait(std::chrono::seconds{30}));
  EXPECT_EQ(order, expected);
}

TEST_F(SqliteWriterTest, RefusesWhoWaitsTooLongAndGoesOn) {
  start({.wait_max = std::chrono::milliseconds{50}});
  auto turn = run(take_turn(writer_)).value();
  auto const late = run(insert(writer_, 1, "late"));
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().kind, ErrorKind::unavailable);
  run(give_up(std::move(turn)));
  EXPECT_TRUE(run(insert(writer_, 2, "in time")));
  EXPECT_EQ(notes(), 1);
}

TEST_F(SqliteWriterTest, RefusesAtOnceWhenTheQueueIsFull) {
  start({.waiters_max = 3});
  auto turn = run(take_turn(writer_)).value();
  Outcomes outcomes;
  for (int id = 0; id < 10; ++id) {
    tasks_.spawn(runtime_->executor(0), insert_and_tell(writer_, id, "text", outcomes));
  }
  run(give_up(std::move(turn)));
  ASSERT_TRUE(tasks_.wait(std::chrono::seconds{30}));
  EXPECT_EQ(outcomes.stored, 3);
  EXPECT_EQ(outcomes.failed, 7);
}

Task<> run_and_tell(std::shared_ptr<SqliteWriter> writer, std::int64_t id, Outcomes& outcomes) {
  Batch batch;
  batch.add("INSERT INTO note (id, text) VALUES ($1, 'of a batch')", {id});
  auto const done = co_await SqliteWriter::run(writer, batch);
  ++(done ? outcomes.stored : outcomes.failed);
}

TEST_F(SqliteWriterTest, BatchesAndTurnsShareACommit) {
  start({.group_age_max = no_hurry});
  auto turn = run(take_turn(writer_)).value();
  Outcomes outcomes;
  for (int id = 0; id < 50; ++id) {
    tasks_.spawn(runtime_->executor(0), run_and_tell(writer_, id, outcomes));
    tasks_.spawn(runtime_->executor(0), insert_and_tell(writer_, 100 + id, "of a turn", outcomes));
  }
  tasks_.spawn(runtime_->executor(0), run_and_tell(writer_, 100, outcomes));  // taken by a turn of its group
  run(give_up(std::move(turn)));
  ASSERT_TRUE(tasks_.wait(std::chrono::seconds{30}));
  EXPECT_EQ(outcomes.stored, 100);
  EXPECT_EQ(outcomes.failed, 1);
  EXPECT_EQ(notes(), 100);
  EXPECT_EQ(writer_->groups(), 1U);
}

// In one round of the loop.
Task<> start_batches(async::TaskGroup& tasks, boost::asio::any_io_executor loop,
                     std::shared_ptr<SqliteWriter> writer, int count, Outcomes& outcomes) {
  for (int id = 0; id < count; ++id) {
    tasks.spawn(loop, run_and_tell(writer, id, outcomes));
  }
  co_return;
}

TEST_F(SqliteWriterTest, BatchesOfOneRoundOfTheLoopShareACommit) {
  start();
  Outcomes outcomes;
  run(start_batches(tasks_, runtime_->executor(0), writer_, 100, outcomes));
  ASSERT_TRUE(tasks_.wait(std::chrono::seconds{30}));
  EXPECT_EQ(outcomes.stored, 100);
  EXPECT_EQ(notes(), 100);
  EXPECT_EQ(writer_->groups(), 1U);
}

TEST_F(SqliteWriterTest, AGroupOfBatchesIsClosedWhenItIsFull) {
  start({.group_max = 10, .group_age_max = no_hurry});
  Outcomes outcomes;
  run(start_batches(tasks_, runtime_->executor(0), writer_, 100, outcomes));
  ASSERT_TRUE(tasks_.wait(std::chrono::seconds{30}));
  EXPECT_EQ(outcomes.stored, 100);
  EXPECT_EQ(writer_->groups(), 10U);
}

// What came during a COMMIT waits for its loop to go round once, but not for a loop that is stuck.
TEST_F(SqliteWriterTest, DoesNotWaitForALoopThatIsBusy) {
  start();
  auto other = SqliteConnection::open(path_, SqliteConnection::Use::write).value();
  other.run("BEGIN IMMEDIATE", {}).value();  // the first COMMIT waits for it
  Outcomes outcomes;
  run(start_batches(tasks_, runtime_->executor(0), writer_, 1, outcomes));
  for (int round = 0; round < 100;
       ++round) {  // of the loop: the first group is closed, and the thread has it
    EXPECT_TRUE(run(database_->session().query("SELECT count(*) FROM note")));
  }
  tasks_.spawn(runtime_->executor(0), run_and_tell(writer_, 100, outcomes));
  std::promise<void> done;
  boost::asio::post(runtime_->executor(0), [busy = done.get_future()] { busy.wait(); });
  other.run("COMMIT", {}).value();
  auto const deadline = std::chrono::steady_clock::now() + std::chrono::seconds{30};
  while (notes() < 2 && std::chrono::steady_clock::now() < deadline) {
    std::this_thread::yield();
  }
  EXPECT_EQ(notes(), 2);
  done.set_value();
  ASSERT_TRUE(tasks_.wait(std::chrono::seconds{30}));
  EXPECT_EQ(outcomes.stored, 2);
}

TEST_F(SqliteWriterTest, RefusesABatchThatWaitsTooLongOrFindsNoPlace) {
  start({.wait_max = std::chrono::milliseconds{50}, .waiters_max = 3});
  auto turn = run(take_turn(writer_)).value();
  Outcomes outcomes;
  for (int id = 0; id < 10; ++id) {
    tasks_.spawn(runtime_->executor(0), run_and_tell(writer_, id, outcomes));
  }
  ASSERT_TRUE(tasks_.wait(std::chrono::seconds{30}));
  EXPECT_EQ(outcomes.failed, 10);
  run(give_up(std::move(turn)));
  run(run_and_tell(writer_, 1, outcomes));
  EXPECT_EQ(outcomes.stored, 1);
  EXPECT_EQ(notes(), 1);
}

// A file size limit stands for a full disk: the log cannot grow, and the COMMIT fails.
class FullDisk {
 public:
  explicit FullDisk(rlim_t bytes) {
    std::signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &before_);
    auto now = before_;
    now.rlim_cur = bytes;
    setrlimit(RLIMIT_FSIZE, &now);
  }
  ~FullDisk() { setrlimit(RLIMIT_FSIZE, &before_); }

 private:
  rlimit before_{};
};

TEST_F(SqliteWriterTest, TellsTheWholeGroupWhenItsCommitFails) {
  start();
  ASSERT_TRUE(run(insert(writer_, 1, "before")));
  Outcomes outcomes;
  {
    FullDisk const full(64 * 1024);
    auto turn = run(take_turn(writer_)).value();
    for (int id = 100; id < 110; ++id) {
      tasks_.spawn(runtime_->executor(0), insert_and_tell(writer_, id, std::string(50'000, 'x'), outcomes));
    }
    run(give_up(std::move(turn)));
    ASSERT_TRUE(tasks_.wait(std::chrono::seconds{30}));
  }
  EXPECT_EQ(outcomes.stored, 0);
  EXPECT_EQ(outcomes.failed, 10);
  EXPECT_EQ(notes(), 1);
  EXPECT_TRUE(run(insert(writer_, 2, "after")));
  EXPECT_EQ(notes(), 2);
}

TEST_F(SqliteWriterTest, TellsTheGroupWhenSqliteRollsBackEverything) {
  start();
  auto turn = run(take_turn(writer_)).value();
  turn.connection().run("PRAGMA max_page_count = 40", {}).value();
  Outcomes outcomes;
  for (int id = 0; id < 30; ++id) {
    tasks_.spawn(runtime_->executor(0),
                 insert_and_tell(writer_, id, std::string(id == 20 ? 1'000'000 : 10, 'x'), outcomes));
  }
  run(give_up(std::move(turn)));
  ASSERT_TRUE(tasks_.wait(std::chrono::seconds{30}));
  EXPECT_EQ(outcomes.stored + outcomes.failed, 30);
  EXPECT_GE(outcomes.failed, 1);
  EXPECT_EQ(notes(), outcomes.stored);
  EXPECT_TRUE(run(insert(writer_, 1000, "after")));
}

Task<Result<>> insert_orphan(std::shared_ptr<SqliteWriter> writer) {
  CO_TRY(auto turn, co_await SqliteWriter::acquire(writer));
  CO_TRY_OK(turn.connection().run("INSERT INTO child (parent) VALUES (404)", {}));
  co_return co_await WriterTurn::commit(std::move(turn));
}

Task<> insert_orphan_and_tell(std::shared_ptr<SqliteWriter> writer, ErrorKind& kind) {
  auto const done = co_await insert_orphan(writer);
  kind = done ? ErrorKind::internal : done.error().kind;
}

TEST_F(SqliteWriterTest, FailsOnlyTheMemberThatBreaksADeferredKey) {
  start();
  SqliteConnection::open(path_, SqliteConnection::Use::write)
      .value()
      .run("CREATE TABLE child (parent BIGINT REFERENCES note (id) DEFERRABLE INITIALLY DEFERRED)", {})
      .value();
  auto turn = run(take_turn(writer_)).value();
  Outcomes outcomes;
  auto kind = ErrorKind::timeout;
  tasks_.spawn(runtime_->executor(0), insert_and_tell(writer_, 1, "one", outcomes));
  tasks_.spawn(runtime_->executor(0), insert_orphan_and_tell(writer_, kind));
  tasks_.spawn(runtime_->executor(0), insert_and_tell(writer_, 2, "two", outcomes));
  run(give_up(std::move(turn)));
  ASSERT_TRUE(tasks_.wait(std::chrono::seconds{30}));
  EXPECT_EQ(outcomes.stored, 2);
  EXPECT_EQ(kind, ErrorKind::conflict);
  EXPECT_EQ(notes(), 2);
}

TEST_F(SqliteWriterTest, WaitsForAnotherProcessWithoutBlockingTheLoop) {
  start();
  auto other = SqliteConnection::open(path_, SqliteConnection::Use::write).value();
  other.run("BEGIN IMMEDIATE", {}).value();
  Outcomes outcomes;
  tasks_.spawn(runtime_->executor(0), insert_and_tell(writer_, 1, "mine", outcomes));
  // The loop answers, although the writer waits.
  EXPECT_TRUE(run(database_->session().query("SELECT count(*) FROM note")));
  EXPECT_EQ(outcomes.stored + outcomes.failed, 0);
  other.run("INSERT INTO note (id, text) VALUES (2, 'theirs')", {}).value();
  other.run("COMMIT", {}).value();
  ASSERT_TRUE(tasks_.wait(std::chrono::seconds{30}));
  EXPECT_EQ(outcomes.stored, 1);
  EXPECT_EQ(notes(), 2);
}

TEST_F(SqliteWriterTest, GivesUpOnAnotherProcessThatKeepsTheFile) {
  start({.busy_max = std::chrono::milliseconds{50}});
  auto other = SqliteConnection::open(path_, SqliteConnection::Use::write).value();
  other.run("BEGIN IMMEDIATE", {}).value();
  auto const refused = run(insert(writer_, 1, "mine"));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::unavailable);
  other.run("ROLLBACK", {}).value();
  EXPECT_TRUE(run(insert(writer_, 1, "mine")));
}

Task<> insert_without_end(std::shared_ptr<SqliteWriter> writer, std::atomic<std::int64_t>& next,
                          Outcomes& outcomes) {
  for (;;) {
    co_await insert_and_tell(writer, ++next, "text", outcomes);
  }
}

TEST_F(SqliteWriterTest, KeepsWhatItAcknowledgedWhenTheServerStopsInTheMiddle) {
  start();
  Outcomes outcomes;
  std::atomic<std::int64_t> next{0};
  for (int i = 0; i < 50; ++i) {
    tasks_.spawn(runtime_->executor(0), insert_without_end(writer_, next, outcomes));
  }
  auto const deadline = std::chrono::steady_clock::now() + std::chrono::seconds{30};
  while (outcomes.stored < 1000 && std::chrono::steady_clock::now() < deadline) {
    std::this_thread::yield();
  }
  stop();
  ASSERT_GE(outcomes.stored, 1000);
  EXPECT_EQ(outcomes.failed, 0);
  auto const kept = notes();
  // Those that were durable but not yet told are at most the 50 of the last group.
  EXPECT_GE(kept, outcomes.stored);
  EXPECT_LE(kept, outcomes.stored + 50);
  start();
  EXPECT_TRUE(run(insert(writer_, 1'000'000, "after")));
}

}  // namespace
}  // namespace auklet::db
