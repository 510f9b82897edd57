// SPDX-License-Identifier: Apache-2.0
#include "app/fan_out_pump.h"

#include <gtest/gtest.h>

#include <chrono>
#include <thread>

namespace auklet::app {
namespace {

TEST(FanOutPumpTest, FinishesWhatWaits) {
  constexpr std::int64_t followers = 50;
  timeline::HomeEngine homes({.slice_followers = 1, .work_waiting_max = 1000});
  for (std::int64_t follower = 1; follower <= followers; ++follower) {
    auto rebuild = homes.begin_rebuild(AccountId{follower});
    ASSERT_TRUE(rebuild->enlist(HomeRelations(AccountId{follower}, {{.id = AccountId{1000}}})));
    ASSERT_TRUE(rebuild->complete({}, PostId{}, from_count(0)));
  }
  async::Runtime runtime(2);
  FanOutPump pump(runtime, homes);
  pump.wake();  // nothing waits
  runtime.start();
  for (std::int64_t id = 1; id <= 20; ++id) {
    HomeEntry entry;
    entry.id = PostId{id};
    entry.author = AccountId{1000};
    homes.publish(entry);
    pump.wake();
  }
  auto const deadline = std::chrono::steady_clock::now() + std::chrono::seconds{30};
  while (homes.has_slices() && std::chrono::steady_clock::now() < deadline) {
    std::this_thread::yield();
  }
  runtime.stop();
  EXPECT_EQ(homes.stats().deliveries, 20U * followers);
}

}  // namespace
}  // namespace auklet::app
