// SPDX-License-Identifier: Apache-2.0
#include "text/search_query.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/time_text.h"

namespace auklet::text {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

PostQuery parsed(std::string_view text) {
  auto query = parse_post_query(text);
  EXPECT_TRUE(query) << text << ": " << (query ? "" : query.error().message);
  return query.value_or(PostQuery{});
}

std::vector<std::vector<std::string>> words(std::vector<SearchPhrase> const& phrases) {
  std::vector<std::vector<std::string>> all;
  for (auto const& phrase : phrases) {
    all.push_back(phrase.words);
  }
  return all;
}

std::vector<std::string> conditions(std::vector<SearchCondition> const& list) {
  std::vector<std::string> all;
  for (auto const& condition : list) {
    all.push_back((condition.negated ? "-" : "") + condition.value);
  }
  return all;
}

TEST(PostQuery, HoldsWordsPhrasesAndWhatIsUnwanted) {
  auto const query = parsed(R"(  Little +"Great  auk" -gull -"black tern" snow-owl !? )");
  EXPECT_THAT(words(query.wanted),
              ElementsAre(ElementsAre("little"), ElementsAre("great", "auk"), ElementsAre("snow", "owl")));
  EXPECT_THAT(words(query.unwanted), ElementsAre(ElementsAre("gull"), ElementsAre("black", "tern")));
  EXPECT_THAT(words(parsed("“auk egg").wanted), ElementsAre(ElementsAre("auk", "egg")));
}

TEST(PostQuery, KnowsTheOperators) {
  auto const query = parsed(
      "from:Ann@Reef.Example -from:me has:LINK -has:poll is:reply -is:sensitive language:de in:library");
  EXPECT_THAT(conditions(query.from), ElementsAre("Ann@Reef.Example", "-me"));
  EXPECT_THAT(conditions(query.has), ElementsAre("link", "-poll"));
  EXPECT_THAT(conditions(query.is), ElementsAre("reply", "-sensitive"));
  EXPECT_THAT(conditions(query.languages), ElementsAre("de"));
  EXPECT_EQ(query.place, SearchPlace::library);
  EXPECT_THAT(query.wanted, IsEmpty());
  EXPECT_FALSE(query.empty());
}

TEST(PostQuery, DaysBoundTheTime) {
  auto const at = [](char const* time) { return *base::parse_iso(time); };
  auto const one = parsed("after:2026-04-10 before:2026-04-13");
  EXPECT_EQ(one.not_before, at("2026-04-11T00:00:00Z"));
  EXPECT_EQ(one.before, at("2026-04-13T00:00:00Z"));
  auto const day = parsed("during:2026-04-11 after:2026-01-01");
  EXPECT_EQ(day.not_before, at("2026-04-11T00:00:00Z"));
  EXPECT_EQ(day.before, at("2026-04-12T00:00:00Z"));
  for (auto const* const text :
       {"before:tomorrow", "during:2026-13-01", "after:2026-4-1", "after:2026-04-11T1"}) {
    EXPECT_EQ(parse_post_query(text).error().kind, ErrorKind::invalid) << text;
  }
}

TEST(PostQuery, WhatIsNoOperatorIsText) {
  EXPECT_THAT(words(parsed("re: topic:auk in:nowhere").wanted),
              ElementsAre(ElementsAre("re"), ElementsAre("topic", "auk"), ElementsAre("in", "nowhere")));
  EXPECT_THAT(words(parsed("\"from:me\"").wanted), ElementsAre(ElementsAre("from", "me")));
  EXPECT_TRUE(parsed("- + \" \" !").empty());
  EXPECT_TRUE(parsed("-").empty());
  EXPECT_TRUE(parsed("").empty());
}

TEST(PostQuery, IsBounded) {
  EXPECT_EQ(parse_post_query(std::string(2000, 'a')).error().kind, ErrorKind::invalid);
  std::string many;
  for (std::size_t i = 0; i <= search_clauses_max; ++i) {
    many += "a ";
  }
  EXPECT_EQ(parse_post_query(many).error().kind, ErrorKind::invalid);
  EXPECT_TRUE(parse_post_query(many.substr(2)));
}

}  // namespace
}  // namespace auklet::text
