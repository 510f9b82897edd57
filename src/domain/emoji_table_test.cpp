// SPDX-License-Identifier: Apache-2.0
#include "domain/emoji_table.h"

#include <gtest/gtest.h>

namespace auklet {
namespace {

TEST(EmojiTable, FindsWhatItHolds) {
  EmojiTable table;
  EXPECT_TRUE(table.all()->empty());
  EXPECT_FALSE(table.contains("auk"));
  table.replace({{.shortcode = "wren", .file = "w.png"}, {.shortcode = "auk", .file = "a.png"}});
  EXPECT_TRUE(table.contains("auk"));
  EXPECT_TRUE(table.contains("wren"));
  EXPECT_FALSE(table.contains("Auk"));
  EXPECT_FALSE(table.contains("au"));
  EXPECT_EQ(find_emoji(*table.all(), "wren")->file, "w.png");
  EXPECT_EQ(table.all()->front().shortcode, "auk");
}

TEST(EmojiTable, WhoHoldsAListKeepsItAsItWas) {
  EmojiTable table;
  table.replace({{.shortcode = "auk"}});
  auto const before = table.all();
  table.replace({});
  EXPECT_EQ(before->size(), 1U);
  EXPECT_TRUE(table.all()->empty());
  EXPECT_TRUE(EmojiTable::none().all()->empty());
}

}  // namespace
}  // namespace auklet
