// SPDX-License-Identifier: Apache-2.0
#include "view/pages.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "view/default_pictures.h"
#include "view/public_pages.h"

namespace auklet::view {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string const hostile = R"("><script>alert('x')</script>&)";
Site const site{.title = "Rock & Tide", .domain = "rock.example"};
Site const hostile_site{.title = hostile, .domain = hostile};

// Well-formed enough for a browser to see what we meant: tags close in order, and every attribute keeps its
// quotes.
void expect_sound(std::string_view document) {
  EXPECT_THAT(document, testing::StartsWith("<!DOCTYPE html>\n"));
  EXPECT_THAT(document, Not(HasSubstr("<script")));
  EXPECT_THAT(document, Not(HasSubstr("style=")));
  std::vector<std::string_view> open;
  document.remove_prefix(document.find("<html"));
  for (auto at = document.find('<'); at != std::string_view::npos; at = document.find('<', at + 1)) {
    auto const tag = document.substr(at + 1, document.find('>', at) - at - 1);
    ASSERT_EQ(std::ranges::count(tag, '"') % 2, 0) << tag;
    auto const name = tag.substr(0, tag.find_first_of(" \n"));
    bool const is_block =
        name == "form" || name == "div" || name == "section" || name == "dl" || name == "ul";
    ASSERT_FALSE(is_block && std::ranges::find(open, "p") != open.end()) << tag;
    if (name.starts_with('/')) {
      ASSERT_FALSE(open.empty()) << tag;
      ASSERT_EQ(open.back(), name.substr(1));
      open.pop_back();
    } else if (name != "meta" && name != "link" && name != "img" && name != "input" && name != "br") {
      open.push_back(name);
    }
  }
  EXPECT_TRUE(open.empty());
}

SignUpPage full_sign_up() {
  return {.site = site,
          .username = "a b",
          .email = "x@y",
          .agreement = true,
          .error = {},
          .errors = {{"username", "ERR_INVALID", "must contain only letters, numbers and underscores"},
                     {"reason", "ERR_BLANK", "can't be blank"}},
          .csrf = "token",
          .return_to = "/oauth/authorize?client_id=1&scope=read"};
}

PostBlock a_post(std::string const& text) {
  return {.url = "https://rock.example/@a/1",
          .author_name = text,
          .author_handle = text,
          .author_url = "https://rock.example/@a",
          .author_avatar_url = {},
          .content = html("<p>{}</p>", text),
          .content_warning = text,
          .language = text,
          .created_at = "2026-04-11T16:55:10.452Z",
          .created_on = "11 April 2026",
          .replies = 1,
          .boosts = 2,
          .favourites = 0};
}

ConsentPage a_consent(std::string const& text) {
  return {.site = {text, text},
          .viewer = {text, text, text},
          .app_name = text,
          .app_website = text,
          .scopes = *ScopeSet::parse("read write:statuses push"),
          .client_id = text,
          .redirect_uri = text,
          .response_type = text,
          .scope = text,
          .state = text,
          .code_challenge = text,
          .code_challenge_method = text,
          .csrf = text,
          .return_to = text};
}

TEST(Html, EscapesTextAndKeepsHtml) {
  EXPECT_EQ(html("<b>{}</b>{}{}", "<&>\"'", html("<i>{}</i>", std::string("x")), 7).text(),
            "<b>&lt;&amp;&gt;&quot;&#39;</b><i>x</i>7");
}

TEST(Pages, EveryTextIsEscaped) {
  auto sign_up = full_sign_up();
  sign_up.site = hostile_site;
  sign_up.username = sign_up.email = sign_up.error = sign_up.csrf = sign_up.return_to = hostile;
  sign_up.errors = {
      {"username", hostile, hostile}, {hostile, hostile, hostile}, {"agreement", hostile, hostile}};
  for (auto const& document :
       {home_page({.site = hostile_site,
                   .description = hostile,
                   .people = 1,
                   .posts = 2,
                   .registrations_open = true,
                   .viewer = Viewer{hostile, hostile, hostile},
                   .csrf = hostile}),
        sign_up_page(sign_up),
        sign_in_page({.site = hostile_site,
                      .identifier = hostile,
                      .error = hostile,
                      .registrations_open = true,
                      .csrf = hostile,
                      .return_to = hostile}),
        consent_page(a_consent(hostile)), code_page({.site = hostile_site, .code = hostile}),
        error_page({.site = hostile_site, .status = 404, .message = hostile}),
        post_page({.site = hostile_site,
                   .post = a_post(hostile),
                   .activity_uri = hostile,
                   .summary = hostile,
                   .indexable = false,
                   .ancestors = {a_post(hostile)},
                   .replies = {a_post("x")}}),
        profile_page({.site = hostile_site,
                      .display_name = hostile,
                      .handle = hostile,
                      .url = hostile,
                      .activity_uri = hostile,
                      .avatar_url = hostile,
                      .header_url = hostile,
                      .note = html("{}", hostile),
                      .summary = hostile,
                      .fields = {{html("{}", hostile), html("{}", hostile), true}},
                      .joined_on = hostile,
                      .posts_count = 1,
                      .following_count = 2,
                      .followers_count = 3,
                      .indexable = false,
                      .posts = {a_post(hostile)}})}) {
    expect_sound(document);
  }
}

