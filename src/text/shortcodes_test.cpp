// SPDX-License-Identifier: Apache-2.0
#include "text/shortcodes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace auklet::text {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(Shortcodes, StandBetweenColonsThatNothingTouches) {
  EXPECT_THAT(shortcodes_in(":auk:"), ElementsAre("auk"));
  EXPECT_THAT(shortcodes_in("an :auk: and :Big_Auk2:, (:auk:)\n:ok:"),
              ElementsAre("auk", "Big_Auk2", "auk", "ok"));
  EXPECT_THAT(shortcodes_in("<p>:auk:</p>"), ElementsAre("auk"));
  EXPECT_THAT(shortcodes_in("🐦:auk:🐦"), ElementsAre("auk"));
}

TEST(Shortcodes, AreNotSeenWhereAWordOrAColonTouchesThem) {
  for (auto const* text : {"", "no colon", ":", "::", ":auk", "auk:", "a:auk:", ":auk:a", "9:auk:", "é:auk:",
                           ":auk:é", "::auk:", ":auk::", ":a:", ":a b:", ":a-b:", ":é_é:", "12:30:45"}) {
    EXPECT_THAT(shortcodes_in(text), IsEmpty()) << text;
  }
}

TEST(Shortcodes, ACloserMayBeAnOpenerWhenItClosedNothing) {
  EXPECT_THAT(shortcodes_in("so: :auk:"), ElementsAre("auk"));
  EXPECT_THAT(shortcodes_in("a: b :auk: c:"), ElementsAre("auk"));
  EXPECT_THAT(shortcodes_in(":no no :auk:"), ElementsAre("auk"));
}

TEST(Shortcodes, HaveTwoTo128Characters) {
  EXPECT_FALSE(is_shortcode(""));
  EXPECT_FALSE(is_shortcode("a"));
  EXPECT_TRUE(is_shortcode("ab"));
  EXPECT_TRUE(is_shortcode(std::string(128, 'a')));
  EXPECT_FALSE(is_shortcode(std::string(129, 'a')));
  EXPECT_FALSE(is_shortcode("a.b"));
  EXPECT_FALSE(is_shortcode(":ab:"));
}

TEST(Shortcodes, BytesThatAreNoTextAreJustBytes) {
  EXPECT_THAT(shortcodes_in("\xFF:auk:\xC3"), ElementsAre("auk"));
}

}  // namespace
}  // namespace auklet::text
