// SPDX-License-Identifier: Apache-2.0
#include "bench/redis_lists.h"

#include <gtest/gtest.h>

#include <array>

namespace auklet::bench {
namespace {

TEST(RedisLists, PushesAndTrimsForEveryFollower) {
  std::array<std::uint32_t, 2> const users{7, 12};
  EXPECT_EQ(delivery_commands(users, 345, 800),
            "*3\r\n$6\r\nLPUSHX\r\n$6\r\nhome:7\r\n$3\r\n345\r\n"
            "*4\r\n$5\r\nLTRIM\r\n$6\r\nhome:7\r\n$1\r\n0\r\n$3\r\n799\r\n"
            "*3\r\n$6\r\nLPUSHX\r\n$7\r\nhome:12\r\n$3\r\n345\r\n"
            "*4\r\n$5\r\nLTRIM\r\n$7\r\nhome:12\r\n$1\r\n0\r\n$3\r\n799\r\n");
}

TEST(RedisLists, SaysWhenThereIsNoServer) {
  auto const lists = RedisLists::connect("/nowhere/redis.sock", 800);
  ASSERT_FALSE(lists);
  EXPECT_EQ(lists.error().kind, ErrorKind::unavailable);
}

}  // namespace
}  // namespace auklet::bench
