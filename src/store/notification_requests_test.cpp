// SPDX-License-Identifier: Apache-2.0
#include "store/notification_requests.h"

#include "base/ids.h"
#include "domain/notification.h"
#include "store/follows.h"
#include "store/notifications.h"
#include "store/testing/store_test.h"

namespace auklet::store {
namespace {

using std::chrono::days;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::now;
using ::testing::UnorderedElementsAre;
using enum NotificationType;
using enum NotificationVerdict;

constexpr AccountId alice{1};
constexpr AccountId bob{2};
constexpr AccountId carol{3};
constexpr auto mentioned = NotificationType::mention;

class NotificationRequestsTest : public testing::StoreTest {
 protected:
  NotificationRequestsTest() {
    add_user(alice, "alice");
    for (auto const id : {alice, bob, carol}) {
      auto account = account_named(id, "account" + to_text(id));
      account.created_at = now - days{400};
      add_account(account);
    }
  }

  void set(NotificationPolicy const& policy) {
    write([&](db::Session& s) { return notification_requests::set_policy(s, alice, policy); });
  }

  void follow(AccountId follower, AccountId followee, days ago) {
    follows::Follow const follow{
        static_cast<RelationId>(base::first_id_at(now - ago)), follower, followee, {}};
    write([&](db::Session& s) { return follows::insert(s, follow); });
  }

  // What becomes of a notification for alice.
  std::optional<NotificationVerdict> verdict(NotificationType type, AccountId from = bob,
                                             std::optional<PostId> post = {}) {
    NotificationId const id{++last_};
    Notification const told{id, alice, type, from, post, now};
    write([&](db::Session& s) { return notifications::insert(s, told, {}); });
    auto const found = read(notifications::find(session(), alice, id));
    return !found ? drop : found->filtered ? filter : accept;
  }

  // A direct post by bob to alice.
  Post whisper(PostId id, std::optional<Post> const& to = {}) {
    auto post = to ? reply_by(bob, id, *to) : post_by(bob, id);
    post.visibility = Visibility::direct;
    add(post);
    mention(id, {alice});
    return post;
  }

  std::vector<notification_requests::Request> requests(AccountId owner = alice) {
    return read(notification_requests::page(session(), owner, {}));
  }

