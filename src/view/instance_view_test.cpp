// SPDX-License-Identifier: Apache-2.0
#include "view/instance_view.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json/serialize.hpp>

namespace auklet::view {
namespace {

namespace json = boost::json;

InstanceView const rock{
    .domain = "rock.example",
    .base_url = "https://social.rock.example",
    .title = "The Rock",
    .description = "Birds & boats",
    .contact_email = "crew@rock.example",
    .languages = {"en", "de"},
    .contact_account = json::object{{"id", "1"}},
    .registrations_open = false,
    .people = 3,
    .posts = 1234,
    .active_month = 2,
    .post_characters_max = 777,
    .display_name_characters_max = 31,
    .note_characters_max = 501,
    .profile_fields_max = 6,
    .profile_field_characters_max = 256,
    .pins_max = 7,
    .media_types = {"image/png"},
    .image_bytes_max = 1234,
};

// What is found at a path of keys: "configuration.statuses".
json::value const& at(json::value const& document, std::string_view path) {
  auto const* found = &document;
  while (!path.empty()) {
    auto const key = path.substr(0, path.find('.'));
    path.remove_prefix(std::min(path.size(), key.size() + 1));
    found = &found->as_object().at(key);
  }
  return *found;
}

std::string text(json::value const& document, std::string_view path) {
  return std::string(at(document, path).as_string());
}

std::int64_t number(json::value const& document, std::string_view path) {
  return at(document, path).to_number<std::int64_t>();
}

// Apps in use refuse to start when one of these is absent or null.
TEST(InstanceView, HasWhatClientsCannotDoWithout) {
  json::value const second = instance_v2(rock);
  for (auto const* const path : {"domain",
                                 "title",
                                 "version",
                                 "source_url",
                                 "description",
                                 "usage.users.active_month",
                                 "thumbnail.url",
                                 "languages",
                                 "registrations.enabled",
                                 "registrations.approval_required",
                                 "contact.email",
                                 "configuration.urls",
                                 "configuration.vapid.public_key",
                                 "configuration.statuses.max_characters",
                                 "configuration.statuses.max_media_attachments",
                                 "configuration.statuses.characters_reserved_per_url",
                                 "configuration.media_attachments.supported_mime_types",
                                 "configuration.polls.max_options",
                                 "configuration.polls.max_characters_per_option",
                                 "configuration.polls.min_expiration",
                                 "configuration.polls.max_expiration",
                                 "configuration.accounts.max_featured_tags",
                                 "configuration.accounts.max_pinned_statuses",
                                 "configuration.translation.enabled",
                                 "api_versions.mastodon",
                                 "rules",
                                 "icon"}) {
    EXPECT_FALSE(at(second, path).is_null()) << path;
  }
  json::value const first = instance_v1(rock);
  for (auto const* const path : {"uri",
                                 "title",
                                 "short_description",
                                 "description",
                                 "email",
                                 "version",
                                 "urls.streaming_api",
                                 "stats.user_count",
                                 "stats.status_count",
                                 "stats.domain_count",
                                 "thumbnail",
                                 "languages",
                                 "registrations",
                                 "approval_required",
                                 "invites_enabled",
                                 "configuration.statuses.max_characters",
                                 "configuration.media_attachments.image_size_limit",
                                 "configuration.polls.max_options",
                                 "configuration.accounts.max_featured_tags",
                                 "rules"}) {
    EXPECT_FALSE(at(first, path).is_null()) << path;
  }
}

TEST(InstanceView, TellsTheLimitsThatAreInForce) {
  for (json::value const document : {instance_v1(rock), instance_v2(rock)}) {
    EXPECT_EQ(number(document, "configuration.statuses.max_characters"), 777);
    EXPECT_EQ(number(document, "configuration.statuses.characters_reserved_per_url"), 23);
    EXPECT_EQ(number(document, "configuration.accounts.max_pinned_statuses"), 7);
    EXPECT_EQ(number(document, "configuration.media_attachments.image_size_limit"), 1234);
    EXPECT_EQ(at(document, "configuration.media_attachments.supported_mime_types"), json::array{"image/png"});
    EXPECT_EQ(number(document, "configuration.accounts.max_display_name_length"), 31);
    EXPECT_EQ(number(document, "configuration.accounts.max_note_length"), 501);
    EXPECT_EQ(number(document, "configuration.accounts.max_profile_fields"), 6);
    EXPECT_EQ(number(document, "configuration.accounts.profile_field_value_limit"), 256);
  }
  EXPECT_FALSE(at(instance_v2(rock), "registrations.enabled").as_bool());
  EXPECT_FALSE(at(instance_v1(rock), "registrations").as_bool());
}

TEST(InstanceView, CountsItsPeople) {
  EXPECT_EQ(number(instance_v2(rock), "usage.users.active_month"), 2);
  EXPECT_EQ(number(instance_v1(rock), "stats.user_count"), 3);
  EXPECT_EQ(number(instance_v1(rock), "stats.status_count"), 1234);
  EXPECT_EQ(number(nodeinfo(rock, "2.0"), "usage.users.total"), 3);
  EXPECT_EQ(number(nodeinfo(rock, "2.0"), "usage.users.activeMonth"), 2);
  EXPECT_EQ(number(nodeinfo(rock, "2.0"), "usage.localPosts"), 1234);
}

TEST(InstanceView, LeadsToWhereItIsServed) {
  json::value const document = instance_v2(rock);
  EXPECT_EQ(text(document, "domain"), "rock.example");
  EXPECT_EQ(text(document, "configuration.urls.streaming"), "wss://social.rock.example");
  EXPECT_THAT(text(document, "thumbnail.url"), testing::StartsWith("https://social.rock.example/assets/"));
  auto here = rock;
  here.base_url = "http://localhost:8080";
  EXPECT_EQ(text(instance_v1(here), "urls.streaming_api"), "ws://localhost:8080");
}

TEST(InstanceView, NamesItsOwnerIfThereIsOne) {
  EXPECT_EQ(text(instance_v2(rock), "contact.account.id"), "1");
  auto ownerless = rock;
  ownerless.contact_account = nullptr;
  EXPECT_TRUE(at(instance_v2(ownerless), "contact.account").is_null());
  EXPECT_TRUE(at(instance_v1(ownerless), "contact_account").is_null());
}

TEST(InstanceView, SaysWhichSoftwareItIs) {
  EXPECT_THAT(text(instance_v2(rock), "version"),
              testing::MatchesRegex("4\\.[0-9]+\\.[0-9]+ \\(compatible; Auklet " AUKLET_VERSION "\\)"));
  json::value const node = nodeinfo(rock, "2.1");
  EXPECT_EQ(text(node, "version"), "2.1");
  EXPECT_EQ(text(node, "software.name"), "auklet");
  EXPECT_EQ(text(node, "software.version"), AUKLET_VERSION);
  EXPECT_EQ(json::serialize(at(node, "protocols")), R"(["activitypub"])");
}

}  // namespace
}  // namespace auklet::view
