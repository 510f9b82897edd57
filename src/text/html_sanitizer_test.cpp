// SPDX-License-Identifier: Apache-2.0
#include "text/html_sanitizer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace auklet::text {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(SanitizeHtml, LeavesWhatPostsAreMadeOf) {
  for (std::string const html :
       {"<p>one<br />two</p><p>three</p>", "plain &amp; simple", "<p><strong>b</strong> <em>i</em></p>",
        "<ul><li>a</li><li>b</li></ul>", "<span class=\"h-card\" translate=\"no\">x</span>", ""}) {
    EXPECT_EQ(sanitize_html(html), html);
  }
}

TEST(SanitizeHtml, LinksLeadToTheWebAndSayNoMore) {
  EXPECT_EQ(sanitize_html("<a href='https://a.example/?x=1&amp;y=2' onclick='x()' style='x' id=q>a</a>"),
            "<a href=\"https://a.example/?x=1&amp;y=2\" rel=\"nofollow noopener\" target=\"_blank\">a</a>");
  EXPECT_EQ(
      sanitize_html("<a class='mention hashtag evil' rel='tag' href='http://a.example/tags/x'>#x</a>"),
      "<a href=\"http://a.example/tags/x\" class=\"mention hashtag\" rel=\"tag\" target=\"_blank\">#x</a>");
  for (std::string const url :
       {"javascript:alert(1)", " javascript:alert(1)", "JaVaScRiPt:x", "data:text/html,x", "//a.example/",
        "/path", "https://a b/", "http://a.example/\nx"}) {
    EXPECT_THAT(sanitize_html("<a href=\"" + url + "\">a</a>"), Not(HasSubstr("href"))) << url;
  }
}

TEST(SanitizeHtml, WhatWasNeverTextGoesWithAllThatIsInIt) {
  EXPECT_EQ(sanitize_html("a<script>alert('<p>1</p>')</script>b"), "ab");
  EXPECT_EQ(sanitize_html("a<style>p{}</style><title>t</title>b"), "ab");
  EXPECT_EQ(sanitize_html("a<iframe src='https://a.example'><p>in</p></iframe>b"), "ab");
  EXPECT_EQ(sanitize_html("a<img src=x onerror=alert(1)>b<!-- c -->"), "ab");
  EXPECT_THAT(sanitize_html("<svg><a href='https://a.example'>x</a></svg>b"), Not(HasSubstr("svg")));
}

TEST(SanitizeHtml, OtherElementsKeepTheirText) {
  EXPECT_EQ(sanitize_html("<div><h1>Head</h1><form><p>body</p></form></div>"), "Head<p>body</p>");
  EXPECT_EQ(sanitize_html("<custom-element x=1>in</custom-element>"), "in");
}

TEST(SanitizeHtml, EveryElementIsClosedInOrder) {
  EXPECT_EQ(sanitize_html("<p><b>one"), "<p><b>one</b></p>");
  EXPECT_EQ(sanitize_html("</p></b>one"), sanitize_html("</p>one"));
  EXPECT_THAT(sanitize_html("<b><i>one</b>two</i>"), HasSubstr("one"));
  EXPECT_EQ(sanitize_html("1 < 2 & 3 > 2"), "1 &lt; 2 &amp; 3 &gt; 2");
}

TEST(SanitizeHtml, WhatPretendsToBeEscapedStaysEscaped) {
  EXPECT_EQ(sanitize_html("&lt;script&gt;alert(1)&lt;/script&gt;"), "&lt;script&gt;alert(1)&lt;/script&gt;");
  EXPECT_EQ(sanitize_html("&#60;img src=x&#62;"), "&lt;img src=x&gt;");
}

TEST(SanitizeHtml, ManyAndDeepElementsDoNoHarm) {
  std::string deep;
  for (int i = 0; i < 5000; ++i) {
    deep += "<b>";
  }
  auto const safe = sanitize_html(deep + "x");
  EXPECT_THAT(safe, HasSubstr("x"));
  EXPECT_LT(safe.size(), 1000U);
}

TEST(SanitizeHtml, WhatIsNoUtf8IsNothing) {
  EXPECT_EQ(sanitize_html("\xFF\xFE<p>"), "");
}

TEST(TextOfHtml, IsWhatAReaderSees) {
  EXPECT_EQ(text_of_html("caf&eacute; &amp; <b>cr&#232;me</b>"), "café & crème");
  EXPECT_EQ(text_of_html("one<br>two"), "one\ntwo");
  EXPECT_EQ(text_of_html("a<script>b</script>&lt;c&gt;"), "a<c>");
  EXPECT_EQ(text_of_html("<span translate=\"no\">:auk:</span> x"), ":auk: x");
}

}  // namespace
}  // namespace auklet::text