  int last_ = 0;
};
AUKLET_ON_BOTH_ENGINES(NotificationRequestsTest);

TEST_P(NotificationRequestsTest, APolicyIsKeptAndTheUsualOneFiltersPrivateMentions) {
  EXPECT_EQ(read(notification_requests::policy(session(), alice)), NotificationPolicy{});
  EXPECT_EQ(NotificationPolicy{}.for_private_mentions, filter);
  for (auto const& policy : {NotificationPolicy{drop, filter, accept, drop, filter},
                             NotificationPolicy{accept, accept, drop, accept, drop}}) {
    set(policy);
    EXPECT_EQ(read(notification_requests::policy(session(), alice)), policy);
  }
  EXPECT_EQ(read(notification_requests::policy(session(), bob)), NotificationPolicy{});
}

TEST_P(NotificationRequestsTest, StrangersAreJudged) {
  EXPECT_EQ(verdict(favourite), accept) << "without a policy";
  set({.for_not_following = filter});
  EXPECT_EQ(verdict(favourite), filter);
  EXPECT_EQ(verdict(NotificationType::follow), filter);
  EXPECT_EQ(verdict(poll), accept) << "about what alice does";
  EXPECT_EQ(verdict(update), accept);
  follow(bob, alice, days{400});
  EXPECT_EQ(verdict(favourite), filter) << "following is not being followed";
  follow(alice, bob, days{0});
  EXPECT_EQ(verdict(favourite), accept);
  EXPECT_EQ(verdict(favourite, carol), filter);
  set({.for_not_following = drop});
  EXPECT_EQ(verdict(favourite, carol), drop);
  EXPECT_EQ(verdict(favourite), accept);
}

TEST_P(NotificationRequestsTest, NewFollowersAreNone) {
  set({.for_not_followers = filter});
  EXPECT_EQ(verdict(mentioned), filter);
  follow(bob, alice, days{2});
  EXPECT_EQ(verdict(mentioned), filter);
  follow(carol, alice, days{4});
  EXPECT_EQ(verdict(mentioned, carol), accept);
}

TEST_P(NotificationRequestsTest, NewAccountsAreJudgedUnlessFollowed) {
  AccountId const young{9};
  auto account = account_named(young, "young");
  account.created_at = now - days{29};
  add_account(account);
  set({.for_new_accounts = drop});
  EXPECT_EQ(verdict(mentioned), accept);
  EXPECT_EQ(verdict(mentioned, young), drop);
  follow(alice, young, days{0});
  EXPECT_EQ(verdict(mentioned, young), accept);
}

TEST_P(NotificationRequestsTest, PrivateMentionsOfStrangersAreJudgedUnlessTheyAnswer) {
  EXPECT_EQ(verdict(mentioned, bob, whisper(PostId{10}).id), filter);
  EXPECT_EQ(verdict(mentioned, bob, add(post_by(bob, PostId{11})).id), accept) << "in public";
  EXPECT_EQ(verdict(favourite, bob, whisper(PostId{12}).id), accept) << "no mention";

  auto const asked = add(post_by(alice, PostId{20}));
  mention(asked.id, {bob});
  auto const answer = whisper(PostId{21}, asked);
  EXPECT_EQ(verdict(mentioned, bob, answer.id), accept);
  EXPECT_EQ(verdict(mentioned, bob, whisper(PostId{22}, answer).id), accept) << "further down";
  auto const other = add(post_by(alice, PostId{30}));
  EXPECT_EQ(verdict(mentioned, bob, whisper(PostId{31}, other).id), filter) << "alice did not speak to bob";

  set({.for_private_mentions = drop});
  EXPECT_EQ(verdict(mentioned, bob, whisper(PostId{40}).id), drop);
  set({.for_private_mentions = accept});
  EXPECT_EQ(verdict(mentioned, bob, whisper(PostId{41}).id), accept);
  set({});
  follow(alice, bob, days{0});
  EXPECT_EQ(verdict(mentioned, bob, whisper(PostId{42}).id), accept);
}

TEST_P(NotificationRequestsTest, TheHarshestCountsAndAPermissionMoreThanAll) {
  set({.for_not_following = filter, .for_not_followers = drop});
  EXPECT_EQ(verdict(mentioned), drop);
  std::vector<AccountId> const permitted{bob};
  for (int time = 1; time <= 2; ++time) {
    write([&](db::Session& s) { return notification_requests::permit(s, alice, permitted); });
  }
  EXPECT_EQ(verdict(mentioned), accept);
  EXPECT_EQ(verdict(mentioned, carol), drop);
}

TEST_P(NotificationRequestsTest, FilteredNotificationsAreKeptApartAndInNoGroup) {
  set({.for_not_following = filter});
  ASSERT_EQ(verdict(favourite, bob, PostId{7}), filter);
  follow(alice, carol, days{0});
  ASSERT_EQ(verdict(favourite, carol, PostId{7}), accept);
  auto const ids = [this](bool filtered_too) {
    return testing::cursors_of(
        read(notifications::page(session(), {.receiver = alice, .filtered_too = filtered_too}, {})));
  };
  EXPECT_THAT(ids(false), ElementsAre(2));
  EXPECT_THAT(ids(true), ElementsAre(2, 1));
  EXPECT_EQ(read(notifications::count_newer(session(), {.receiver = alice}, {}, 9)), 1);
  EXPECT_FALSE(read(notifications::find(session(), alice, NotificationId{1}))->group_hour);
}

TEST_P(NotificationRequestsTest, AFilteredMentionIsARequest) {
  set({.for_not_following = filter});
  verdict(favourite, bob, PostId{5});
  EXPECT_THAT(requests(), IsEmpty()) << "only mentions ask to be heard";
  verdict(mentioned, bob, PostId{6});
  verdict(mentioned, carol, PostId{7});
  verdict(mentioned, bob, PostId{8});
  auto const all = requests();
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].from, carol);
  EXPECT_EQ(all[1].from, bob);
  EXPECT_EQ(all[1].count, 2);
  EXPECT_EQ(all[1].last_post, PostId{8});
  EXPECT_EQ(all[1].created_at, now);
  auto const summary = read(notification_requests::summary(session(), alice));
  EXPECT_EQ(summary.requests, 2);
  EXPECT_EQ(summary.notifications, 3);
  EXPECT_EQ(read(notification_requests::summary(session(), bob)).requests, 0);
  EXPECT_EQ(read(notification_requests::find(session(), alice, all[1].cursor))->from, bob);
  EXPECT_FALSE(read(notification_requests::find(session(), bob, all[1].cursor)));

