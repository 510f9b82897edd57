// SPDX-License-Identifier: Apache-2.0
#include "jobs/runner.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <thread>

#include "db/testing/database_test.h"
#include "store/schema.h"

namespace auklet::jobs {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

// The runner reads it on its loop while the test sets it.
class SharedClock final : public base::Clock {
 public:
  UnixMillis now() const override { return from_count(now_.load()); }
  void advance(std::chrono::milliseconds by) { now_ += by.count(); }

 private:
  std::atomic<std::int64_t> now_{1'775'926'510'000};
};

template <class Condition>
void wait_until(Condition condition) {
  auto const deadline = std::chrono::steady_clock::now() + 30s;
  while (!condition()) {
    ASSERT_LT(std::chrono::steady_clock::now(), deadline) << "in vain";
    std::this_thread::yield();
  }
}

// Keeps handlers waiting until it is opened.
class Gate {
 public:
  void open() { open_ = true; }
  Task<> pass() {
    boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor);
    while (!open_) {
      timer.expires_after(1ms);
      co_await timer.async_wait(boost::asio::use_awaitable);
    }
  }

 private:
  std::atomic<bool> open_ = false;
};

// What ran, in order.
class Diary {
 public:
  void add(std::string entry) {
    std::lock_guard const lock(mutex_);
    entries_.push_back(std::move(entry));
  }
  std::vector<std::string> entries() const {
    std::lock_guard const lock(mutex_);
    return entries_;
  }
  std::size_t size() const { return entries().size(); }

 private:
  mutable std::mutex mutex_;
  std::vector<std::string> entries_;
};

Task<Result<>> note(Diary& diary, Job job) {
  diary.add(job.payload);
  co_return Result<>{};
}

Task<Result<>> note_attempt_and_fail(Diary& diary, Job job, ErrorKind kind) {
  diary.add(job.payload + " " + std::to_string(job.attempt) + (job.is_last ? " last" : ""));
  co_return fail(kind, "no luck");
}

Task<Result<>> throw_up(Job) {
  throw std::runtime_error("on purpose");
  co_return Result<>{};
}

Task<Result<>> note_and_wait(Diary& diary, Gate& gate, Job job) {
  diary.add(job.payload);
  co_await gate.pass();
  co_return Result<>{};
}

class RunnerTest : public db::testing::DatabaseTest {
 protected:
  RunnerTest() : DatabaseTest(store::migrations(), 2) {}
  ~RunnerTest() override {
    for (auto& runner : runners_) {
      EXPECT_TRUE(runner->drain(30s));
    }
  }

  Runner& new_runner() {
    runners_.push_back(std::make_unique<Runner>(Runner::World{runtime(), database(), clock_, ids_, random_}));
    return *runners_.back();
  }

  JobId enqueue(std::string const& kind, std::string const& payload, std::string const& lane = {},
                std::chrono::milliseconds later = 0ms) {
    store::jobs::NewJob const job{
        static_cast<JobId>(ids_.next()), kind, payload, clock_.now() + later, lane, clock_.now()};
    db::Batch batch;
    store::jobs::enqueue(batch, job);
    EXPECT_TRUE(run(database().write(batch)).has_value());
    return job.id;
  }

  std::optional<UnixMillis> next_due(std::string const& kind) {
    return run(store::jobs::next_due(database().session(), kind)).value();
  }

  std::vector<store::jobs::DeadJob> dead() {
    return run(store::jobs::dead(database().session(), 100)).value();
  }

  // As a node does that dies then.
  std::vector<store::jobs::ClaimedJob> claim_and_die(std::string const& kind,
                                                     std::chrono::milliseconds lease) {
    db::Batch batch;
    store::jobs::claim(batch, kind, 0, clock_.now(), {ids_.next(), clock_.now() + lease}, 10);
    auto const rows = run(database().write(batch)).value();
    return store::jobs::claimed_in(rows[0]);
  }

  SharedClock clock_;
  base::IdGenerator ids_{clock_, 0};
  base::SystemRandom random_;
  Diary diary_;
  Gate gate_;
  std::vector<std::unique_ptr<Runner>> runners_;
};
AUKLET_ON_BOTH_ENGINES(RunnerTest);

TEST_P(RunnerTest, RunsWhatWasCommittedAndForgetsIt) {
  auto& runner = new_runner();
  runner.handle("greet", {}, [this](Job job) { return note(diary_, std::move(job)); });
  enqueue("greet", "before");
  runner.start();
  wait_until([&] { return diary_.size() == 1; });
  enqueue("greet", "after");
  runner.wake();
  wait_until([&] { return !next_due("greet"); });
  EXPECT_THAT(diary_.entries(), ElementsAre("before", "after"));
}

