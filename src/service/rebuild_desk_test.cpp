// SPDX-License-Identifier: Apache-2.0
#include "service/rebuild_desk.h"

#include <gtest/gtest.h>

#include <atomic>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>
#include <future>
#include <thread>
#include <vector>

#include "async/runtime.h"

namespace auklet::service {
namespace {

using std::chrono::milliseconds;
constexpr milliseconds long_enough{20'000};

class RebuildDeskTest : public ::testing::Test {
 protected:
  RebuildDeskTest() { runtime.start(); }

  // Takes a ticket, keeps it until `leave`, and says whether there was one.
  std::future<bool> visit(RebuildDesk& desk, timeline::TimelineKey key) {
    auto const loop = static_cast<std::size_t>(visits++ % 2);
    return boost::asio::co_spawn(runtime.executor(loop), visit_of(desk, key, leave, rebuilding),
                                 boost::asio::use_future);
  }

  static Task<bool> visit_of(RebuildDesk& desk, timeline::TimelineKey key, async::Signal leave,
                             std::atomic<int>& rebuilding) {
    auto const ticket = co_await desk.take(key);
    if (!ticket) {
      co_return false;
    }
    ++rebuilding;
    co_await leave.wait(long_enough);
    --rebuilding;
    co_return true;
  }

  static void wait_until(auto const& condition) {
    auto const deadline = std::chrono::steady_clock::now() + long_enough;
    while (!condition() && std::chrono::steady_clock::now() < deadline) {
      std::this_thread::yield();
    }
    ASSERT_TRUE(condition());
  }

  static timeline::TimelineKey home(std::int64_t number) { return AccountId{number}; }

  async::Runtime runtime{2};
  async::Signal leave;
  std::atomic<int> rebuilding = 0;
  int visits = 0;
};

TEST_F(RebuildDeskTest, OneOfACrowdRebuildsAndTheOthersWaitForIt) {
  RebuildDesk desk(8, long_enough);
  auto first = visit(desk, home(1));
  wait_until([&] { return rebuilding == 1; });
  std::vector<std::future<bool>> crowd;
  for (int i = 0; i < 50; ++i) {
    crowd.push_back(visit(desk, home(1)));
  }
  auto another = visit(desk, {AccountId{1}, ListId{5}});
  wait_until([&] { return rebuilding == 2; });
  EXPECT_EQ(desk.waiting(), 0U);
  leave.fire();
  EXPECT_TRUE(first.get());
  EXPECT_TRUE(another.get()) << "a list is another timeline";
  for (auto& each : crowd) {
    EXPECT_FALSE(each.get());
  }
  EXPECT_TRUE(visit(desk, home(1)).get()) << "it can be rebuilt again";
}

TEST_F(RebuildDeskTest, OthersWaitForTheirTurn) {
  RebuildDesk desk(2, long_enough);
  std::vector<std::future<bool>> readers;
  for (std::int64_t number = 1; number <= 200; ++number) {
    readers.push_back(visit(desk, home(number)));
  }
  wait_until([&] { return desk.waiting() == 198; });
  EXPECT_EQ(rebuilding, 2);
  leave.fire();
  for (auto& reader : readers) {
    EXPECT_TRUE(reader.get());
  }
}

TEST_F(RebuildDeskTest, NobodyWaitsForLongerThanAllowed) {
  RebuildDesk desk(1, milliseconds{1});
  auto first = visit(desk, home(1));
  wait_until([&] { return rebuilding == 1; });
  EXPECT_FALSE(visit(desk, home(1)).get());
  EXPECT_FALSE(visit(desk, home(2)).get());
  leave.fire();
  EXPECT_TRUE(first.get());
  EXPECT_TRUE(visit(desk, home(2)).get());
}

}  // namespace
}  // namespace auklet::service
