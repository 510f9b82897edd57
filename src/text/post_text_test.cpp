// SPDX-License-Identifier: Apache-2.0
#include "text/post_text.h"

#include <gtest/gtest.h>

#include <chrono>
#include <set>

#include "base/encoding.h"

namespace auklet::text {
namespace {

using Strings = std::vector<std::string>;

Strings handles(std::string_view source) {
  Strings out;
  for (auto const& mention : parse(source).mentions) {
    out.push_back(mention.domain.empty() ? mention.username : mention.username + '@' + mention.domain);
  }
  return out;
}

Strings tags(std::string_view source) {
  Strings out;
  for (auto const& hashtag : parse(source).hashtags) {
    out.push_back(hashtag.display);
  }
  return out;
}

Strings urls(std::string_view source) {
  return parse(source).urls;
}

struct Row {
  std::string_view source;
  Strings found;
};

TEST(Mentions, AreFoundWhereMastodonFindsThem) {
  for (auto const& [source, found] : std::vector<Row>{
           {"@alice", {"alice"}},
           {"Hello to @alice from me", {"alice"}},
           {"@alice@example.com", {"alice@example.com"}},
           {"Hello @alice@example.com.", {"alice@example.com"}},
           {".@alice I want everybody to see this", {"alice"}},
           {"(@alice) \"@bob\" <@carol>", {"alice", "bob", "carol"}},
           {"@aLice@Example.COM", {"aLice@example.com"}},
           {"@a.b-c_d@example.com", {"a.b-c_d@example.com"}},
           {"@alice. @bob, @carol! @dave?", {"alice", "bob", "carol", "dave"}},
           {"@alice's", {"alice"}},
           {"@alice@bücher.example", {"alice@xn--bcher-kva.example"}},
           {"@alice@例え.テスト", {"alice@xn--r8jz45g.xn--zckzah"}},
           {"@aliceさん、こんにちは", {"alice"}},
           {"@alice@example.comさん", {"alice@example.com"}},
           {"見て@alice", {}},  // right after a word character, as in Mastodon
           {"toß @alice", {"alice"}},
           {"@alice@example.com@", {}},
           {"@alice@example.com@evil.com", {}},
           {"@aliceé", {}},
           {"alice@example.com", {}},
           {"mail alice@example.com and bob+tag@example.com", {}},
           {"x=@alice", {}},
           {"path/@alice", {}},
           {"https://medium.com/@alice/some-article", {}},
           {"https://example.com/?x=@alice", {}},
           {"@", {}},
           {"@ alice", {}},
           {"@@", {}},
           {"@@alice", {"alice"}},
           {"@@##@@", {}},
           {"@-alice", {}},
           {"@алиса", {}},
           {"@ａｌｉｃｅ", {}},
           {"@user@-bad-.com", {}},
           {"@user@under_score.com", {}},
           {"@alice://x", {}},
       }) {
    EXPECT_EQ(handles(source), found) << source;
  }
}

TEST(Mentions, AreUniqueInOrder) {
  EXPECT_EQ(handles("@bob @Alice @alice @BOB @alice@EXAMPLE.com @ALICE@example.com"),
            (Strings{"bob", "Alice", "alice@example.com"}));
}

TEST(Hashtags, AreFoundInEveryScript) {
  for (auto const& [source, found] : std::vector<Row>{
           {"#hashtag", {"hashtag"}},
           {"#a", {"a"}},
           {"hello #3d #l33ts35k #world2016", {"3d", "l33ts35k", "world2016"}},
           {"#_test #test_ #one_two_three", {"_test", "test_", "one_two_three"}},
           {"#Grüße #Straße", {"Grüße", "Straße"}},
           {"#日本語 #タグ、#ハッシュタグ。", {"日本語", "タグ", "ハッシュタグ"}},
           {"#جميل، #שלום", {"جميل", "שלום"}},
           {"#हिन्दी #தமிழ் #বাংলা", {"हिन्दी", "தமிழ்", "বাংলা"}},
           {"#ภาษาไทย #น้ำ", {"ภาษาไทย", "น้ำ"}},
           {"#中文標籤！", {"中文標籤"}},
           {"#Привет, #Українська", {"Привет", "Українська"}},
           {"#한국어 #ελληνικά #ქართული", {"한국어", "ελληνικά", "ქართული"}},
           {"#l·l #コナン・ドイル #می‌خواهم",
            {"l·l", "コナン・ドイル", "می‌خواهم"}},
           {"#ශ්‍රී_ලංකා", {"ශ්‍රී_ලංකා"}},
           {"#tag· #tag・ #tag\u200C", {"tag"}},
           {"＃ｆｏｏ", {"ｆｏｏ"}},
           {"#1_2 #1·2", {"1_2", "1·2"}},
           {"(#tag) [#two] \"#three\" #four,#five", {"tag", "two", "three", "four", "five"}},
           {"#tag❤️ #tag️", {"tag"}},
           {"test\u00A0#foo", {"foo"}},
           {"#C++ #.net #it's", {"C", "it"}},
           {"#123 #1️⃣ #️⃣ #_ #_1 #1_ #١٢٣ ## # #·a", {}},
           {"##tag foo#bar é#bar 1#bar _#bar", {}},
           {"/#bar )#bar =#bar &#x27;", {}},
           {"https://en.wikipedia.org/wiki/Ghostbusters_(song)#Lawsuit", {}},
           {"https://example.org/testé#foo", {}},
           {"#https://example.com", {}},
           {"#🏳️‍🌈", {}},
       }) {
    EXPECT_EQ(tags(source), found) << source;
  }
}

TEST(Hashtags, FoldCaseWidthAndInvisibleCharactersButNotAccents) {
  EXPECT_EQ(fold_hashtag("Straße"), "strasse");
  EXPECT_EQ(fold_hashtag("STRASSE"), "strasse");
  EXPECT_EQ(fold_hashtag("STRAẞE"), "strasse");
  EXPECT_EQ(fold_hashtag("ｆｏｏ"), "foo");
  EXPECT_EQ(fold_hashtag("ｶﾀｶﾅ"), "カタカナ");
  EXPECT_EQ(fold_hashtag("ΣΊΣΥΦΟΣ"), fold_hashtag("σίσυφος"));
  EXPECT_EQ(fold_hashtag("می‌خواهم"), fold_hashtag("میخواهم"));
  EXPECT_EQ(fold_hashtag("ЁЛКА"), "ёлка");
  EXPECT_EQ(fold_hashtag("Cafe\u0301"), "café");
  EXPECT_NE(fold_hashtag("schön"), fold_hashtag("schon"));
  EXPECT_EQ(fold_hashtag("ﷺ"), "صلىاللهعليهوسلم");  // its compatibility form has spaces
  EXPECT_EQ(fold_hashtag("❤"), "");
  EXPECT_EQ(tags("#Straße #STRASSE #strasse"), (Strings{"Straße"}));
  EXPECT_EQ(parse("#Straße").hashtags[0].name, "strasse");
}

TEST(Urls, EndWhereAReaderWouldEndThem) {
  for (auto const& [source, found] : std::vector<Row>{
           {"http://google.com", {"http://google.com"}},
           {"HTTPS://Example.COM/Path", {"HTTPS://Example.COM/Path"}},
           {"http://www.google.com! http://a.example. http://b.example, http://c.example'",
            {"http://www.google.com", "http://a.example", "http://b.example", "http://c.example"}},
           {"(http://google.com/)", {"http://google.com/"}},
           {"[text](https://example.com/page)", {"https://example.com/page"}},
           {"https://en.wikipedia.org/wiki/Diaspora_(software)",
            {"https://en.wikipedia.org/wiki/Diaspora_(software)"}},
           {"https://e.example/a_(b_(c))_d.", {"https://e.example/a_(b_(c))_d"}},
           {"https://e.example/a(b", {"https://e.example/a"}},
           {"(https://e.example/?q=(x))", {"https://e.example/?q=(x)"}},
           {"\"https://example.com/\" <https://example.org/>",
            {"https://example.com/", "https://example.org/"}},
           {"「[https://example.org/」", {"https://example.org/"}},
           {"https://example.com/　abc", {"https://example.com/"}},
           {"http://example.com/b<del>b</del>", {"http://example.com/b"}},
           {"https://example.com/\"onmouseover=alert(1)", {"https://example.com/"}},
           {"https://nic.みんな/", {"https://nic.みんな/"}},
           {"https://ja.wikipedia.org/wiki/日本。", {"https://ja.wikipedia.org/wiki/日本"}},
           {"https://example.com見て", {"https://example.com"}},
           {"見てhttps://example.com/x", {"https://example.com/x"}},
           {"https://bücher.example:8443/x?y=z#w", {"https://bücher.example:8443/x?y=z#w"}},
           {"https://e.example/?a=✓&b=%E2%9C%93&c=", {"https://e.example/?a=✓&b=%E2%9C%93&c="}},
           {"https://gta.fandom.com/wiki/TW@ Content", {"https://gta.fandom.com/wiki/TW@"}},
           {"https://e.example/it's", {"https://e.example/it's"}},
           {"https://my_bucket.example.com/x", {"https://my_bucket.example.com/x"}},
           {"https://xn--bcher-kva.xn--p1ai/", {"https://xn--bcher-kva.xn--p1ai/"}},
           {"https://example.com/gpj.\u202Eexe", {"https://example.com/gpj"}},
           {"http://a.example http://a.example", {"http://a.example"}},
           {"example.com www.example.com", {}},
           {"xhttp://example.com @http://example.com $http://example.com", {}},
           {"javascript:alert(1) data:text/html,x ftp://example.com vbscript:x file:///etc/passwd", {}},
           {"http://user:pass@example.com/ http://known.example@evil.example/ http://a.example:80@b.example",
            {}},
           {"http://known.example\\@evil.example", {}},
           {"http://www\\.google\\.com", {}},
           {"http://localhost/ http://127.0.0.1/ http://[::1]/ http://2130706433/", {}},
           {"http:// http://. http://.. http://-a.example http://a..example http://example.c", {}},
           {"http://a.example-b", {}},
       }) {
    EXPECT_EQ(urls(source), found) << source;
  }
}

TEST(Urls, OverTheLimitStayText) {
  std::string const start = "https://example.com/";
  auto const fits = start + std::string(url_bytes_max - start.size(), 'x');
  EXPECT_EQ(urls(fits), (Strings{fits}));
  EXPECT_EQ(urls(fits + 'x'), Strings{});
}

TEST(Entities, NeverOverlapAndPointIntoTheCleanedText) {
  auto const parsed = parse(" \r\n @alice #tag https://example.com/#x@y\r\n\r\n@bob ");
  EXPECT_EQ(parsed.text, "@alice #tag https://example.com/#x@y\n\n@bob");
  Strings pieces;
  for (auto const& entity : parsed.entities) {
    pieces.push_back(parsed.text.substr(entity.begin, entity.end - entity.begin));
  }
  EXPECT_EQ(pieces, (Strings{"@alice", "#tag", "https://example.com/#x@y", "@bob"}));
}

TEST(Parse, TakesAnyBytes) {
  for (std::string_view const source : {"\xFF\xFE", "\xE6\x97", "#\xE6\x97", "@\x80", "https://\xC0\xAF.com",
                                        "\xED\xA0\x80#x\xF4\x90\x80\x80", "a\0b", "\x1B[31m@alice\x07"}) {
    EXPECT_TRUE(base::is_utf8(parse(source).text));
  }
  EXPECT_EQ(parse("a\xFF"
                  "b")
                .text,
            "a\uFFFDb");
  EXPECT_EQ(parse(std::string_view("a\0b\x7F\u0085c", 7)).text, "abc");
  EXPECT_EQ(parse("").text, "");
  EXPECT_EQ(parse(" \u3000\n\t\u00A0").text, "");
}

TEST(CountCharacters, CountsWhatPeopleSee) {
  struct Length {
    std::string_view source;
    std::size_t characters;
  };
  for (auto const& [source, characters] : std::vector<Length>{
           {"", 0},
           {"  hello \n", 5},
           {"a\r\nb", 3},
           {"Grüße", 5},
           {"Gru\u0308ße", 5},
           {"日本語", 3},
           {"हिन्दी", 2},
           {"น้ำ", 1},
           {"한국어", 3},
           {"👩‍👩‍👧‍👦", 1},
           {"🏳️‍🌈🇩🇪🇫🇷", 3},
           {"👍🏽", 1},
           {"https://example.com/", 23},
           {"see https://e.example/ now", 31},
           {"@alice@example.com hi", 9},
           {"@alice hi", 9},
           {"#tag", 4},
           {"alice@example.com", 17},
           {":blobcat:", 9},
       }) {
    EXPECT_EQ(count_characters(source), characters) << source;
  }
  EXPECT_EQ(count_characters("https://example.com/" + std::string(1000, 'x')), 23U);
}

// Work must grow with the text, not with its square: each of these would take minutes at 1 MB if it did not.
TEST(Parse, StaysLinearOnHostileTexts) {
  for (std::string_view const piece : {"@",
                                       "#",
                                       "@a",
                                       " @a",
                                       "@a@",
                                       " @a@b.c",
                                       "h",
                                       "http://",
                                       "http://a.bc/(",
                                       "http://a.bc/(x",
                                       "(",
                                       "#a·",
                                       "·#a",
                                       "@a.",
                                       "@a-",
                                       "http://a.",
                                       "http://a.b-",
                                       "\xFF",
                                       "e\u0301",
                                       "#\u200D",
                                       "[",
                                       "@a@b.",
                                       "http://a.bc/(((",
                                       "#1",
                                       "\u202Ehttp://a.bc",
                                       "\n",
                                       " #a_"}) {
    std::string source;
    while (source.size() < 1'000'000) {
      source += piece;
    }
    auto const start = std::chrono::steady_clock::now();
    EXPECT_TRUE(base::is_utf8(parse(source).text));
    EXPECT_GE(count_characters(source) + 1, 1U);
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds{20}) << piece;
  }
}

TEST(Parse, TenThousandMentions) {
  std::string source;
  for (int i = 0; i < 10'000; ++i) {
    source += "@user" + std::to_string(i) + "@example.com ";
  }
  EXPECT_EQ(parse(source).mentions.size(), 10'000U);
}

TEST(PostText, AHashtagAloneIsReadAsItIsTyped) {
  for (auto const* const text : {"#Birds", "Birds", " Birds "}) {
    auto const hashtag = read_hashtag(text);
    ASSERT_TRUE(hashtag) << text;
    EXPECT_EQ(hashtag->display, "Birds");
    EXPECT_EQ(hashtag->name, "birds");
  }
  for (auto const* const text : {"", "#", "##birds", "two words", "#two #tags", "12", "a-b", "!", "@birds"}) {
    EXPECT_FALSE(read_hashtag(text)) << text;
  }
}

}  // namespace
}  // namespace auklet::text