TEST_P(RunnerTest, WaitsForTheTimeOfAJob) {
  auto& runner = new_runner();
  runner.handle("greet", {}, [this](Job job) { return note(diary_, std::move(job)); });
  enqueue("greet", "later", "", 1h);
  enqueue("greet", "now");
  runner.start();
  wait_until([&] { return diary_.size() == 1; });
  clock_.advance(1h);
  runner.wake();
  wait_until([&] { return diary_.size() == 2; });
  EXPECT_THAT(diary_.entries(), ElementsAre("now", "later"));
}

TEST_P(RunnerTest, TriesAgainLaterAndGivesUpInTheEnd) {
  auto& runner = new_runner();
  runner.handle("fail", {.attempts_max = 3, .patience = {.first = 10s, .longest = 1h}}, [this](Job job) {
    return note_attempt_and_fail(diary_, std::move(job), ErrorKind::unavailable);
  });
  enqueue("fail", "x");
  runner.start();
  for (std::size_t attempt = 1; attempt < 3; ++attempt) {
    // Not the lease, which is longer.
    wait_until([&] {
      auto const due = next_due("fail");
      return diary_.size() == attempt && due && *due > clock_.now() && *due < clock_.now() + 1min;
    });
    auto const wait = *next_due("fail") - clock_.now();
    EXPECT_GE(wait, attempt * 5s);
    EXPECT_LE(wait, attempt * 15s);
    clock_.advance(attempt * 15s);
    runner.wake();
  }
  wait_until([&] { return !next_due("fail"); });
  EXPECT_THAT(diary_.entries(), ElementsAre("x 1", "x 2", "x 3 last"));
  ASSERT_EQ(dead().size(), 1U);
  EXPECT_EQ(dead()[0].payload, "x");
  EXPECT_EQ(dead()[0].attempts, 3);
  EXPECT_EQ(dead()[0].error, "no luck");
}

TEST_P(RunnerTest, AnErrorForEverBuriesAtOnceAndAThrowingHandlerDoesNoHarm) {
  auto& runner = new_runner();
  runner.handle("invalid", {}, [this](Job job) {
    return note_attempt_and_fail(diary_, std::move(job), ErrorKind::invalid);
  });
  runner.handle("throws", {.attempts_max = 1}, [](Job job) { return throw_up(std::move(job)); });
  enqueue("invalid", "x");
  enqueue("throws", "y");
  runner.start();
  wait_until([&] { return dead().size() == 2; });
  EXPECT_THAT(diary_.entries(), ElementsAre("x 1"));
  clock_.advance(31 * 24h);
  EXPECT_TRUE(run(runner.forget_dead(30 * 24h)).has_value());
  EXPECT_THAT(dead(), IsEmpty());
}

TEST_P(RunnerTest, TheJobOfAHolderThatDiedIsDoneByAnother) {
  enqueue("greet", "orphan");
  auto const claimed = claim_and_die("greet", 5min);
  ASSERT_EQ(claimed.size(), 1U);

  auto& runner = new_runner();
  runner.handle("greet", {}, [this](Job job) {
    return note_attempt_and_fail(diary_, std::move(job), ErrorKind::unavailable);
  });
  enqueue("greet", "other");
  runner.start();
  wait_until([&] { return diary_.size() == 1; });
  clock_.advance(5min);
  runner.wake();
  wait_until([&] {
    auto const entries = diary_.entries();
    return std::ranges::find(entries, "orphan 2") != entries.end();
  });

  // The dead comes back, and has no say any more.
  db::Batch batch;
  store::jobs::finish(batch, claimed[0].id, claimed[0].holder);
  EXPECT_EQ(run(database().write(batch)).value()[0].affected(), 0);
}

TEST_P(RunnerTest, AJobThatKillsItsHoldersIsBuried) {
  enqueue("poison", "x");
  for (int i = 0; i < 3; ++i) {
    ASSERT_EQ(claim_and_die("poison", 1min).size(), 1U);
    clock_.advance(1min);
  }
  auto& runner = new_runner();
  runner.handle("poison", {.attempts_max = 3}, [this](Job job) { return note(diary_, std::move(job)); });
  runner.start();
  wait_until([&] { return dead().size() == 1; });
  EXPECT_THAT(diary_.entries(), IsEmpty());
}