TEST(PageFrame, GroupsDigits) {
  EXPECT_EQ(grouped(0), "0");
  EXPECT_EQ(grouped(999), "999");
  EXPECT_EQ(grouped(1000), "1,000");
  EXPECT_EQ(grouped(-1234567), "-1,234,567");
}

TEST(HomePage, LeadsToTheWebClientWhereThereIsOne) {
  HomePage page{.site = site, .csrf = "token", .has_client = true};
  page.site.script_path = "/client/takeover-1.js";
  auto const invitation = home_page(page);
  EXPECT_THAT(invitation, HasSubstr(R"(href="/auth/sign_up?return_to=/home")"));
  EXPECT_THAT(invitation, HasSubstr(R"(href="/auth/sign_in?return_to=/home")"));
  EXPECT_THAT(invitation, HasSubstr(R"(<script type="module" src="/client/takeover-1.js"></script>)"));
  page.viewer = Viewer{"ann", "", ""};
  EXPECT_THAT(home_page(page), HasSubstr(R"(href="/home")"));
}

TEST(HomePage, InvitesStrangersAndGreetsPeople) {
  HomePage page{.site = site,
                .description = {},
                .people = 1,
                .posts = 42,
                .registrations_open = true,
                .viewer = {},
                .csrf = "token"};
  auto const stranger = home_page(page);
  EXPECT_THAT(stranger, HasSubstr("<title>Rock &amp; Tide</title>"));
  EXPECT_THAT(stranger, HasSubstr(R"(href="/auth/sign_up")"));
  EXPECT_THAT(stranger, HasSubstr(R"(href="/auth/sign_in")"));
  EXPECT_THAT(stranger, HasSubstr("<dt>person</dt><dd>1</dd>"));
  EXPECT_THAT(stranger, Not(HasSubstr("/auth/sign_out")));

  page.registrations_open = false;
  EXPECT_THAT(home_page(page), Not(HasSubstr("/auth/sign_up")));

  page.viewer = Viewer{"alice", "Alice A.", ""};
  auto const person = home_page(page);
  EXPECT_THAT(person, HasSubstr("Alice A."));
  EXPECT_THAT(person, HasSubstr("@alice@rock.example"));
  EXPECT_THAT(
      person,
      HasSubstr(
          R"(<form class="inline" method="post" action="/auth/sign_out"><input type="hidden" name="csrf" value="token">)"));
  EXPECT_THAT(person, Not(HasSubstr("/auth/sign_in")));
}

TEST(SignUpPage, KeepsValuesAndShowsErrorsAtTheirFields) {
  auto const document = sign_up_page(full_sign_up());
  EXPECT_THAT(document, HasSubstr(R"(<form method="post" action="/auth/sign_up">)"));
  EXPECT_THAT(document, HasSubstr(R"(name="csrf" value="token")"));
  EXPECT_THAT(document, HasSubstr(R"(name="return_to" value="/oauth/authorize?client_id=1&amp;scope=read")"));
  EXPECT_THAT(document, HasSubstr(R"(name="username" type="text" value="a b")"));
  EXPECT_THAT(document, HasSubstr(R"(name="email" type="email" value="x@y")"));
  EXPECT_THAT(document, HasSubstr(R"(name="password" type="password" value="")"));
  EXPECT_THAT(document, HasSubstr(R"(name="agreement" type="checkbox" value="true" required checked)"));
  EXPECT_THAT(document, HasSubstr(R"(aria-invalid="true" aria-describedby="username-error username-hint")"));
  EXPECT_THAT(document, HasSubstr("Username must contain only letters, numbers and underscores."));
  EXPECT_THAT(document, HasSubstr("reason can&#39;t be blank."));
  EXPECT_THAT(document,
              HasSubstr("/auth/sign_in?return_to=%2Foauth%2Fauthorize%3Fclient_id%3D1%26scope%3Dread"));
}

TEST(SignInPage, CarriesWhereToGoNext) {
  auto const document = sign_in_page({.site = site,
                                      .identifier = "alice",
                                      .error = "Wrong password",
                                      .registrations_open = false,
                                      .csrf = "token",
                                      .return_to = "/next"});
  expect_sound(document);
  EXPECT_THAT(document, HasSubstr(R"(<form method="post" action="/auth/sign_in">)"));
  EXPECT_THAT(document, HasSubstr(R"(name="identifier" type="text" value="alice")"));
  EXPECT_THAT(document, HasSubstr(R"(name="password" type="password" value="")"));
  EXPECT_THAT(document, HasSubstr(R"(name="return_to" value="/next")"));
  EXPECT_THAT(document, HasSubstr("<p class=\"alert\" role=\"alert\">Wrong password</p>"));
  EXPECT_THAT(document, Not(HasSubstr("/auth/sign_up")));
}

