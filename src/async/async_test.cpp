// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <sched.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_future.hpp>
#include <latch>
#include <stdexcept>
#include <string>
#include <thread>

#include "async/blocking_pool.h"
#include "async/run_on.h"
#include "async/runtime.h"
#include "async/task_group.h"

namespace auklet::async {
namespace {

Task<> count_down(std::latch& latch) {
  latch.count_down();
  co_return;
}

Task<> throw_up() {
  throw std::runtime_error("on purpose");
  co_return;
}

TEST(Runtime, RunsTasksOnTheLoopTheyWereGiven) {
  Runtime runtime(2);
  runtime.start();
  auto where = [](std::size_t loop, Runtime& r) {
    return boost::asio::co_spawn(
               r.executor(loop), []() -> Task<std::size_t> { co_return Runtime::current_loop(); },
               boost::asio::use_future)
        .get();
  };
  EXPECT_EQ(where(0, runtime), 0U);
  EXPECT_EQ(where(1, runtime), 1U);
  EXPECT_EQ(where(runtime.background(), runtime), 2U);
}

TEST(Runtime, ItsBackgroundLeavesTheProcessorToTheOthers) {
  Runtime runtime(1);
  runtime.start();
  auto const policy = [&runtime](std::size_t loop) {
    auto ask = []() -> Task<int> { co_return ::sched_getscheduler(0); };
    return boost::asio::co_spawn(runtime.executor(loop), ask(), boost::asio::use_future).get();
  };
  EXPECT_EQ(policy(runtime.background()), SCHED_IDLE);
  EXPECT_NE(policy(0), SCHED_IDLE);
}

TEST(RunOn, GoesToAnotherLoopAndComesHome) {
  Runtime runtime(1);
  runtime.start();
  auto visit = [](Runtime& r) -> Task<bool> {
    auto there = []() -> Task<std::size_t> { co_return Runtime::current_loop(); };
    auto const place = co_await run_on(r.executor(r.background()), there());
    co_return place == r.background() && Runtime::current_loop() == 0;
  };
  EXPECT_TRUE(boost::asio::co_spawn(runtime.executor(0), visit(runtime), boost::asio::use_future).get());
}

TEST(LetOthersGo, TwoOfOneLoopTakeTurns) {
  Runtime runtime(1);
  std::string steps;
  auto walk = [](std::string& trace, char name) -> Task<> {
    for (int i = 0; i < 3; ++i) {
      trace += name;
      co_await let_others_go();
    }
  };
  auto a = boost::asio::co_spawn(runtime.executor(0), walk(steps, 'a'), boost::asio::use_future);
  auto b = boost::asio::co_spawn(runtime.executor(0), walk(steps, 'b'), boost::asio::use_future);
  runtime.start();
  a.get();
  b.get();
  EXPECT_EQ(steps, "ababab");
}

TEST(TaskGroup, WaitsForAllAndSurvivesAThrowingTask) {
  Runtime runtime(1);
  runtime.start();
  TaskGroup group;
  std::latch latch(2);
  group.spawn(runtime.executor(0), throw_up());
  group.spawn(runtime.executor(0), count_down(latch));
  group.spawn(runtime.executor(0), count_down(latch));
  EXPECT_TRUE(group.wait(std::chrono::seconds{10}));
  EXPECT_TRUE(latch.try_wait());
}

TEST(BlockingPool, RunsElsewhereAndComesHome) {
  Runtime runtime(1);
  runtime.start();
  BlockingPool pool(1, 4);
  auto visit = [](BlockingPool& p) -> Task<bool> {
    auto const home = std::this_thread::get_id();
    auto const there = co_await p.run([] { return std::this_thread::get_id(); });
    co_return there.has_value() && *there != home&& std::this_thread::get_id() == home;
  };
  EXPECT_TRUE(boost::asio::co_spawn(runtime.executor(0), visit(pool), boost::asio::use_future).get());
}

TEST(BlockingPool, SaysUnavailableWhenItsQueueIsFull) {
  Runtime runtime(1);
  runtime.start();
  BlockingPool pool(1, 0);
  auto visit = [](BlockingPool& p) -> Task<bool> {
    auto const there = co_await p.run([] { return 1; });
    co_return !there && there.error().kind == ErrorKind::unavailable;
  };
  EXPECT_TRUE(boost::asio::co_spawn(runtime.executor(0), visit(pool), boost::asio::use_future).get());
}

}  // namespace
}  // namespace auklet::async
