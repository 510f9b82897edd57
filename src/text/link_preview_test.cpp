// SPDX-License-Identifier: Apache-2.0
#include "text/link_preview.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "text/unicode.h"

namespace auklet::text {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr char const* address = "https://news.example/2026/auks";
constexpr char const* html_type = "text/html; charset=utf-8";

std::string page(std::string const& head) {
  return "<!doctype html><html lang=\"en-GB\"><head>" + head + "</head><body><p>text</p></body></html>";
}

LinkPreview read(std::string const& head) {
  return read_page(page(head), html_type, address);
}

TEST(LinkPreview, OpenGraphGoesBeforeThePagesOwnTitle) {
  auto const preview = read(
      "<title>Plain</title><meta name=description content='plain words'>"
      "<meta property='og:title' content='Auks &amp; gulls'><meta property='OG:Description' content='of the "
      "sea'>"
      "<meta property='og:site_name' content='News'><meta name='author' content='Ann Auk'>"
      "<meta property='article:published_time' content='2026-05-01T10:00:00Z'>");
  EXPECT_EQ(preview.title, "Auks & gulls");
  EXPECT_EQ(preview.description, "of the sea");
  EXPECT_EQ(preview.provider_name, "News");
  EXPECT_EQ(preview.author_name, "Ann Auk");
  EXPECT_EQ(preview.language, "en-GB");
  EXPECT_EQ(preview.published_at, "2026-05-01T10:00:00Z");
}

TEST(LinkPreview, APageWithoutOpenGraphSpeaksForItself) {
  auto const preview =
      read("<title>\n  Plain\t<b>title</b> </title><meta name=description content='plain words'>");
  EXPECT_THAT(preview.title, HasSubstr("Plain"));
  EXPECT_EQ(preview.description, "plain words");
  EXPECT_THAT(read("").title, IsEmpty());
  EXPECT_THAT(read_page("", html_type, address).title, IsEmpty());
  EXPECT_THAT(read_page("just text, no page", html_type, address).title, IsEmpty());
}

TEST(LinkPreview, WhatComesBehindTheHeadIsNotRead) {
  EXPECT_EQ(
      read_page("<title>Head</title><body><meta property='og:title' content='Body'>", html_type, address)
          .title,
      "Head");
  EXPECT_THAT(read_page("<body><title>Body</title>", html_type, address).title, Not(HasSubstr("Head")));
}

TEST(LinkPreview, TheAuthorMayBeAnAddressWhichIsNoName) {
  EXPECT_THAT(read("<title>t</title><meta property='article:author' content='https://social.example/@ann'>")
                  .author_name,
              IsEmpty());
}

TEST(LinkPreview, ReadsTheEncodingThatIsTold) {
  auto const latin = std::string("<title>S\xfc\xdf</title>");
  EXPECT_EQ(read_page(latin, "text/html; charset=ISO-8859-1", address).title, "Süß");
  EXPECT_EQ(read_page("<meta charset=iso-8859-1>" + latin, "text/html", address).title, "Süß");
  EXPECT_EQ(read_page("<title>Süß</title>", "text/html", address).title, "Süß");
  EXPECT_EQ(read_page("<title>Süß</title>", "text/html; charset=\"UTF-8\"", address).title, "Süß");
}

TEST(LinkPreview, WhatStrangersWriteIsOneLineOfBoundedLength) {
  auto const preview = read("<meta property='og:title' content='" + std::string(5000, 'x') + "'>" +
                            "<meta property='og:description' content='a\n\n\tb \u202e c'>");
  EXPECT_EQ(count_graphemes(preview.title), preview_title_characters_max + 1);
  EXPECT_THAT(preview.title, ::testing::EndsWith("…"));
  EXPECT_EQ(preview.description, "a b c");
}

TEST(LinkPreview, NestingAndBrokenMarkupDoNoHarm) {
  std::string deep = "<title>deep</title>";
  for (int i = 0; i < 200'000; ++i) {
    deep += "<b>";
  }
  EXPECT_EQ(read_page(deep, html_type, address).title, "deep");
  EXPECT_EQ(read_page(std::string("<title>a\0b</title>", 18), html_type, address).title.front(), 'a');
  for (auto const* broken :
       {"<", "<title", "<title>", "<meta property=", "<!--", "<![CDATA[", "&#x110000;", "\xff\xfe<"}) {
    read_page(broken, html_type, address);
  }
}

TEST(LinkPreview, OembedIsFoundBesideThePage) {
  auto const link = [](std::string const& href) {
    return read("<link rel=alternate type='application/json+oembed' href='" + href + "'>").oembed_url;
  };
  EXPECT_EQ(link("https://news.example/oembed?a=1&amp;b=2"), "https://news.example/oembed?a=1&b=2");
  EXPECT_EQ(link("/oembed"), "https://news.example/oembed");
  EXPECT_EQ(link("//other.example/oembed"), "https://other.example/oembed");
  EXPECT_THAT(link("javascript:alert(1)"), IsEmpty());
  EXPECT_THAT(link("ftp://news.example/"), IsEmpty());
  EXPECT_THAT(link("https://user@news.example/"), IsEmpty());
}

TEST(LinkPreview, OembedOfAVideoIsAPlayerOfOurOwnMaking) {
  auto const embed = read_oembed(
      R"({"type":"video","title":"Diving","author_name":"Ann","author_url":"https://v.example/ann","provider_name":"V",
          "provider_url":"https://v.example","width":"640","height":360.0,
          "html":"<script>evil()</script><iframe onload='evil()' src='https://v.example/e?a=1&amp;b=\u00222'></iframe>"})");
  ASSERT_TRUE(embed);
  EXPECT_EQ(embed->type, Embed::Type::link) << "a quote in the address";
  auto const good = read_oembed(
      R"({"type":"video","title":"Diving","width":"640","height":360.0,
          "html":"<script>evil()</script><iframe onload='evil()' src='//v.example/e?a=1&amp;b=2'></iframe>"})");
  ASSERT_TRUE(good);
  EXPECT_EQ(good->player_url, "https://v.example/e?a=1&b=2");
  EXPECT_EQ(good->width, 640);
  EXPECT_EQ(good->height, 360);
  auto const html = player_html(good->player_url, good->width, good->height);
  EXPECT_THAT(html,
              AllOf(HasSubstr(R"(<iframe src="https://v.example/e?a=1&amp;b=2" width="640" height="360")"),
                    Not(HasSubstr("evil")), Not(HasSubstr("onload"))));
}