TEST(ConsentPage, PassesTheRequestThroughAndSaysWhatIsAsked) {
  auto page = a_consent("v");
  page.app_website = "https://app.example/";
  auto const document = consent_page(page);
  EXPECT_THAT(document, HasSubstr(R"(<form method="post" action="/oauth/authorize">)"));
  for (auto const* name : {"csrf", "client_id", "redirect_uri", "response_type", "scope", "state",
                           "code_challenge", "code_challenge_method"}) {
    EXPECT_THAT(document, HasSubstr("name=\"" + std::string(name) + "\" value=\"v\""));
  }
  EXPECT_THAT(document, HasSubstr(R"(name="decision" value="approve")"));
  EXPECT_THAT(document, HasSubstr(R"(name="decision" value="deny")"));
  EXPECT_THAT(document, HasSubstr(R"(action="/auth/sign_out")"));
  EXPECT_THAT(document, HasSubstr(R"(<a href="https://app.example/")"));
  EXPECT_THAT(document, HasSubstr("<li>Change posts</li>"));

  page.app_website = "javascript:alert(1)";
  EXPECT_THAT(consent_page(page), Not(HasSubstr("javascript:")));
}

TEST(ConsentPage, DescribesScopesInWords) {
  auto const lines = [](std::string_view scopes) { return describe_scopes(*ScopeSet::parse(scopes)); };
  EXPECT_THAT(lines("read write push"),
              testing::ElementsAre("See everything that you can see, private posts too",
                                   "Act as you: write posts, follow people, edit your profile",
                                   "Send you push notifications"));
  EXPECT_THAT(lines("follow"),
              testing::ElementsAre("See follows, blocks and mutes", "Change follows, blocks and mutes"));
  EXPECT_THAT(lines("read:lists"), testing::ElementsAre("See lists"));
  EXPECT_THAT(lines("profile"), testing::ElementsAre("See who you are: your name and picture"));
  for (auto const name : scope_names()) {
    EXPECT_FALSE(describe_scopes(*ScopeSet::parse(name)).empty()) << name;
  }
}

TEST(CodePage, ShowsTheCodeInAReadOnlyField) {
  auto const document = code_page({.site = site, .code = "abc-123"});
  expect_sound(document);
  EXPECT_THAT(document, HasSubstr(R"(class="oauth-code" value="abc-123" readonly)"));
}

TEST(PublicPages, CarryPreviewsAndKeepRobotsAwayUnlessInvited) {
  PostPage page{.site = site,
                .post = a_post("Alice"),
                .activity_uri = "https://rock.example/users/a/statuses/1",
                .summary = "Hello",
                .indexable = false,
                .ancestors = {},
                .replies = {}};
  auto const document = post_page(page);
  expect_sound(document);
  EXPECT_THAT(document, HasSubstr(R"(<meta property="og:title" content="Alice on Rock &amp; Tide">)"));
  EXPECT_THAT(document, HasSubstr(R"(<meta property="og:description" content="Hello">)"));
  EXPECT_THAT(
      document,
      HasSubstr(R"(type="application/activity+json" href="https://rock.example/users/a/statuses/1")"));
  EXPECT_THAT(document, HasSubstr("<details>\n<summary class=\"p-summary\" dir=\"auto\">Alice</summary>"));
  EXPECT_THAT(document, HasSubstr("noindex"));
  page.indexable = true;
  page.post.content_warning.clear();
  EXPECT_THAT(post_page(page), Not(HasSubstr("noindex")));
  EXPECT_THAT(post_page(page), Not(HasSubstr("<details>")));
}

TEST(SignUpPage, TellsAllThatIsWrongWithAFieldInOnePlace) {
  SignUpPage page{.site = site, .csrf = "token", .return_to = "/"};
  page.errors = {{"username", "ERR_TAKEN", "is taken"}, {"username", "ERR_TOO_LONG", "is too long"}};
  EXPECT_THAT(
      sign_up_page(page),
      HasSubstr(R"(<p class="error" id="username-error">Username is taken. Username is too long.</p>)"));
}

TEST(TagPage, ListsPostsForPeopleAlone) {
  auto const document = tag_page({.site = site, .name = "über", .posts = {a_post("Alice")}});
  expect_sound(document);
  EXPECT_THAT(document, HasSubstr("#über"));
  EXPECT_THAT(document, HasSubstr("noindex"));
  EXPECT_THAT(document, Not(HasSubstr("Nothing public")));
  EXPECT_THAT(tag_page({.site = site, .name = "über", .posts = {}}), HasSubstr("Nothing public"));
  expect_sound(tag_page({.site = hostile_site, .name = hostile, .posts = {a_post(hostile)}}));
}

TEST(PageAssets, NeedNothingFromElsewhere) {
  for (auto const asset : {style_sheet, logo_svg, avatar_svg, banner_svg}) {
    EXPECT_FALSE(asset.empty());
    EXPECT_THAT(asset, Not(testing::ContainsRegex("url\\([^#]")));
    EXPECT_THAT(asset, Not(HasSubstr("@import")));
    EXPECT_THAT(asset, Not(HasSubstr("<script")));
  }
}

}  // namespace
}  // namespace auklet::view
