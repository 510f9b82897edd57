// SPDX-License-Identifier: Apache-2.0
#include "view/oembed.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace auklet::view {
namespace {

using testing::HasSubstr;
using testing::Not;

Renderer const renderer{"rock.example", "https://rock.example"};

PostDetails quoted() {
  PostDetails details;
  details.post.id = PostId{42};
  details.post.content = "<p>a &lt; b</p>";
  details.post.language = "en";
  details.post.created_at = from_count(1'775'926'510'000);  // 2026-04-11T16:55:10Z
  details.author.username = "alice";
  details.author.domain = "rock.example";
  details.author.url = "https://rock.example/@alice";
  return details;
}

boost::json::object embed(PostDetails const& details) {
  return oembed(renderer, {.title = "The Rock", .domain = "rock.example"}, "https://rock.example", details,
                320);
}

std::string_view text(boost::json::object const& embed, char const* name) {
  return embed.at(name).as_string();
}

TEST(Oembed, QuotesThePostAndLinksToIt) {
  auto const body = embed(quoted());
  EXPECT_EQ(
      text(body, "html"),
      R"(<blockquote cite="https://rock.example/@alice/42" lang="en"><p>a &lt; b</p><p><a href="https://rock.example/@alice/42" target="_blank" rel="noopener">@alice@rock.example, 11 April 2026, 16:55</a></p></blockquote>)");
  EXPECT_EQ(text(body, "author_name"), "@alice@rock.example");
  EXPECT_EQ(text(body, "provider_url"), "https://rock.example/");
  EXPECT_EQ(body.at("width").as_int64(), 320);
}

TEST(Oembed, ShowsTheWarningInPlaceOfWhatItCovers) {
  auto details = quoted();
  details.author.display_name = "Alice <3";
  details.post.spoiler_text = "the <end>";
  auto const body = embed(details);
  EXPECT_THAT(std::string(text(body, "html")), HasSubstr("<p>the &lt;end&gt;</p>"));
  EXPECT_THAT(std::string(text(body, "html")), Not(HasSubstr("a &lt; b")));
  EXPECT_EQ(text(body, "author_name"), "Alice <3");
}

}  // namespace
}  // namespace auklet::view