TEST(LinkPreview, OembedOfOtherKinds) {
  auto const photo =
      read_oembed(R"({"type":"photo","title":"p","url":"https://p.example/1.jpg","width":1,"height":99999})");
  ASSERT_TRUE(photo);
  EXPECT_EQ(photo->type, Embed::Type::photo);
  EXPECT_EQ(photo->photo_url, "https://p.example/1.jpg");
  EXPECT_LE(photo->height, 4096);
  EXPECT_EQ(read_oembed(R"({"type":"photo","url":"javascript:1"})")->type, Embed::Type::link);
  EXPECT_EQ(read_oembed(R"({"type":"video","html":"<iframe src='http://v.example'>"})")->type,
            Embed::Type::link);
  EXPECT_EQ(read_oembed(R"({"type":"link","title":"t"})")->title, "t");
  for (auto const* none :
       {"", "[]", "{", R"({"type":"rich","html":"<p>"})", R"({"type":7})", R"({"title":"x"})"}) {
    EXPECT_FALSE(read_oembed(none)) << none;
  }
  EXPECT_FALSE(read_oembed(std::string(100, '[')));
}

TEST(LinkPreview, OriginsAndHosts) {
  EXPECT_EQ(origin_of("https://a.example:8443/x?y#z"), "https://a.example:8443");
  EXPECT_EQ(host_of("https://a.example:8443/x"), "a.example");
  EXPECT_EQ(host_of("http://a.example"), "a.example");
  for (auto const* none : {"", "a.example", "https://", "https:///x", "mailto:a@b"}) {
    EXPECT_THAT(host_of(none), IsEmpty()) << none;
  }
  EXPECT_THAT(host_of("https://user@a.example/"), IsEmpty());
}

}  // namespace
}  // namespace auklet::text