TEST_P(RunnerTest, LanesTakeTurns) {
  for (int i = 0; i < 20; ++i) {
    enqueue("deliver", "loud", "loud.example");
  }
  enqueue("deliver", "quiet", "quiet.example");
  enqueue("deliver", "calm", "calm.example");
  auto& runner = new_runner();
  runner.handle("deliver", {.places = 1}, [this](Job job) { return note(diary_, std::move(job)); });
  runner.start();
  wait_until([&] { return diary_.size() == 22; });
  auto const entries = diary_.entries();
  std::vector<std::string> const first(entries.begin(), entries.begin() + 3);
  EXPECT_THAT(first, ::testing::UnorderedElementsAre("loud", "quiet", "calm"));
}

TEST_P(RunnerTest, ALaneThatHangsLeavesPlacesToOthers) {
  for (int i = 0; i < 20; ++i) {
    enqueue("deliver", "stuck", "stuck.example");
  }
  auto& runner = new_runner();
  runner.handle("deliver", {.places = 4, .places_a_lane = 2}, [this](Job job) {
    return job.payload == "stuck" ? note_and_wait(diary_, gate_, std::move(job))
                                  : note(diary_, std::move(job));
  });
  runner.start();
  wait_until([&] { return diary_.size() == 2; });
  enqueue("deliver", "well", "well.example");
  runner.wake();
  wait_until([&] { return diary_.size() == 3; });
  EXPECT_THAT(diary_.entries(), ElementsAre("stuck", "stuck", "well"));
  gate_.open();
}

TEST_P(RunnerTest, AKindThatHangsDoesNotDelayOthers) {
  auto& runner = new_runner();
  runner.handle("slow", {.places = 2},
                [this](Job job) { return note_and_wait(diary_, gate_, std::move(job)); });
  runner.handle("quick", {}, [this](Job job) { return note(diary_, std::move(job)); });
  for (int i = 0; i < 10; ++i) {
    enqueue("slow", "slow");
  }
  runner.start();
  wait_until([&] { return diary_.size() == 2; });  // no more than its places
  enqueue("quick", "quick");
  runner.wake();
  wait_until([&] { return diary_.size() == 3; });
  EXPECT_THAT(diary_.entries(), ElementsAre("slow", "slow", "quick"));
  gate_.open();
}

TEST_P(RunnerTest, NodesShareTheWork) {
  constexpr int count = 200;
  for (int i = 0; i < count; ++i) {
    enqueue("greet", std::to_string(i), i % 2 == 0 ? "" : "lane " + std::to_string(i % 7));
  }
  for (int i = 0; i < 2; ++i) {
    auto& runner = new_runner();
    runner.handle("greet", {.places = 8}, [this](Job job) { return note(diary_, std::move(job)); });
    runner.start();
  }
  wait_until([&] { return !next_due("greet"); });
  auto entries = diary_.entries();
  std::ranges::sort(entries);
  EXPECT_EQ(entries.size(), count);
  EXPECT_EQ(std::ranges::unique(entries).size(), 0U) << "done twice";
}

TEST_P(RunnerTest, AScheduleTicksOnceForAllNodes) {
  for (int i = 0; i < 2; ++i) {
    auto& runner = new_runner();
    runner.handle("sweep", {}, [this](Job job) { return note(diary_, std::move(job)); });
    runner.every("sweep", 1h);
    runner.start();
  }
  for (std::size_t tick = 1; tick <= 3; ++tick) {
    wait_until([&] { return diary_.size() == tick && !next_due("sweep"); });
    for (auto& runner : runners_) {
      runner->wake();
    }
    clock_.advance(59min);
    EXPECT_EQ(diary_.size(), tick);
    clock_.advance(1min);
    for (auto& runner : runners_) {
      runner->wake();
    }
  }
  wait_until([&] { return diary_.size() == 4 && !next_due("sweep"); });
  for (auto& runner : runners_) {
    EXPECT_TRUE(runner->drain(30s));
  }
  EXPECT_EQ(diary_.size(), 4U);
}

TEST_P(RunnerTest, DrainsWhatRunsAndLeavesTheRest) {
  auto& runner = new_runner();
  runner.handle("slow", {.places = 1},
                [this](Job job) { return note_and_wait(diary_, gate_, std::move(job)); });
  enqueue("slow", "first");
  enqueue("slow", "second");
  runner.start();
  wait_until([&] { return diary_.size() == 1; });
  EXPECT_FALSE(runner.drain(10ms));
  gate_.open();
  EXPECT_TRUE(runner.drain(30s));
  EXPECT_THAT(diary_.entries(), ElementsAre("first"));
  EXPECT_TRUE(next_due("slow").has_value());
}

}  // namespace
}  // namespace auklet::jobs
