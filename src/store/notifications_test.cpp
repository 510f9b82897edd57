// SPDX-License-Identifier: Apache-2.0
#include "store/notifications.h"

#include "store/blocks.h"
#include "store/reactions.h"

#include "store/testing/store_test.h"

namespace auklet::store {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::now;
using ::testing::UnorderedElementsAre;

constexpr AccountId alice{1};
constexpr AccountId bob{2};
constexpr AccountId carol{3};
constexpr NotificationTypes every_type = all_notification_types;

class NotificationsTest : public testing::StoreTest {
 protected:
  void tell(int id, AccountId receiver, NotificationType type, AccountId from,
            std::optional<PostId> post = {}, std::optional<ThreadId> thread = {}) {
    if (!read(accounts::find_user(session(), receiver))) {
      add_user(receiver, to_text(receiver));
    }
    Notification const notification{NotificationId{id}, receiver, type, from, post, at};
    write([&](db::Session& s) { return notifications::insert(s, notification, thread); });
  }

  std::string key_of(int id) {
    return to_text(group_key(*read(notifications::find(session(), alice, NotificationId{id}))));
  }

  UnixMillis at = now;

  std::vector<std::int64_t> told(AccountId receiver, NotificationTypes types = every_type,
                                 std::optional<AccountId> from = {}) {
    return testing::cursors_of(read(notifications::page(session(), {receiver, types, from}, {.limit = 99})));
  }
};
AUKLET_ON_BOTH_ENGINES(NotificationsTest);

TEST_P(NotificationsTest, NobodyIsToldWhatTheyDoNotWantToHear) {
  using enum NotificationType;
  write([](db::Session& s) { return blocks::insert(s, RelationId{1}, alice, bob); });
  write([](db::Session& s) { return reactions::mute_thread(s, carol, ThreadId{5}); });
  auto const mute = [this](AccountId target, bool hide, std::optional<UnixMillis> until) {
    blocks::Mute const of{RelationId{2}, carol, target, hide, until};
    write([&](db::Session& s) { return blocks::insert_mute(s, of); });
  };
  tell(1, alice, mention, bob, PostId{7});
  tell(2, bob, mention, alice, PostId{7});
  tell(3, carol, mention, bob, PostId{7}, ThreadId{5});
  EXPECT_THAT(told(alice), IsEmpty()) << "has blocked";
  EXPECT_THAT(told(bob), IsEmpty()) << "is blocked";
  EXPECT_THAT(told(carol), IsEmpty()) << "has muted the thread";

  tell(4, carol, mention, bob, PostId{7}, ThreadId{6});
  mute(bob, false, std::nullopt);
  tell(5, carol, mention, bob);
  mute(bob, true, now + std::chrono::hours{1});
  tell(6, carol, mention, bob);
  mute(bob, true, now);
  tell(7, carol, mention, bob);
  EXPECT_THAT(told(carol), ElementsAre(7, 5, 4)) << "6 is muted with its notifications";

  auto const nobody = AccountId{99};
  Notification const lost{NotificationId{8}, nobody, mention, alice, {}, now};
  write([&](db::Session& s) { return notifications::insert(s, lost, std::nullopt); });
  EXPECT_THAT(told(nobody), IsEmpty()) << "cannot log in here";
}

TEST_P(NotificationsTest, BelongToTheirReceiver) {
  tell(1, alice, NotificationType::favourite, bob, PostId{7});
  tell(2, alice, NotificationType::follow, bob);
  auto const found = *read(notifications::find(session(), alice, NotificationId{1}));
  EXPECT_EQ(found.receiver, alice);
  EXPECT_EQ(found.type, NotificationType::favourite);
  EXPECT_EQ(found.from, bob);
  EXPECT_EQ(found.post_id, PostId{7});
  EXPECT_EQ(found.created_at, now);
  EXPECT_EQ(read(notifications::find(session(), alice, NotificationId{2}))->post_id, std::nullopt);
  EXPECT_FALSE(read(notifications::find(session(), bob, NotificationId{1})));

  EXPECT_FALSE(write([](db::Session& s) { return notifications::remove(s, bob, NotificationId{1}); }));
  EXPECT_TRUE(write([](db::Session& s) { return notifications::remove(s, alice, NotificationId{1}); }));
  EXPECT_THAT(told(alice), ElementsAre(2));
}

TEST_P(NotificationsTest, ArePaged) {
  for (int i = 1; i <= 5; ++i) {
    tell(i, alice, NotificationType::mention, bob, PostId{i});
    tell(10 + i, carol, NotificationType::mention, bob, PostId{i});
  }
  testing::expect_pages(
      [this](PageRequest page) { return read(notifications::page(session(), {.receiver = alice}, page)); });
}

TEST_P(NotificationsTest, AreFilteredByTypeAndSender) {
  int id = 0;
  for (auto const from : {bob, carol}) {
    for (auto const type : {NotificationType::mention, NotificationType::follow, NotificationType::update}) {
      tell(++id, alice, type, from);
    }
  }
  EXPECT_THAT(told(alice, bit_of(NotificationType::mention)), ElementsAre(4, 1));
  EXPECT_THAT(told(alice, bit_of(NotificationType::follow) | bit_of(NotificationType::update)),
              ElementsAre(6, 5, 3, 2));
  EXPECT_THAT(told(alice, every_type, carol), ElementsAre(6, 5, 4));
  EXPECT_THAT(told(alice, bit_of(NotificationType::update), bob), ElementsAre(3));
  EXPECT_THAT(told(alice, 0), IsEmpty());

  auto const newer = [&](int after, NotificationTypes types, int limit) {
    return read(notifications::count_newer(session(), {alice, types}, NotificationId{after}, limit));
  };
  EXPECT_EQ(newer(0, every_type, 99), 6);
  EXPECT_EQ(newer(0, every_type, 4), 4) << "no further than asked";
  EXPECT_EQ(newer(4, every_type, 99), 2);
  EXPECT_EQ(newer(0, bit_of(NotificationType::mention), 99), 2);
}

TEST_P(NotificationsTest, EachRemovalTakesJustItsOwn) {
  auto const fill = [this] {
    write([](db::Session& s) { return notifications::remove_all(s, alice); });
    write([](db::Session& s) { return notifications::remove_all(s, bob); });
    tell(1, alice, NotificationType::favourite, bob, PostId{7});
    tell(2, alice, NotificationType::reblog, bob, PostId{7});
    tell(3, alice, NotificationType::favourite, carol, PostId{7});
    tell(4, alice, NotificationType::favourite, bob, PostId{8});
    tell(5, alice, NotificationType::follow, bob);
    tell(6, bob, NotificationType::follow, alice);
  };
  fill();
  write([](db::Session& s) { return notifications::remove_from(s, alice, bob); });
  EXPECT_THAT(told(alice), ElementsAre(3));
  fill();
  write([](db::Session& s) {
    return notifications::remove_about(s, bob, NotificationType::favourite, PostId{7});
  });
  EXPECT_THAT(told(alice), ElementsAre(5, 4, 3, 2));
  fill();
  write([](db::Session& s) {
    return notifications::remove_of_type(s, alice, bob, NotificationType::favourite);
  });
  EXPECT_THAT(told(alice), ElementsAre(5, 3, 2));
  fill();
  write([](db::Session& s) { return notifications::remove_all(s, alice); });
  EXPECT_THAT(told(alice), IsEmpty());
  EXPECT_THAT(told(bob), ElementsAre(6));
}

constexpr std::int64_t hour_now = 493'312;

NotificationGroup favourites_of(int post, std::int64_t hour = hour_now) {
  return {NotificationType::favourite, PostId{post}, hour};
}

TEST_P(NotificationsTest, OfOneKindAboutOneThingAreAGroup) {
  using enum NotificationType;
  tell(1, alice, favourite, bob, PostId{7});
  tell(2, alice, reblog, bob, PostId{7});
  tell(3, alice, favourite, carol, PostId{7});
  tell(4, alice, favourite, carol, PostId{8});
  tell(5, alice, follow, bob);
  tell(6, alice, follow, carol);
  tell(7, alice, mention, bob, PostId{9});
  EXPECT_EQ(key_of(1), "favourite-7-493312");
  EXPECT_EQ(key_of(2), "reblog-7-493312");
  EXPECT_EQ(key_of(3), key_of(1));
  EXPECT_EQ(key_of(4), "favourite-8-493312");
  EXPECT_EQ(key_of(5), "follow-493312");
  EXPECT_EQ(key_of(6), key_of(5));
  EXPECT_EQ(key_of(7), "ungrouped-7");

  EXPECT_EQ(read(notifications::newest_of(session(), alice, favourites_of(7)))->id, NotificationId{3});
  EXPECT_EQ(read(notifications::newest_of(session(), alice, {follow, {}, hour_now}))->id, NotificationId{6});
  EXPECT_FALSE(read(notifications::newest_of(session(), alice, favourites_of(7, hour_now + 1))));
  EXPECT_FALSE(read(notifications::newest_of(session(), bob, favourites_of(7))));
  write([](db::Session& s) { return notifications::remove_group(s, bob, favourites_of(7)); });
  EXPECT_EQ(told(alice).size(), 7U) << "somebody else's";
  write([](db::Session& s) { return notifications::remove_group(s, alice, favourites_of(7)); });
  EXPECT_THAT(told(alice), ElementsAre(7, 6, 5, 4, 2));
}

TEST_P(NotificationsTest, AGroupIsOpenForTwelveHours) {
  tell(1, alice, NotificationType::favourite, bob, PostId{7});
  at += std::chrono::hours{11};
  tell(2, alice, NotificationType::favourite, carol, PostId{7});
  EXPECT_EQ(key_of(2), key_of(1));
  at += std::chrono::hours{1};
  tell(3, alice, NotificationType::favourite, AccountId{4}, PostId{7});
  EXPECT_EQ(key_of(3), "favourite-7-493324");
  at += std::chrono::hours{1};
  tell(4, alice, NotificationType::favourite, AccountId{5}, PostId{7});
  EXPECT_EQ(key_of(4), key_of(3)) << "the newest that is open";
}

TEST_P(NotificationsTest, AGroupTellsItsNewestSendersAndHowManyThereAre) {
  for (int i = 1; i <= 12; ++i) {
    tell(i, alice, NotificationType::favourite, AccountId{100 + i}, PostId{7});
  }
  tell(13, alice, NotificationType::follow, bob);
  tell(14, alice, NotificationType::mention, bob, PostId{9});
  auto const facts = [this](std::vector<NotificationId> const& newest) {
    auto found = read(notifications::group_facts(session(), alice, newest));
    std::ranges::sort(found, {}, &notifications::GroupFacts::newest);
    return found;
  };
  auto const all = facts({NotificationId{12}, NotificationId{13}, NotificationId{14}});
  ASSERT_EQ(all.size(), 2U) << "what stands alone is no group";
  EXPECT_EQ(all[0].count, 12);
  EXPECT_THAT(testing::cursors_of(all[0].senders), ElementsAre(112, 111, 110, 109, 108, 107, 106, 105));
  EXPECT_EQ(all[1].count, 1);
  EXPECT_THAT(all[1].senders, ElementsAre(bob));

  auto const older = facts({NotificationId{3}});
  ASSERT_EQ(older.size(), 1U);
  EXPECT_EQ(older[0].count, 3) << "as it was then";
  EXPECT_THAT(testing::cursors_of(older[0].senders), ElementsAre(103, 102, 101));
  EXPECT_THAT(facts({}), IsEmpty());
  EXPECT_THAT(read(notifications::group_facts(session(), bob, {NotificationId{12}})), IsEmpty());
}

TEST_P(NotificationsTest, MembersOfAGroupArePaged) {
  for (int i = 1; i <= 5; ++i) {
    tell(i, alice, NotificationType::favourite, bob, PostId{7});
    tell(10 + i, alice, NotificationType::favourite, bob, PostId{8});
  }
  testing::expect_pages([this](PageRequest page) {
    return read(notifications::members(session(), alice, favourites_of(7), page));
  });
}

TEST_P(NotificationsTest, GroupsAreCountedOnce) {
  for (int i = 1; i <= 4; ++i) {
    tell(i, alice, NotificationType::favourite, bob, PostId{7});
  }
  tell(5, alice, NotificationType::follow, bob);
  tell(6, alice, NotificationType::follow, carol);
  tell(7, alice, NotificationType::mention, carol, PostId{7});
  tell(8, alice, NotificationType::mention, carol, PostId{7});
  auto const newer = [&](int after, NotificationTypes grouped, int limit = 99,
                         NotificationTypes types = every_type) {
    return read(
        notifications::count_newer_groups(session(), {alice, types}, NotificationId{after}, grouped, limit));
  };
  EXPECT_EQ(newer(0, groupable_types), 4);
  EXPECT_EQ(newer(0, bit_of(NotificationType::follow)), 7) << "favourites one by one";
  EXPECT_EQ(newer(0, 0), 8);
  EXPECT_EQ(newer(0, groupable_types, 3), 3) << "no further than asked";
  EXPECT_EQ(newer(4, groupable_types), 3);
  EXPECT_EQ(newer(0, groupable_types, 99, bit_of(NotificationType::favourite)), 1);
}

TEST_P(NotificationsTest, AMarkerKeepsItsPlaceAndCountsItsVersions) {
  auto const set = [this](char const* timeline, std::int64_t place, UnixMillis at) {
    return write([&](db::Session& s) { return notifications::set_marker(s, alice, timeline, place, at); });
  };
  EXPECT_THAT(read(notifications::markers(session(), alice)), IsEmpty());
  EXPECT_EQ(set("home", 5, now).version, 1);
  auto const later = set("home", 9, now + std::chrono::seconds{1});
  EXPECT_EQ(later.timeline, "home");
  EXPECT_EQ(later.last_read_id, 9);
  EXPECT_EQ(later.version, 2);
  EXPECT_EQ(later.updated_at, now + std::chrono::seconds{1});
  EXPECT_EQ(set("notifications", 7, now).version, 1);

  std::vector<std::pair<std::string, std::int64_t>> places;
  for (auto const& marker : read(notifications::markers(session(), alice))) {
    places.emplace_back(marker.timeline, marker.last_read_id);
  }
  EXPECT_THAT(places, UnorderedElementsAre(std::pair{"home", 9}, std::pair{"notifications", 7}));
  EXPECT_THAT(read(notifications::markers(session(), bob)), IsEmpty());
  EXPECT_EQ(read(notifications::last_read(session(), alice)), NotificationId{7});
  EXPECT_EQ(read(notifications::last_read(session(), bob)), NotificationId{0});
}

}  // namespace
}  // namespace auklet::store
