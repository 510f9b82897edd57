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

TEST(PageContent, KeepsRobotsAwayUnlessTheAuthorInvitesThem) {
  auto details = post_of(person("alice"), "hello");
  EXPECT_FALSE(describe_post(renderer, site, details, {}, {}).indexable);
  details.author.indexable = true;
  EXPECT_TRUE(describe_post(renderer, site, details, {}, {}).indexable);
  details.post.visibility = Visibility::unlisted;
  EXPECT_FALSE(describe_post(renderer, site, details, {}, {}).indexable);
}

TEST(PageContent, PreviewsTheWarningAlone) {
  auto details = post_of(person("alice"), "the butler did it");
  EXPECT_EQ(describe_post(renderer, site, details, {}, {}).summary, "the butler did it");
  details.post.spoiler_text = "spoiler";
  EXPECT_EQ(describe_post(renderer, site, details, {}, {}).summary, "spoiler");
}

}  // namespace
}  // namespace auklet::view
