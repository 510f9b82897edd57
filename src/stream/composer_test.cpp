// SPDX-License-Identifier: Apache-2.0
#include "stream/composer.h"

#include <gmock/gmock.h>

#include <boost/json/parse.hpp>

#include "service/announcement_service.h"
#include "service/authenticator.h"
#include "service/conversation_service.h"
#include "service/list_service.h"
#include "service/mark_reader.h"
#include "service/testing/people_test.h"
#include "view/renderer.h"

namespace auklet::stream {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// Listens as the hub does, and makes messages of all that happens.
class ComposerTest : public service::testing::PeopleTest {
 protected:
  ComposerTest() {
    bus.subscribe([this](bus::Event const& event) {
      if (is_told(event)) {
        events.push_back({events.size() + 1, event});
      }
    });
  }

  std::vector<MessagePointer> compose() { return get(composer.compose(std::exchange(events, {}))); }

  // "update", "notification to alice"; what is only to be heeded is left out.
  static std::vector<std::string> names(std::vector<MessagePointer> const& messages) {
    std::vector<std::string> list;
    for (auto const& message : messages) {
      if (!message->event.empty()) {
        list.emplace_back(message->event);
      }
    }
    return list;
  }

  static AboutPost const& about_post(MessagePointer const& message) {
    return std::get<AboutPost>(message->about);
  }

  service::AnnouncementService announcements{env};
  service::Authenticator authenticator{env};
  service::ConversationService conversations{env, loader};
  service::ListService lists{env};
  service::MarkReader marks{env, 1U << 20U};
  view::Renderer view{"example.org", "https://example.org"};
  Sources sources{.env = env,
                  .announcements = announcements,
                  .authenticator = authenticator,
                  .filters = filter_reader,
                  .conversations = conversations,
                  .lists = lists,
                  .marks = marks,
                  .notifications = notifications,
                  .posts = loader,
                  .view = view};
  Composer composer{sources};
  std::vector<NumberedEvent> events;
};
AUKLET_ON_BOTH_ENGINES(ComposerTest);

TEST_P(ComposerTest, APostIsShownWithItsHashtagsAndComesBeforeWhoIsTold) {
  auto const alice = join("alice");
  auto const bob = join("bob");
  auto const post = publish(alice, "look @bob an #Auk");
  auto const messages = compose();
  EXPECT_THAT(names(messages), ElementsAre("update", "notification"));
  auto const& about = about_post(messages[0]);
  EXPECT_EQ(about.entry.id, post.id);
  ASSERT_TRUE(about.shown);
  EXPECT_TRUE(about.shown->local);
  EXPECT_THAT(about.shown->tags, ElementsAre("auk"));
  auto const& to = std::get<ToAccount>(messages[1]->about);
  EXPECT_EQ(to.account, bob.id);
  EXPECT_EQ(to.scope, Scope::read_notifications);
  auto const told = boost::json::parse(*messages[1]->payload).as_object();
  EXPECT_EQ(told.at("type").as_string(), "mention");
  EXPECT_EQ(told.at("status").at("id").as_string(), to_text(post.id));
}

TEST_P(ComposerTest, ABoostShowsWhatItBoosts) {
  auto const alice = join("alice");
  auto const bob = join("bob");
  auto const post = publish(alice, "hello");
  compose();
  boost(bob, post);
  auto const messages = compose();
  EXPECT_THAT(names(messages), ElementsAre("update", "notification"));
  ASSERT_TRUE(about_post(messages[0]).shown);
  ASSERT_TRUE(about_post(messages[0]).shown->original);
  EXPECT_EQ(about_post(messages[0]).shown->marked().facts.id, post.id);
}

TEST_P(ComposerTest, OfWhatIsGoneAgainOnlyTheEndIsTold) {
  auto const alice = join("alice");
  auto const post = publish(alice, "an #auk");
  get(posts.remove(as(alice), post.id));
  auto const messages = compose();
  EXPECT_THAT(names(messages), ElementsAre("delete"));
  EXPECT_EQ(messages[0]->payload, to_text(post.id));
  EXPECT_THAT(about_post(messages[0]).deleted_tags, ElementsAre("auk"));
  EXPECT_EQ(about_post(messages[0]).entry.tags.size(), 1U);
}

TEST_P(ComposerTest, AnEditIsAnUpdateOfTheStatus) {
  auto const alice = join("alice");
  auto const post = publish(alice, "tpyo");
  compose();
  get(posts.edit(as(alice), post.id, {.text = "typo"}));
  EXPECT_THAT(names(compose()), ElementsAre("status.update"));
}

TEST_P(ComposerTest, NobodyIsToldWhatTheyDoNotWant) {
  auto const alice = join("alice");
  auto const bob = join("bob");
  get(relations.mute(as(alice), bob.id, {}));
  compose();
  publish(bob, "hello @alice");
  EXPECT_THAT(names(compose()), ElementsAre("update"));
}

TEST_P(ComposerTest, WhatIsFilteredIsNotToldUntilItIsMerged) {
  auto const alice = join("alice");
  auto const bob = join("bob");
  publish(bob, "@alice psst", Visibility::direct);
  EXPECT_THAT(names(compose()), ::testing::Not(::testing::Contains("notification")));
  bus.publish(bus::NotificationsMerged{alice.id});
  auto const messages = compose();
  EXPECT_THAT(names(messages), ElementsAre("notifications_merged"));
  auto const& to = std::get<ToAccount>(messages[0]->about);
  EXPECT_EQ(to.account, alice.id);
  EXPECT_EQ(to.scope, Scope::read_notifications);
}

TEST_P(ComposerTest, RelationsAndAccessAreHeededInTheirPlace) {
  auto const alice = join("alice");
  auto const bob = join("bob");
  follow(alice, bob);
  auto const messages = compose();
  EXPECT_THAT(names(messages), ElementsAre("notification"));
  auto const stale = std::ranges::find_if(messages, [](auto const& message) {
    return std::holds_alternative<RelationsAreStale>(message->about);
  });
  ASSERT_NE(stale, messages.end());
  EXPECT_THAT(std::get<RelationsAreStale>((*stale)->about).accounts, ElementsAre(alice.id));
  bus.publish(bus::AccessChanged{alice.id});
  EXPECT_EQ(std::get<AccessIsStale>(compose()[0]->about).account, alice.id);
  bus.publish(bus::PostTouched{PostId{1}});
  EXPECT_THAT(compose(), IsEmpty());
}

}  // namespace
}  // namespace auklet::stream
