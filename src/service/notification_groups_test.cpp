// SPDX-License-Identifier: Apache-2.0
#include "service/notification_groups.h"

#include "service/testing/people_test.h"

namespace auklet::service {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class NotificationGroupsTest : public testing::PeopleTest {
 protected:
  GroupListing page(Account const& account, PageRequest page = {}, NotificationFilter filter = {},
                    NotificationTypes grouped = groupable_types) {
    return get(groups.list(as(account), std::move(filter), grouped, page));
  }

  // "favourite 3": what kind of thing, and how many of it.
  static std::vector<std::string> lines(GroupListing const& listing) {
    std::vector<std::string> lines;
    for (auto const& group : listing.groups.items) {
      lines.push_back(std::string(to_string(group.newest.type)) + " " + std::to_string(group.count));
    }
    return lines;
  }

  std::vector<Account> fans(int count) {
    std::vector<Account> all;
    for (int i = 0; i < count; ++i) {
      all.push_back(join("fan" + std::to_string(++fans_made_)));
    }
    return all;
  }

  void favourite(std::vector<Account> const& accounts, Post const& post) {
    for (auto const& account : accounts) {
      get(reactions.favourite(as(account), post.id));
    }
  }

 private:
  int fans_made_ = 0;
};
AUKLET_ON_BOTH_ENGINES(NotificationGroupsTest);

TEST_P(NotificationGroupsTest, ManyOfOneKindAreOne) {
  auto const alice = join("alice");
  auto const people = fans(3);
  auto const post = publish(alice, "hello");
  auto const other = publish(alice, "again");
  follow(people[0], alice);
  favourite(people, post);
  boost(people[0], post);
  favourite({people[1]}, other);
  reply(people[2], post, "@alice hi");
  follow(people[1], alice);
  auto const listing = page(alice);
  EXPECT_THAT(lines(listing), ElementsAre("follow 2", "mention 1", "favourite 1", "reblog 1", "favourite 3"));
  auto const& group = listing.groups.items.back();
  EXPECT_THAT(group.senders, ElementsAre(people[2].id, people[1].id, people[0].id)) << "the newest first";
  EXPECT_EQ(group.newest.post_id, post.id);
  EXPECT_EQ(group.newest.from, people[2].id);
  EXPECT_LT(group.oldest, group.newest.id);
  EXPECT_EQ(listing.accounts.size(), 3U) << "each once";
  EXPECT_EQ(listing.posts.size(), 3U) << "each once";

  EXPECT_THAT(lines(page(alice, {}, {}, bit_of(NotificationType::follow))),
              ElementsAre("follow 2", "mention 1", "favourite 1", "reblog 1", "favourite 1", "favourite 1",
                          "favourite 1"));
  EXPECT_THAT(lines(page(alice, {}, {.types = {NotificationType::favourite}})),
              ElementsAre("favourite 1", "favourite 3"));
  EXPECT_THAT(lines(page(alice, {}, {.from = people[1].id})),
              ElementsAre("follow 2", "favourite 1", "favourite 2"))
      << "with all that came before theirs";
}

TEST_P(NotificationGroupsTest, AGroupGoesOnInTheNextPage) {
  auto const alice = join("alice");
  auto const people = fans(4);
  auto const post = publish(alice, "hello");
  favourite({people[0], people[1]}, post);
  follow(people[0], alice);
  favourite({people[2], people[3]}, post);
  auto const first = page(alice, {.limit = 2});
  EXPECT_THAT(lines(first), ElementsAre("favourite 4", "follow 1"));
  auto const& group = first.groups.items[0];
  EXPECT_EQ(std::to_underlying(group.newest.id), first.groups.first_cursor);
  EXPECT_EQ(group.senders.size(), 4U) << "of the whole group";
  EXPECT_EQ(std::to_underlying(first.groups.items[1].newest.id), first.groups.last_cursor);
  auto const second = page(alice, {.max_id = first.groups.last_cursor, .limit = 2});
  EXPECT_THAT(lines(second), ElementsAre("favourite 2")) << "as it was below the first page";
  EXPECT_EQ(second.groups.items[0].key, group.key);
  EXPECT_FALSE(second.groups.full);

  auto const upwards = page(alice, {.min_id = second.groups.last_cursor, .limit = 2});
  EXPECT_THAT(lines(upwards), ElementsAre("follow 1", "favourite 2"));
  EXPECT_EQ(upwards.groups.first_cursor, first.groups.last_cursor);
  auto const top = page(alice, {.min_id = upwards.groups.first_cursor});
  EXPECT_THAT(lines(top), ElementsAre("favourite 4"));
  EXPECT_EQ(top.groups.first_cursor, first.groups.first_cursor);
  EXPECT_THAT(lines(page(alice, {.since_id = first.groups.last_cursor})), ElementsAre("favourite 4"));
}

// However many there are of a few groups, a page reads a bounded number, and the pages together tell everything.
TEST_P(NotificationGroupsTest, PagesAreBoundedAndComplete) {
  auto const alice = join("alice");
  auto const people = fans(100);
  auto const post = publish(alice, "hello");
  follow(people[0], alice);
  favourite(people, post);
  auto const popular = publish(alice, "popular");
  favourite({people.begin(), people.begin() + 90}, popular);
  EXPECT_THAT(lines(page(alice)), ElementsAre("favourite 90", "favourite 100", "follow 1"));
  EXPECT_EQ(page(alice).accounts.size(), 17U) << "eight of each, and the follower";

  // A page of one group ends at its first notification: the pages go through all of them, one by one.
  int pages = 0;
  for (PageRequest next{.limit = 1};; ++pages) {
    auto const listing = page(alice, next);
    if (!listing.groups.last_cursor) {
      break;
    }
    next.max_id = listing.groups.last_cursor;
  }
  EXPECT_EQ(pages, 191);
}

TEST_P(NotificationGroupsTest, AreFoundAndDismissedByTheirKey) {
  auto const alice = join("alice");
  auto const people = fans(3);
  auto const post = publish(alice, "hello");
  favourite(people, post);
  reply(people[2], post, "@alice hi");
  auto const listing = page(alice);
  auto const alone = listing.groups.items[0].key;
  auto const group = listing.groups.items[1].key;

  EXPECT_THAT(lines(get(groups.find(as(alice), group))), ElementsAre("favourite 3"));
  EXPECT_THAT(lines(get(groups.find(as(alice), alone))), ElementsAre("mention 1"));
  auto const senders = get(groups.senders(as(alice), group, {.limit = 2}));
  EXPECT_EQ(senders.items.size(), 2U);
  EXPECT_EQ(senders.items[0].id, people[2].id);
  EXPECT_TRUE(senders.full);
  auto const rest = get(groups.senders(as(alice), group, {.max_id = senders.last_cursor}));
  ASSERT_EQ(rest.items.size(), 1U);
  EXPECT_EQ(rest.items[0].id, people[0].id);
  EXPECT_EQ(get(groups.senders(as(alice), alone, {})).items.size(), 1U);

  for (auto const& key : {alone, group}) {
    EXPECT_EQ(refusal(groups.find(as(people[0]), key)), ErrorKind::not_found);
    EXPECT_EQ(refusal(groups.senders(as(people[0]), key, {})), ErrorKind::not_found);
    get(groups.dismiss(as(people[0]), key));
  }
  EXPECT_EQ(page(alice).groups.items.size(), 2U) << "nobody else can dismiss them";
  get(groups.dismiss(as(alice), group));
  EXPECT_EQ(refusal(groups.find(as(alice), group)), ErrorKind::not_found);
  EXPECT_THAT(told(alice), ElementsAre("mention fan3"));
  get(groups.dismiss(as(alice), alone));
  get(groups.dismiss(as(alice), alone));
  EXPECT_THAT(told(alice), IsEmpty());
}

TEST_P(NotificationGroupsTest, AreCountedFromTheMarkerOn) {
  auto const alice = join("alice");
  auto const people = fans(4);
  auto const post = publish(alice, "hello");
  favourite({people[0], people[1]}, post);
  auto const unread = [&](NotificationTypes grouped = groupable_types, int limit = 100) {
    return get(groups.unread_count(as(alice), {}, grouped, limit));
  };
  EXPECT_EQ(unread(), 1);
  EXPECT_EQ(unread(0), 2);
  EXPECT_EQ(unread(0, 1), 1);
  get(notifications.set_marker(as(alice), "notifications", page(alice).groups.first_cursor.value()));
  EXPECT_EQ(unread(), 0);
  favourite({people[2]}, post);
  publish(people[3], "@alice");
  EXPECT_EQ(unread(), 2) << "the group has something new";
}

TEST_P(NotificationGroupsTest, AGroupThatNobodyMayBeShownOfIsNotTold) {
  auto const alice = join("alice");
  auto const bob = join("bob");
  auto const post = publish(bob, "@alice psst", Visibility::private_);
  EXPECT_EQ(page(alice).groups.items.size(), 1U);
  auto const key = page(alice).groups.items[0].key;
  get(posts.edit(as(bob), post.id, {.text = "nobody"}));
  EXPECT_THAT(page(alice).groups.items, IsEmpty());
  EXPECT_TRUE(page(alice).groups.last_cursor) << "so that no page is the last by accident";
  EXPECT_EQ(refusal(groups.find(as(alice), key)), ErrorKind::not_found);
}

}  // namespace
}  // namespace auklet::service
