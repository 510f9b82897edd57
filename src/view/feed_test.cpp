// SPDX-License-Identifier: Apache-2.0
#include "view/feed.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "view/testing/people.h"

namespace auklet::view {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::noon;
using ::testing::Not;
using testing::person;

Renderer const renderer{"rock.example", "https://rock.example"};

PostDetails post_of(Account author, std::string content) {
  PostDetails details;
  details.post.id = PostId{42};
  details.post.content = std::move(content);
  details.post.created_at = noon;
  details.author = std::move(author);
  return details;
}

TEST(Feed, TellsWhatAPersonWrote) {
  auto post = post_of(person("alice"), "<p>a &amp; b</p>");
  post.tags = {{TagId{1}, "birds", "Birds"}};
  auto const text = rss(describe_feed(renderer, person("alice"), {post}));
  EXPECT_THAT(text, HasSubstr("<title>@alice@rock.example</title>"));
  EXPECT_THAT(text, HasSubstr("<guid isPermaLink=\"true\">https://rock.example/@alice/42</guid>"));
  EXPECT_THAT(text, HasSubstr("<pubDate>Sat, 11 Apr 2026 16:55:10 GMT</pubDate>"));
  EXPECT_THAT(text, HasSubstr("<description>&lt;p&gt;a &amp;amp; b&lt;/p&gt;</description>"));
  EXPECT_THAT(text, HasSubstr("<category>birds</category>"));
}

TEST(Feed, ShowsTheBoostedPostInPlaceOfABoost) {
  auto boost = post_of(person("bob"), "");
  boost.boosted = std::make_shared<PostDetails const>(post_of(person("alice"), "<p>hello</p>"));
  auto const feed = describe_feed(renderer, person("bob"), {boost});
  ASSERT_EQ(feed.items.size(), 1U);
  EXPECT_EQ(feed.items[0].url, "https://rock.example/@alice/42");
  EXPECT_EQ(feed.items[0].content, "<p>hello</p>");
}

TEST(Feed, ShowsEmojisAsPictures) {
  EmojiTable table;
  table.replace({{.shortcode = "auk", .file = "a.png"}});
  Renderer const with_emojis("rock.example", "https://rock.example", {}, table);
  constexpr auto picture = R"(<img class="emoji" src="https://rock.example/media/a.png" alt=":auk:")";
  auto post = post_of(person("alice"), "<p>an :auk: and :owl:</p>");
  post.post.spoiler_text = "<i> :auk:";
  auto const content = describe_feed(with_emojis, person("alice"), {post}).items[0].content;
  EXPECT_THAT(content, HasSubstr(std::string("<p>an ") + picture));
  EXPECT_THAT(content, HasSubstr(" and :owl:</p>"));
  EXPECT_THAT(content, HasSubstr(std::string("&lt;i&gt; ") + picture));
}

TEST(Feed, WarnsBeforeTheContent) {
  auto post = post_of(person("alice"), "<p>the end</p>");
  post.post.spoiler_text = "spoiler <3";
  EXPECT_EQ(describe_feed(renderer, person("alice"), {post}).items[0].content,
            "<p><strong>Content warning:</strong> spoiler &lt;3</p><hr><p>the end</p>");
}

TEST(Feed, HoldsNothingThatXmlForbids) {
  auto alice = person("alice");
  alice.display_name = "A\uFFFE <\"B\"> & \uFFFFC";
  auto const text = rss(describe_feed(renderer, alice, {}));
  EXPECT_THAT(text, HasSubstr("<title>A &lt;&quot;B&quot;&gt; &amp; C</title>"));
  EXPECT_THAT(text, Not(HasSubstr("lastBuildDate")));
}

TEST(Feed, OfATagNamesItAndTheServer) {
  auto const feed = describe_feed(renderer, {.title = "The Rock", .domain = "rock.example"}, "birds",
                                  "https://rock.example/tags/birds",
                                  {post_of(person("a"), "1"), post_of(person("b"), "2")});
  EXPECT_EQ(feed.title, "#birds");
  EXPECT_THAT(feed.description, HasSubstr("The Rock"));
  EXPECT_EQ(feed.items.size(), 2U);
}

}  // namespace
}  // namespace auklet::view
