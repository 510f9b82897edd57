// SPDX-License-Identifier: Apache-2.0
#include "text/search_words.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace auklet::text {
namespace {

using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

TEST(SearchWords, AreFoldedRunsOfLettersAndDigits) {
  EXPECT_THAT(search_words("Little Auk: seen at 7am!"), ElementsAre("little", "auk", "seen", "at", "7am"));
  EXPECT_THAT(search_words("#Snow_Owl @ann@reef.example"),
              ElementsAre("snow", "owl", "ann", "reef", "example"));
  EXPECT_THAT(search_words("  -- ✨ "), IsEmpty());
}

TEST(SearchWords, LoseAccentsButNotVowels) {
  EXPECT_THAT(search_words("Älgen CAFÉ cafe\u0301 Ёлка Ἀθῆναι ﬁn"),
              ElementsAre("algen", "cafe", "cafe", "елка", "αθηναι", "fin"));
  EXPECT_THAT(search_words("हिन्दी"), ElementsAre("हिन्दी"));
  EXPECT_EQ(search_words("שָׁלוֹם"), search_words("שלום"));
  EXPECT_EQ(search_words("مُحَمَّد"), search_words("محمد"));
}

TEST(SearchWords, AreBigramsWhereWordsAreNotSpaced) {
  EXPECT_THAT(search_words("東京都"), ElementsAre("東京", "京都", "都"));
  EXPECT_THAT(search_words("今日はsunnyです"), ElementsAre("今日", "日は", "は", "sunny", "です", "す"));
  EXPECT_THAT(search_words("海"), ElementsAre("海"));
  EXPECT_THAT(search_words("안녕"), ElementsAre("안녕", "녕"));
}

TEST(SearchWords, HoldNothingThatADatabaseTakesForSyntax) {
  for (auto const& word : search_words("NEAR(a b) a* \"x\" {y}:z ^q -w 'o''r' & | ! <-> \\ AND Or not a_b")) {
    EXPECT_TRUE(std::ranges::all_of(word, [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
    })) << word;
  }
}

TEST(SearchWords, AreBounded) {
  EXPECT_THAT(search_words(std::string(1000, 'x')), ElementsAre(std::string(search_word_bytes_max, 'x')));
  std::string many;
  for (int i = 0; i < 5000; ++i) {
    many += "a ";
  }
  EXPECT_THAT(search_words(many), SizeIs(search_words_max));
  std::string marks = "ก";
  for (int i = 0; i < 5000; ++i) {
    marks += "\u0E31";
  }
  EXPECT_THAT(search_words(marks + "ข"), Each(::testing::ResultOf([](auto const& w) { return w.size(); },
                                                                  ::testing::Le(search_word_bytes_max))));
  EXPECT_THAT(search_words("\xff\xfe\x80"), IsEmpty());
}

TEST(SearchPhrase, StandsInATextSideBySide) {
  auto const words = search_words("The little auk dives; auks little know");
  EXPECT_TRUE(holds_phrase(words, search_phrase("Little AUK")));
  EXPECT_TRUE(holds_phrase(words, search_phrase("dives")));
  EXPECT_FALSE(holds_phrase(words, search_phrase("auk little")));
  EXPECT_FALSE(holds_phrase(words, search_phrase("div")));
  EXPECT_FALSE(holds_phrase(words, search_phrase("!")));
}

TEST(SearchPhrase, IsFoundWithinLongerUnspacedRuns) {
  auto const words = search_words("昨日東京都庁で見た");
  for (auto const* const asked : {"東京", "東京都", "京", "都庁で", "見た", "た"}) {
    EXPECT_TRUE(holds_phrase(words, search_phrase(asked))) << asked;
  }
  for (auto const* const asked : {"京東", "東都", "犬"}) {
    EXPECT_FALSE(holds_phrase(words, search_phrase(asked))) << asked;
  }
  EXPECT_TRUE(holds_phrase(search_words("東京都x"), search_phrase("京都x")));
}

}  // namespace
}  // namespace auklet::text
