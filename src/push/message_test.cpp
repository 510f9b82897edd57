// SPDX-License-Identifier: Apache-2.0
#include "push/message.h"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>

#include "push/encryption.h"

namespace auklet::push {
namespace {

namespace json = boost::json;

view::Renderer const renderer{"rock.example", "https://rock.example"};

service::NotificationDetails told(NotificationType type, std::string text = "Look, *a whale*!") {
  Account const bob{.id = AccountId{2},
                    .username = "bob",
                    .domain = "rock.example",
                    .uri = "https://rock.example/users/bob",
                    .url = "https://rock.example/@bob",
                    .display_name = "Bob Auk",
                    .note = "I dive",
                    .fields = {}};
  service::NotificationDetails details{
      .notification = {.id = NotificationId{99}, .type = type, .from = bob.id}, .from = bob, .post = {}};
  if (type != NotificationType::follow && type != NotificationType::follow_request) {
    details.post =
        PostDetails{.post = {.id = PostId{7}, .account_id = bob.id, .text = std::move(text)}, .author = bob};
  }
  return details;
}

json::object shown(service::NotificationDetails const& details) {
  return json::parse(message(details, {"token", "pt-BR"}, renderer)).as_object();
}

std::string body(service::NotificationDetails const& details) {
  return std::string(shown(details).at("body").as_string());
}

TEST(Message, SaysWhatAppsReadOfIt) {
  auto const object = shown(told(NotificationType::mention));
  EXPECT_EQ(object.at("access_token"), "token");
  EXPECT_EQ(object.at("preferred_locale"), "pt-BR");
  EXPECT_EQ(object.at("notification_id"), 99);
  EXPECT_EQ(object.at("notification_type"), "mention");
  EXPECT_EQ(object.at("icon").as_string(), renderer.avatar_url(told(NotificationType::mention).from));
  EXPECT_EQ(object.at("title"), "Bob Auk mentioned you");
  EXPECT_EQ(object.at("body"), "Look, *a whale*!");
  EXPECT_EQ(object.size(), 7U);
}

TEST(Message, EveryTypeHasATitle) {
  for (std::size_t type = 0; type < notification_type_names.size(); ++type) {
    auto const title = shown(told(static_cast<NotificationType>(type))).at("title").as_string();
    EXPECT_NE(title.find("Bob Auk"), json::string::npos) << title;
    EXPECT_GT(title.size(), std::string_view{"Bob Auk"}.size()) << title;
  }
  EXPECT_EQ(body(told(NotificationType::follow)), "I dive");
}

TEST(Message, AWarningStandsForItsPost) {
  auto details = told(NotificationType::mention);
  details.post->post.spoiler_text = "whales";
  EXPECT_EQ(body(details), "whales");
}

TEST(Message, APostWithoutItsTextIsReadFromItsHtml) {
  auto details = told(NotificationType::mention, "");
  details.post->post.content = "<p>Fish &amp; <a href=\"https://x.example\">chips</a> &lt;3</p><p";
  EXPECT_EQ(body(details), "Fish & chips <3");
}

TEST(Message, IsCutAndNeverTooLong) {
  EXPECT_EQ(body(told(NotificationType::mention, std::string(140, 'x'))), std::string(140, 'x'));
  EXPECT_EQ(body(told(NotificationType::mention, std::string(141, 'x'))), std::string(139, 'x') + "…");
  auto details = told(NotificationType::mention);
  for (auto const* piece : {"\x01", "😀", "\xff", "é", "\""}) {
    std::string text;
    for (int i = 0; i < 10'000; ++i) {
      text += piece;
    }
    details.post->post.text = text;
    details.from.display_name = text;
    EXPECT_LE(message(details, {std::string(43, 't'), text}, renderer).size(), message_bytes_max) << piece;
  }
}

}  // namespace
}  // namespace auklet::push
