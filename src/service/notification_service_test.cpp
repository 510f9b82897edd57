// SPDX-License-Identifier: Apache-2.0
#include "service/notification_service.h"

#include <functional>

#include "service/testing/people_test.h"

namespace auklet::service {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class NotificationServiceTest : public testing::PeopleTest {
 protected:
  std::vector<NotificationDetails> listed(Account const& account, NotificationFilter filter = {},
                                          PageRequest page = {}) {
    return get(notifications.list(as(account), std::move(filter), page)).items;
  }
};
AUKLET_ON_BOTH_ENGINES(NotificationServiceTest);

TEST_P(NotificationServiceTest, EveryKindIsToldWithItsPost) {
  auto const alice = join("alice");
  auto const bob = join("bob");
  auto const post = publish(alice, "hello");
  follow(bob, alice);
  get(reactions.favourite(as(bob), post.id));
  boost(bob, post);
  auto const answer = reply(bob, post, "@alice hi");
  get(reactions.favourite(as(alice), post.id));  // one's own doing
  EXPECT_THAT(told(alice), ElementsAre("mention bob", "reblog bob", "favourite bob", "follow bob"));
  auto const list = listed(alice);
  EXPECT_EQ(list[0].post->post.id, answer.id);
  EXPECT_EQ(list[1].post->post.id, post.id);
  EXPECT_EQ(list[2].post->post.id, post.id);
  EXPECT_FALSE(list[3].post);
}

// Whatever the receiver has done before, the sender then mentions them and favourites their post.
TEST_P(NotificationServiceTest, SomePeopleAreNotHeard) {
  auto const sender = join("sender");
  struct Case {
    char const* name;
    std::function<void(Account const&)> before;
    bool heard;
  };
  for (auto const& [name, before, heard] : {
           Case{"nothing", [](auto const&) {}, true},
           Case{"mutes", [&](auto const& receiver) { get(relations.mute(as(receiver), sender.id, {})); },
                false},
           Case{"mutes_softly",
                [&](auto const& receiver) {
                  get(relations.mute(as(receiver), sender.id, {.hide_notifications = false}));
                },
                true},
           Case{"muted_once",
                [&](auto const& receiver) {
                  get(relations.mute(as(receiver), sender.id, {.duration = std::chrono::seconds{1}}));
                  clock.advance(std::chrono::seconds{1});
                },
                true},
           Case{"blocks", [&](auto const& receiver) { block(receiver, sender); }, false},
       }) {
    auto const receiver = join(name);
    auto const post = publish(receiver, "hello");
    before(receiver);
    publish(sender, std::string("@") + name);
    run(reactions.favourite(as(sender), post.id));  // refused to those who are blocked
    EXPECT_EQ(!told(receiver).empty(), heard) << name;
  }
}

TEST_P(NotificationServiceTest, AMutedThreadIsHeardAgainLater) {
  auto const alice = join("alice");
  auto const bob = join("bob");
  auto const post = publish(alice, "hello");
  EXPECT_TRUE(get(reactions.mute_thread(as(alice), post.id)).viewer->thread_muted);
  auto const answer = reply(bob, post, "@alice one");
  reply(bob, answer, "@alice two");
  publish(bob, "@alice elsewhere");
  EXPECT_THAT(told(alice), ElementsAre("mention bob"));
  EXPECT_FALSE(get(reactions.unmute_thread(as(alice), answer.id)).viewer->thread_muted);
  reply(bob, answer, "@alice three");
  EXPECT_THAT(told(alice), ElementsAre("mention bob", "mention bob"));
}

TEST_P(NotificationServiceTest, FollowersWhoAskedAreToldOfNewPosts) {
  auto const alice = join("alice");
  auto const curious = join("curious");
  auto const other = join("other");
  follow(curious, alice, {.notify = true});
  follow(other, alice);
  auto const post = publish(alice, "news");
  EXPECT_THAT(told(curious), ElementsAre("status alice"));
  EXPECT_THAT(told(other), IsEmpty());
  reply(alice, post, "a reply is no news");
  publish(alice, "@other only", Visibility::direct);
  publish(alice, "@curious told once");
  EXPECT_THAT(told(curious), ElementsAre("mention alice", "status alice"));
}

TEST_P(NotificationServiceTest, AreFilteredAndPaged) {
  auto const alice = join("alice");
  auto const bob = join("bob");
  auto const carol = join("carol");
  auto const post = publish(alice, "hello");
  for (auto const& fan : {bob, carol}) {
    follow(fan, alice);
    get(reactions.favourite(as(fan), post.id));
  }
  EXPECT_EQ(listed(alice, {.types = {NotificationType::follow}}).size(), 2U);
  EXPECT_EQ(listed(alice, {.excluded = {NotificationType::follow, NotificationType::favourite}}).size(), 0U);
  EXPECT_EQ(listed(alice, {.types = {NotificationType::follow}, .from = bob.id}).size(), 1U);
  auto const top = get(notifications.list(as(alice), {}, {.limit = 3}));
  EXPECT_EQ(top.items.size(), 3U);
  EXPECT_TRUE(top.full);
  auto const rest = listed(alice, {}, {.max_id = top.last_cursor});
  ASSERT_EQ(rest.size(), 1U);
  EXPECT_EQ(rest[0].from.id, bob.id);
  EXPECT_EQ(rest[0].notification.type, NotificationType::follow);
}

TEST_P(NotificationServiceTest, AreTheReceiversOwn) {
  auto const alice = join("alice");
  auto const bob = join("bob");
  follow(bob, alice);
  publish(bob, "@alice");
  auto const id = listed(alice)[0].notification.id;
  EXPECT_EQ(refusal(notifications.find(as(bob), id)), ErrorKind::not_found);
  EXPECT_EQ(refusal(notifications.dismiss(as(bob), id)), ErrorKind::not_found);
  EXPECT_EQ(get(notifications.find(as(alice), id)).from.id, bob.id);
  get(notifications.dismiss(as(alice), id));
  EXPECT_EQ(refusal(notifications.find(as(alice), id)), ErrorKind::not_found);
  EXPECT_THAT(told(alice), ElementsAre("follow bob"));
  get(notifications.clear(as(alice)));
  EXPECT_THAT(told(alice), IsEmpty());
}

TEST_P(NotificationServiceTest, SeveralAreDismissedAtOnceAndOnlyOnesOwn) {
  auto const alice = join("alice");
  auto const bob = join("bob");
  follow(bob, alice);
  follow(alice, bob);
  publish(bob, "@alice one");
  publish(bob, "@alice two");
  std::vector<NotificationId> ids{NotificationId{1}};
  for (auto const& details : listed(alice)) {
    ids.push_back(details.notification.id);
  }
  ASSERT_EQ(ids.size(), 4U);
  auto const kept = ids.back();
  ids.pop_back();
  get(notifications.dismiss_all(as(bob), ids));
  EXPECT_EQ(listed(alice).size(), 3U);
  get(notifications.dismiss_all(as(alice), ids));
  ASSERT_EQ(listed(alice).size(), 1U);
  EXPECT_EQ(listed(alice)[0].notification.id, kept);
}

TEST_P(NotificationServiceTest, APostThatIsNoLongerSeenIsNotTold) {
  auto const alice = join("alice");
  auto const bob = join("bob");
  follow(alice, bob);  // a stranger's would be filtered
  auto const post = publish(bob, "@alice psst", Visibility::direct);
  auto const id = listed(alice)[0].notification.id;
  get(posts.edit(as(bob), post.id, {.text = "nobody"}));
  EXPECT_THAT(told(alice), IsEmpty());
  EXPECT_EQ(refusal(notifications.find(as(alice), id)), ErrorKind::not_found);
}

TEST_P(NotificationServiceTest, TheMarkerSaysWhatIsUnread) {
  auto const alice = join("alice");
  auto const bob = join("bob");
  follow(bob, alice);
  publish(bob, "@alice one");
  publish(bob, "@alice two");
  auto const unread = [&](NotificationFilter const& filter = {}, int limit = 100) {
    return get(notifications.unread_count(as(alice), filter, limit));
  };
  EXPECT_EQ(unread(), 3);
  EXPECT_EQ(unread({}, 2), 2);
  EXPECT_EQ(unread({.types = {NotificationType::mention}}), 2);
  auto const read_to = std::to_underlying(listed(alice)[1].notification.id);
  get(notifications.set_marker(as(alice), "home", read_to + 9));
  EXPECT_EQ(unread(), 3) << "another timeline's marker";
  EXPECT_EQ(get(notifications.set_marker(as(alice), "notifications", read_to)).version, 1);
  EXPECT_EQ(unread(), 1);
  EXPECT_EQ(get(notifications.markers(as(alice))).size(), 2U);
  EXPECT_THAT(get(notifications.markers(as(bob))), IsEmpty());
}

}  // namespace
}  // namespace auklet::service
