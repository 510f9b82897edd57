// SPDX-License-Identifier: Apache-2.0
#include "text/post_html.h"

#include <gtest/gtest.h>

namespace auklet::text {
namespace {

Links const links{
    .mention = [](MentionToken const& mention) -> std::optional<MentionLink> {
      if (mention.username == "nobody") {
        return std::nullopt;
      }
      auto const domain = mention.domain.empty() ? std::string{"here.example"} : mention.domain;
      return MentionLink{"https://" + domain + "/@" + mention.username, mention.username};
    },
    .tags_url = "https://here.example/tags/",
};

std::string html(std::string_view source) {
  return render_html(parse(source), links);
}
std::string field(std::string_view source) {
  return render_field_html(parse(source), links);
}

struct Row {
  std::string_view source;
  std::string_view html;
};

TEST(RenderHtml, WritesWhatMastodonWrites) {
  for (
      auto const& [source, expected] : std::vector<Row>{
          {"", ""},
          {" \n ", ""},
          {"text", "<p>text</p>"},
          {"one\ntwo\r\nthree", "<p>one<br />two<br />three</p>"},
          {"one\n\ntwo\r\n\r\n\r\nthree", "<p>one</p><p>two</p><p>three</p>"},
          {"\n\n one \n\n", "<p>one</p>"},
          {"a\n \nb", "<p>a<br /> <br />b</p>"},
          {"@alice",
           R"(<p><span class="h-card" translate="no"><a href="https://here.example/@alice" class="u-url mention">@<span>alice</span></a></span></p>)"},
          {"@Alice@there.example hi",
           R"(<p><span class="h-card" translate="no"><a href="https://there.example/@Alice" class="u-url mention">@<span>Alice</span></a></span> hi</p>)"},
          {"@nobody & @nobody@there.example", "<p>@nobody &amp; @nobody@there.example</p>"},
          {"#Tag",
           R"(<p><a href="https://here.example/tags/tag" class="mention hashtag" rel="tag">#<span>Tag</span></a></p>)"},
          {"＃タグ",
           R"(<p><a href="https://here.example/tags/%E3%82%BF%E3%82%B0" class="mention hashtag" rel="tag">#<span>タグ</span></a></p>)"},
          {"https://example.com/",
           R"(<p><a href="https://example.com/" target="_blank" rel="nofollow noopener" translate="no"><span class="invisible">https://</span><span class="">example.com/</span><span class="invisible"></span></a></p>)"},
          {"https://www.example.com/a?b=c&d=e",
           R"(<p><a href="https://www.example.com/a?b=c&amp;d=e" target="_blank" rel="nofollow noopener" translate="no"><span class="invisible">https://www.</span><span class="">example.com/a?b=c&amp;d=e</span><span class="invisible"></span></a></p>)"},
          {"http://example.com/34567890123456789012345",
           R"(<p><a href="http://example.com/34567890123456789012345" target="_blank" rel="nofollow noopener" translate="no"><span class="invisible">http://</span><span class="ellipsis">example.com/345678901234567890</span><span class="invisible">12345</span></a></p>)"},
          {"http://example.com/3456789012345678901",  // 31 characters: an ellipsis would save nothing
           R"(<p><a href="http://example.com/3456789012345678901" target="_blank" rel="nofollow noopener" translate="no"><span class="invisible">http://</span><span class="">example.com/3456789012345678901</span><span class="invisible"></span></a></p>)"},
          {":blobcat: 5 < 6 && \"q\" 'q'", "<p>:blobcat: 5 &lt; 6 &amp;&amp; &quot;q&quot; &#39;q&#39;</p>"},
          {"<script>alert(\"x\")</script>", "<p>&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;</p>"},
          {"<img src=x onerror='alert(1)'>", "<p>&lt;img src=x onerror=&#39;alert(1)&#39;&gt;</p>"},
          {"&lt;", "<p>&amp;lt;</p>"},
      }) {
    EXPECT_EQ(html(source), expected) << source;
  }
}

TEST(RenderHtml, CutsLinksByCharactersNotBytes) {
  auto const out = html("https://ja.wikipedia.org/wiki/日本日本日本日本日本日本");
  EXPECT_NE(
      out.find(
          R"(<span class="ellipsis">ja.wikipedia.org/wiki/日本日本日本日本</span><span class="invisible">日本日本</span>)"),
      std::string::npos)
      << out;
}

TEST(RenderHtml, NoLinkLeavesItsAttribute) {
  auto const out = html("https://example.com/'onclick='alert(1)'x javascript:alert(1)");
  EXPECT_NE(out.find(R"(href="https://example.com/&#39;onclick=&#39;alert(1)&#39;x")"), std::string::npos)
      << out;
  EXPECT_EQ(out.find("href=\"javascript"), std::string::npos);
}

TEST(RenderHtml, EscapesWhatTheResolverSays) {
  Links const hostile{.mention = [](MentionToken const&) { return MentionLink{"https://x/\"><b>", "<i>"}; },
                      .tags_url = "https://x/\"><b>"};
  auto const out = render_html(parse("@a #b"), hostile);
  EXPECT_EQ(out.find("<b>"), std::string::npos) << out;
  EXPECT_EQ(out.find("<i>"), std::string::npos) << out;
}

TEST(RenderHtml, AsksForEachAccountOnce) {
  int asked = 0;
  Links const counting{.mention = [&asked](MentionToken const&) -> std::optional<MentionLink> {
                         ++asked;
                         return std::nullopt;
                       },
                       .tags_url = {}};
  EXPECT_EQ(render_html(parse("@a @A @b@c.example @a"), counting), "<p>@a @A @b@c.example @a</p>");
  EXPECT_EQ(asked, 2);
}

TEST(RenderFieldHtml, IsOneLineAndClaimsItsLinks) {
  EXPECT_EQ(field("she & her\nthey"), "she &amp; her they");
  EXPECT_EQ(
      field("https://example.com"),
      R"(<a href="https://example.com" target="_blank" rel="nofollow noopener me" translate="no"><span class="invisible">https://</span><span class="">example.com</span><span class="invisible"></span></a>)");
}

}  // namespace
}  // namespace auklet::text
