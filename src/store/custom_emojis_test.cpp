// SPDX-License-Identifier: Apache-2.0
#include "store/custom_emojis.h"

#include "store/testing/store_test.h"

namespace auklet::store {
namespace {

using ::testing::ElementsAre;
using testing::now;

class CustomEmojisTest : public testing::StoreTest {
 protected:
  CustomEmoji add(std::string shortcode, std::string category = "", bool in_picker = true) {
    CustomEmoji const emoji{.shortcode = shortcode,
                            .category = std::move(category),
                            .in_picker = in_picker,
                            .file = shortcode + ".gif",
                            .static_file = shortcode + ".png",
                            .created_at = now};
    write([&](db::Session& s) { return custom_emojis::insert(s, emoji); });
    return emoji;
  }
};
AUKLET_ON_BOTH_ENGINES(CustomEmojisTest);

TEST_P(CustomEmojisTest, AreKeptAsTheyAreWritten) {
  auto const wren = add("wren", "Birds", false);
  auto const auk = add("auk");
  EXPECT_THAT(read(custom_emojis::all(session())), ElementsAre(auk, wren));
  EXPECT_EQ(read(custom_emojis::count(session())), 2);
  EXPECT_TRUE(read(custom_emojis::shows(session(), "auk.gif")));
  EXPECT_TRUE(read(custom_emojis::shows(session(), "auk.png")));
  EXPECT_FALSE(read(custom_emojis::shows(session(), "auk")));
}

TEST_P(CustomEmojisTest, AShortcodeIsTakenOnce) {
  auto const auk = add("auk");
  add("Auk");
  auto const again = try_write([&](db::Session& s) { return custom_emojis::insert(s, auk); });
  EXPECT_EQ(again.error().kind, ErrorKind::conflict);
}

TEST_P(CustomEmojisTest, WhatIsRemovedIsGivenBack) {
  auto const auk = add("auk");
  EXPECT_EQ(write([&](db::Session& s) { return custom_emojis::remove(s, "auk"); }), auk);
  EXPECT_EQ(write([&](db::Session& s) { return custom_emojis::remove(s, "auk"); }), std::nullopt);
  EXPECT_EQ(read(custom_emojis::count(session())), 0);
}

}  // namespace
}  // namespace auklet::store
