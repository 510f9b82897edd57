// SPDX-License-Identifier: Apache-2.0
#include "base/second_chance.h"

#include <gtest/gtest.h>

#include <string>

namespace auklet::base {
namespace {

using Table = SecondChance<int, std::string>;

// Room for three entries of this many bytes each.
constexpr std::size_t value_bytes = 100;
Table table_of_three() {
  return Table(3 * (Table::entry_bytes + value_bytes));
}

TEST(SecondChance, ForgetsWhatWasNotAskedForLately) {
  auto table = table_of_three();
  for (int key : {1, 2, 3}) {
    table.put(key, std::to_string(key), value_bytes);
  }
  ASSERT_NE(table.find(1), nullptr);
  ASSERT_NE(table.find(3), nullptr);

  table.put(4, "4", value_bytes);

  EXPECT_EQ(table.find(2), nullptr);
  for (int key : {1, 3, 4}) {
    ASSERT_NE(table.find(key), nullptr) << key;
    EXPECT_EQ(*table.find(key), std::to_string(key));
  }
}

TEST(SecondChance, StaysWithinItsBytes) {
  auto table = table_of_three();
  for (int key = 0; key < 1000; ++key) {
    table.put(key, "x", value_bytes);
    table.find(key - key % 3);
    EXPECT_LE(table.bytes(), 3 * (Table::entry_bytes + value_bytes));
  }
  EXPECT_EQ(table.size(), 3U);
}

TEST(SecondChance, ALargeOneMakesRoomForItself) {
  auto table = table_of_three();
  for (int key : {1, 2, 3}) {
    table.put(key, "x", value_bytes);
    table.find(key);
  }
  table.put(4, "y", value_bytes * 2);
  EXPECT_NE(table.find(4), nullptr);
  EXPECT_EQ(table.size(), 2U);
}

TEST(SecondChance, DoesNotTakeWhatIsLargerThanAll) {
  auto table = table_of_three();
  table.put(1, "x", value_bytes);
  table.put(2, "y", 10'000);
  EXPECT_EQ(table.find(2), nullptr);
  EXPECT_NE(table.find(1), nullptr);
}

TEST(SecondChance, ReplacesAndErases) {
  auto table = table_of_three();
  table.put(1, "a", value_bytes);
  table.put(1, "b", value_bytes);
  EXPECT_EQ(table.size(), 1U);
  EXPECT_EQ(*table.find(1), "b");

  table.put(2, "c", value_bytes);
  table.erase(1);
  table.erase(7);
  EXPECT_EQ(table.find(1), nullptr);
  EXPECT_EQ(*table.find(2), "c");
  EXPECT_EQ(table.bytes(), Table::entry_bytes + value_bytes);
}

}  // namespace
}  // namespace auklet::base
