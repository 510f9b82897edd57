// SPDX-License-Identifier: Apache-2.0
#include "text/keyword.h"

#include <gtest/gtest.h>

#include <array>

namespace auklet::text {
namespace {

bool stands(std::string_view keyword, std::string_view text, bool whole_word = true) {
  return Keyword(keyword, whole_word).is_in(fold_for_keywords(std::array{text}));
}

TEST(Keyword, WholeWordsStandAlone) {
  EXPECT_TRUE(stands("cat", "a cat."));
  EXPECT_TRUE(stands("cat", "cat"));
  EXPECT_TRUE(stands("cat", "concat, then a #cat!"));
  EXPECT_FALSE(stands("cat", "concatenate"));
  EXPECT_FALSE(stands("cat", "cats"));
  EXPECT_FALSE(stands("cat", "cat_5"));
  EXPECT_FALSE(stands("cat", "bobcat"));
  EXPECT_TRUE(stands("cat", "concatenate", false));
}

TEST(Keyword, AnEdgeThatIsNoWordNeedsNothingBesideIt) {
  EXPECT_TRUE(stands("#tea", "x#tea time"));
  EXPECT_FALSE(stands("#tea", "#teatime"));
  EXPECT_TRUE(stands("!!", "no!!no"));
  EXPECT_TRUE(stands("c++", "I like c++11"));
  EXPECT_TRUE(stands("🐈", "a🐈b"));
}

TEST(Keyword, CaseWidthAndWhiteSpaceDoNotMatter) {
  EXPECT_TRUE(stands("BAD   word", "some bad\nWord here"));
  EXPECT_TRUE(stands(" padded ", "is padded."));
  EXPECT_TRUE(stands("straße", "die STRASSE"));
  EXPECT_TRUE(stands("ÜBER", "das über alles"));
  EXPECT_TRUE(stands("кот", "КОТ"));
  EXPECT_TRUE(stands("ｗｉｄｅ", "wide"));
  EXPECT_TRUE(stands("ﬁsh", "FISH"));
  EXPECT_FALSE(stands("cafe", "café"));
}

TEST(Keyword, WordsOfEveryScriptHaveEdges) {
  EXPECT_FALSE(stands("кот", "скот"));
  EXPECT_TRUE(stands("кот", "мой кот!"));
  EXPECT_FALSE(stands("é", "été"));
  EXPECT_TRUE(stands("東京", "東京都", false));
  EXPECT_FALSE(stands("東京", "東京都"));
  // A mark belongs to the letter before it.
  EXPECT_FALSE(stands("क", "कि"));
}

TEST(Keyword, NothingStandsNowhere) {
  EXPECT_FALSE(stands("", "text"));
  EXPECT_FALSE(stands(" \n ", "a b", false));
  EXPECT_FALSE(stands("a", ""));
}

TEST(Keyword, PartsOfATextDoNotTouch) {
  std::array<std::string_view, 3> const parts{"one two", "", "three"};
  auto const folded = fold_for_keywords(parts);
  EXPECT_FALSE(Keyword("two three", true).is_in(folded));
  EXPECT_TRUE(Keyword("two", true).is_in(folded));
  EXPECT_TRUE(Keyword("three", true).is_in(folded));
}

}  // namespace
}  // namespace auklet::text