  write([](db::Session& s) { return notifications::remove_from(s, alice, bob); });
  EXPECT_EQ(requests().size(), 1U) << "nothing of bob's is left";
  EXPECT_FALSE(read(notification_requests::find(session(), alice, all[1].cursor)));
}

TEST_P(NotificationRequestsTest, RequestsArePaged) {
  set({.for_not_following = filter});
  for (int i = 1; i <= 5; ++i) {
    ASSERT_EQ(verdict(mentioned, AccountId{100 + i}), filter);
  }
  testing::expect_pages(
      [this](PageRequest page) { return read(notification_requests::page(session(), alice, page)); });
}

TEST_P(NotificationRequestsTest, RequestsAreTakenByTheirOwner) {
  set({.for_not_following = filter});
  verdict(mentioned, bob);
  verdict(mentioned, carol);
  std::vector<NotificationRequestId> const ids{requests()[0].cursor, requests()[1].cursor,
                                               NotificationRequestId{99}};
  auto const take = [&](AccountId owner) {
    return write([&](db::Session& s) { return notification_requests::take(s, owner, ids); });
  };
  EXPECT_THAT(take(bob), IsEmpty());
  EXPECT_THAT(take(alice), UnorderedElementsAre(bob, carol));
  EXPECT_THAT(requests(), IsEmpty());
  EXPECT_THAT(take(alice), IsEmpty());
  verdict(mentioned, bob);
  EXPECT_EQ(requests()[0].count, 2) << "the next mention asks again, for all that is filtered";
}

TEST_P(NotificationRequestsTest, MergesAndDiscardsPieceByPiece) {
  set({.for_not_following = filter});
  for (int i = 0; i < 3; ++i) {
    verdict(mentioned, bob);
    verdict(mentioned, carol);
  }
  std::vector<AccountId> const of_bob{bob};
  std::vector<AccountId> const of_carol{carol};
  auto const merge = [&](int limit) {
    return write([&](db::Session& s) { return notification_requests::merge(s, alice, of_bob, limit); });
  };
  auto const waiting = [this] { return read(notification_requests::any_to_merge(session(), alice)); };
  EXPECT_FALSE(waiting());
  write([&](db::Session& s) { return notification_requests::permit(s, alice, of_bob); });
  EXPECT_TRUE(waiting());
  EXPECT_EQ(merge(2), 2);
  EXPECT_TRUE(waiting());
  EXPECT_EQ(merge(2), 1);
  EXPECT_FALSE(waiting());
  EXPECT_EQ(merge(2), 0);
  EXPECT_EQ(read(notifications::count_newer(session(), {.receiver = alice}, {}, 99)), 3);

  auto const discard = [&](int below) {
    return write([&](db::Session& s) {
      return notification_requests::discard(s, alice, of_carol, NotificationId{below}, 99);
    });
  };
  EXPECT_EQ(discard(5), 2) << "what came later stays";
  EXPECT_EQ(requests()[0].count, 1);
  EXPECT_EQ(discard(99), 1);
  EXPECT_EQ(read(notifications::count_newer(session(), {.receiver = alice, .filtered_too = true}, {}, 99)),
            3);
}

}  // namespace
}  // namespace auklet::store
