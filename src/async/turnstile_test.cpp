// SPDX-License-Identifier: Apache-2.0
#include "async/turnstile.h"

#include <gtest/gtest.h>

#include <atomic>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>
#include <future>
#include <mutex>
#include <thread>
#include <vector>

#include "async/runtime.h"
#include "async/signal.h"

namespace auklet::async {
namespace {

using std::chrono::milliseconds;
constexpr milliseconds long_enough{20'000};

template <class T>
std::future<T> start(Runtime& runtime, std::size_t loop, Task<T> task) {
  return boost::asio::co_spawn(runtime.executor(loop), std::move(task), boost::asio::use_future);
}

Task<bool> await(Signal signal, milliseconds timeout) {
  co_return co_await signal.wait(timeout);
}

TEST(Signal, WakesEveryoneWhereverTheyWait) {
  Runtime runtime(2);
  runtime.start();
  Signal const signal;
  std::vector<std::future<bool>> waiting;
  for (std::size_t i = 0; i < 20; ++i) {
    waiting.push_back(start(runtime, i % 2, await(signal, long_enough)));
  }
  EXPECT_FALSE(start(runtime, 0, await(signal, milliseconds{1})).get());
  EXPECT_FALSE(signal.has_fired());
  signal.fire();
  for (auto& each : waiting) {
    EXPECT_TRUE(each.get());
  }
  EXPECT_TRUE(start(runtime, 1, await(signal, milliseconds{0})).get()) << "it has happened";
}

// What the visitors of a turnstile saw.
struct Visits {
  std::mutex mutex;
  std::vector<int> order;
  std::atomic<int> inside = 0;
  std::atomic<int> most_inside = 0;
};

Task<bool> visit(Turnstile& turnstile, Visits& visits, int number, Signal leave, milliseconds timeout) {
  auto const turn = co_await turnstile.take(timeout);
  if (!turn) {
    co_return false;
  }
  {
    std::lock_guard const lock(visits.mutex);
    visits.order.push_back(number);
  }
  visits.most_inside = std::max(visits.most_inside.load(), ++visits.inside);
  co_await leave.wait(long_enough);
  --visits.inside;
  co_return true;
}

void wait_until(auto const& condition) {
  auto const deadline = std::chrono::steady_clock::now() + long_enough;
  while (!condition() && std::chrono::steady_clock::now() < deadline) {
    std::this_thread::yield();
  }
  ASSERT_TRUE(condition());
}

TEST(Turnstile, LetsThroughInOrderAndNotTooManyAtOnce) {
  Runtime runtime(2);
  runtime.start();
  Turnstile turnstile(2, 100);
  Visits visits;
  Signal const leave;
  std::vector<std::future<bool>> visitors;
  std::vector<int> expected;
  for (int number = 0; number < 12; ++number) {
    visitors.push_back(start(runtime, static_cast<std::size_t>(number % 2),
                             visit(turnstile, visits, number, leave, long_enough)));
    wait_until([&] { return turnstile.waiting() + static_cast<std::size_t>(visits.inside) == number + 1U; });
    expected.push_back(number);
  }
  EXPECT_EQ(turnstile.waiting(), 10U);
  leave.fire();
  for (auto& visitor : visitors) {
    EXPECT_TRUE(visitor.get());
  }
  EXPECT_LE(visits.most_inside, 2);
  EXPECT_EQ(visits.order.size(), expected.size());
  EXPECT_EQ(turnstile.waiting(), 0U);
}

TEST(Turnstile, ServesOneLoopInTheOrderOfComing) {
  Runtime runtime(1);
  runtime.start();
  Turnstile turnstile(1, 100);
  Visits visits;
  Signal const leave;
  std::vector<std::future<bool>> visitors;
  for (int number = 0; number < 5; ++number) {
    visitors.push_back(start(runtime, 0, visit(turnstile, visits, number, leave, long_enough)));
  }
  wait_until([&] { return turnstile.waiting() == 4; });
  leave.fire();
  for (auto& visitor : visitors) {
    EXPECT_TRUE(visitor.get());
  }
  EXPECT_EQ(visits.order, (std::vector{0, 1, 2, 3, 4}));
}

TEST(Turnstile, TurnsAwayWhoWaitsTooLongAndWhenTooManyWait) {
  Runtime runtime(1);
  runtime.start();
  Turnstile turnstile(1, 1);
  Visits visits;
  Signal const leave;
  auto first = start(runtime, 0, visit(turnstile, visits, 0, leave, long_enough));
  wait_until([&] { return visits.inside == 1; });
  EXPECT_FALSE(start(runtime, 0, visit(turnstile, visits, 1, leave, milliseconds{1})).get());
  EXPECT_FALSE(start(runtime, 0, visit(turnstile, visits, 2, leave, milliseconds{0})).get());
  auto waiting = start(runtime, 0, visit(turnstile, visits, 3, leave, long_enough));
  wait_until([&] { return turnstile.waiting() == 1; });
  EXPECT_FALSE(start(runtime, 0, visit(turnstile, visits, 4, leave, long_enough)).get()) << "one may wait";
  leave.fire();
  EXPECT_TRUE(first.get());
  EXPECT_TRUE(waiting.get());
  EXPECT_EQ(visits.order, (std::vector{0, 3}));
}

}  // namespace
}  // namespace auklet::async
