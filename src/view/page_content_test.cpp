// SPDX-License-Identifier: Apache-2.0
#include "view/page_content.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "view/testing/people.h"

namespace auklet::view {
namespace {

using ::testing::HasSubstr;
using testing::noon;
using ::testing::Not;
using testing::person;

Renderer const renderer{"rock.example", "https://rock.example"};
Site const site{.title = "The Rock", .domain = "rock.example"};

PostDetails post_of(Account author, std::string text) {
  PostDetails details;
  details.post.id = PostId{42};
  details.post.account_id = author.id;
  details.post.text = text;
  details.post.content = "<p>" + text + "</p>";
  details.post.created_at = noon;
  details.author = std::move(author);
  return details;
}

TEST(PageContent, WritesTimesForPeople) {
  EXPECT_EQ(readable_date(noon), "11 April 2026");
  EXPECT_EQ(readable_time(noon), "11 April 2026, 16:55");
  EXPECT_EQ(readable_time(from_count(0)), "1 January 1970, 00:00");
  EXPECT_EQ(readable_time(from_count(-60'000)), "31 December 1969, 23:59");
}

TEST(PageContent, ShowsTheBoostedPostInPlaceOfABoost) {
  auto boost = post_of(person("bob"), "");
  boost.boosted = std::make_shared<PostDetails const>(post_of(person("alice"), "hello"));
  auto const block = post_block(renderer, boost);
  EXPECT_EQ(block.author_handle, "@alice@rock.example");
  EXPECT_EQ(block.url, "https://rock.example/@alice/42");
  EXPECT_EQ(block.content.text(), "<p>hello</p>");
}

TEST(PageContent, ShowsAProfileWithItsLinksAndNothingRaw) {
  auto alice = person("alice");
  alice.display_name = "<b>Alice</b>";
  alice.note = "I <3 https://birds.example";
  alice.fields = {{"<i>site</i>", "https://alice.example"}};
  auto const document = profile_page(describe_profile(renderer, site, alice, {}));
  EXPECT_THAT(document, HasSubstr("&lt;b&gt;Alice&lt;/b&gt;"));
  EXPECT_THAT(document, HasSubstr("I &lt;3 <a href=\"https://birds.example\""));
  EXPECT_THAT(document, HasSubstr("<a href=\"https://alice.example\""));
  EXPECT_THAT(document, Not(HasSubstr("<b>Alice")));
  EXPECT_THAT(document, Not(HasSubstr("<i>site")));
}

TEST(PageContent, ShowsEmojisAsPicturesWhereTheyAreRead) {
  EmojiTable table;
  table.replace({{.shortcode = "auk", .file = "a.png"}});
  Renderer const with_emojis("rock.example", "https://rock.example", {}, table);
  constexpr auto picture = R"(<img class="emoji" src="https://rock.example/media/a.png" alt=":auk:")";
  auto alice = person("alice");
  alice.display_name = "<b> :auk:";
  auto details = post_of(alice, "an :auk:");
  details.post.spoiler_text = "birds & :auk:";
  auto const page = post_page(describe_post(with_emojis, site, details, {}, {}));
  EXPECT_THAT(page, HasSubstr(std::string("<p>an ") + picture));
  EXPECT_THAT(page, HasSubstr(std::string("birds &amp; ") + picture));
  EXPECT_THAT(page, HasSubstr(std::string("&lt;b&gt; ") + picture));
  EXPECT_THAT(page, HasSubstr("<title>&lt;b&gt; :auk: on"));
  EXPECT_EQ(post_block(with_emojis, details).content.text(), "<p>an :auk:</p>")
      << "for those who load nothing";

  alice.note = "I am :auk:";
  alice.fields = {{":auk:", "see :auk:"}};
  auto const profile = profile_page(describe_profile(with_emojis, site, alice, {details}));
  EXPECT_THAT(profile, HasSubstr(std::string("<p>I am ") + picture));
  EXPECT_THAT(profile, HasSubstr(std::string("<dt dir=\"auto\">") + picture));
  EXPECT_THAT(profile, HasSubstr(std::string("see ") + picture));
}

TEST(PageContent, KeepsRobotsAwayUnlessTheAuthorInvitesThem) {
  auto details = post_of(person("alice"), "hello");
  EXPECT_FALSE(describe_post(renderer, site, details, {}, {}).indexable);
  details.author.indexable = true;
  EXPECT_TRUE(describe_post(renderer, site, details, {}, {}).indexable);
  details.post.visibility = Visibility::unlisted;
  EXPECT_FALSE(describe_post(renderer, site, details, {}, {}).indexable);
}

TEST(PageContent, ShowsThePollAndWhatTheLinkLeadsTo) {
  auto details = post_of(person("alice"), "hello");
  details.poll = Poll{.options = {{"<b>one</b>", 1200}, {"other", 0}}};
  details.card =
      LinkCard{.url = "https://news.example/1", .title = "<i>News</i>", .provider_name = "The News"};
  auto const shown = post_page(describe_post(renderer, site, details, {}, {}));
  EXPECT_THAT(shown, HasSubstr("<span dir=\"auto\">&lt;b&gt;one&lt;/b&gt;</span> <strong>1,200</strong>"));
  EXPECT_THAT(shown, HasSubstr("href=\"https://news.example/1\""));
  EXPECT_THAT(shown, HasSubstr("&lt;i&gt;News&lt;/i&gt;"));
  details.poll->hide_totals = true;
  details.media = {Media{.preview = "p.jpg"}};
  auto const other = post_page(describe_post(renderer, site, details, {}, {}));
  EXPECT_THAT(other, Not(HasSubstr("1,200"))) << "nobody is told before it ends";
  EXPECT_THAT(other, Not(HasSubstr("link-card"))) << "the picture has its place";
}

TEST(PageContent, PreviewsThePictureUnlessItIsFoldedAway) {
  auto details = post_of(person("alice"), "hello");
  details.media = {Media{.file = "f.jpg", .preview = "p.jpg", .description = "a \"red\" sea"}};
  auto const shown = [&] { return post_page(describe_post(renderer, site, details, {}, {})); };
  EXPECT_THAT(shown(),
              HasSubstr("<meta property=\"og:image\" content=\"" + renderer.file_url("p.jpg") + "\">"));
  EXPECT_THAT(shown(), HasSubstr(R"(<meta property="og:image:alt" content="a &quot;red&quot; sea">)"));
  EXPECT_THAT(shown(), HasSubstr("summary_large_image"));
  details.post.sensitive = true;
  EXPECT_THAT(shown(), Not(HasSubstr("og:image\" content=\"" + renderer.file_url("p.jpg"))));
  EXPECT_THAT(shown(), Not(HasSubstr("og:image:alt")));
  EXPECT_THAT(shown(), HasSubstr("content=\"summary\""));
}

TEST(PageContent, TellsWhenAPostWasWrittenAndEdited) {
  auto details = post_of(person("alice"), "hello");
  auto const shown = [&] { return post_page(describe_post(renderer, site, details, {}, {})); };
  EXPECT_THAT(shown(), HasSubstr(R"(<meta property="article:published_time" content="2026-04-11T16:55)"));
  EXPECT_THAT(shown(), Not(HasSubstr("modified_time")));
  EXPECT_THAT(shown(), Not(HasSubstr("dt-updated")));
  details.post.edited_at = noon + std::chrono::minutes{5};
  EXPECT_THAT(shown(), HasSubstr(R"(<meta property="article:modified_time" content="2026-04-11T17:00)"));
  EXPECT_THAT(shown(), HasSubstr(R"(<time class="dt-updated" datetime="2026-04-11T17:00)"));
}

TEST(PageContent, PreviewsTheWarningAlone) {
  auto details = post_of(person("alice"), "the butler did it");
  EXPECT_EQ(describe_post(renderer, site, details, {}, {}).summary, "the butler did it");
  details.post.spoiler_text = "spoiler";
  EXPECT_EQ(describe_post(renderer, site, details, {}, {}).summary, "spoiler");
}

}  // namespace
}  // namespace auklet::view
