// SPDX-License-Identifier: Apache-2.0
#include "service/relation_service.h"

#include "service/testing/people_test.h"

namespace auklet::service {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class RelationServiceTest : public testing::PeopleTest {
 protected:
  Relationship between(Account const& source, Account const& target) {
    return get(relations.relationships(as(source), {target.id})).at(0);
  }

  std::vector<std::string> followers(Caller const& caller, Account const& of) {
    return names(get(relations.followers(caller, of.id, {})).items);
  }

  static std::vector<std::string> names(std::vector<Account> const& accounts) {
    std::vector<std::string> names;
    for (auto const& account : accounts) {
      names.push_back(account.username);
    }
    return names;
  }
};
AUKLET_ON_BOTH_ENGINES(RelationServiceTest);

TEST_P(RelationServiceTest, FollowingCountsAndIsToldOnce) {
  auto const alice = join("alice");
  auto const bob = join("bob");
  EXPECT_TRUE(get(relations.follow(as(alice), bob.id, {.notify = true})).following);
  auto const again = get(relations.follow(as(alice), bob.id, {.show_reblogs = false, .languages = {{"de"}}}));
  EXPECT_TRUE(again.notifying) << "absent means as it is";
  EXPECT_FALSE(again.showing_reblogs);
  EXPECT_THAT(again.languages, ElementsAre("de"));
  EXPECT_EQ(now_of(alice).following_count, 1);
  EXPECT_EQ(now_of(bob).followers_count, 1);
  EXPECT_THAT(told(bob), ElementsAre("follow alice"));

  for (int i = 0; i < 2; ++i) {
    EXPECT_FALSE(get(relations.unfollow(as(alice), bob.id)).following);
  }
  EXPECT_EQ(now_of(alice).following_count, 0);
  EXPECT_EQ(now_of(bob).followers_count, 0);
  EXPECT_THAT(told(bob), IsEmpty());
}

TEST_P(RelationServiceTest, RefusesWhatMakesNoSense) {
  auto const alice = join("alice");
  auto const bob = join("bob");
  EXPECT_EQ(refusal(relations.follow(as(alice), alice.id, {})), ErrorKind::forbidden);
  EXPECT_EQ(refusal(relations.block(as(alice), alice.id)), ErrorKind::forbidden);
  EXPECT_EQ(refusal(relations.mute(as(alice), alice.id, {})), ErrorKind::forbidden);
  EXPECT_EQ(refusal(relations.follow(as(alice), AccountId{7}, {})), ErrorKind::not_found);
  EXPECT_EQ(refusal(relations.follow(as(alice), bob.id, {.languages = {{"no such language"}}})),
            ErrorKind::invalid);
  EXPECT_EQ(refusal(relations.accept_request(as(alice), bob.id)), ErrorKind::not_found);
  EXPECT_EQ(refusal(relations.reject_request(as(alice), bob.id)), ErrorKind::not_found);
  EXPECT_EQ(refusal(relations.set_note(as(alice), bob.id, std::string(2001, 'a'))), ErrorKind::invalid);
  EXPECT_EQ(get(relations.set_note(as(alice), bob.id, std::string(2000, 'a'))).note.size(), 2000U);
}

TEST_P(RelationServiceTest, ABlockEndsEverythingBetweenTheTwo) {
  auto const alice = join("alice");
  auto const bob = join("bob", /*locked=*/true);
  auto const carol = join("carol");
  follow(bob, alice);
  follow(alice, bob);
  follow(carol, alice);
  get(reactions.favourite(as(bob), publish(alice, "hello").id));
  EXPECT_THAT(told(alice), ElementsAre("favourite bob", "follow carol", "follow bob"));
  EXPECT_THAT(told(bob), ElementsAre("follow_request alice"));

  auto const after = get(relations.block(as(alice), bob.id));
  EXPECT_TRUE(after.blocking);
  EXPECT_FALSE(after.following || after.followed_by || after.requested);
  EXPECT_TRUE(between(bob, alice).blocked_by);
  EXPECT_THAT(told(alice), ElementsAre("follow carol"));
  EXPECT_THAT(told(bob), IsEmpty());
  EXPECT_EQ(now_of(alice).followers_count, 1);
  EXPECT_EQ(now_of(bob).following_count, 0);
  EXPECT_EQ(refusal(relations.follow(as(alice), bob.id, {})), ErrorKind::forbidden);
  EXPECT_EQ(refusal(relations.follow(as(bob), alice.id, {})), ErrorKind::forbidden);

  EXPECT_FALSE(get(relations.unblock(as(alice), bob.id)).blocking);
  EXPECT_FALSE(between(bob, alice).following) << "what a block has ended stays ended";
  follow(bob, alice);
}

TEST_P(RelationServiceTest, ALockedAccountDecidesWhoFollows) {
  auto const locked = join("locked", /*locked=*/true);
  auto const alice = join("alice");
  auto const bob = join("bob");
  auto const carol = join("carol");
  for (auto const& fan : {alice, bob, carol, alice}) {
    auto const asked = get(relations.follow(as(fan), locked.id, {.notify = true}));
    EXPECT_TRUE(asked.requested);
    EXPECT_FALSE(asked.following);
  }
  EXPECT_THAT(told(locked),
              ElementsAre("follow_request carol", "follow_request bob", "follow_request alice"));
  EXPECT_THAT(names(get(relations.follow_requests(as(locked), {})).items),
              ElementsAre("carol", "bob", "alice"));

  EXPECT_TRUE(get(relations.accept_request(as(locked), alice.id)).followed_by);
  EXPECT_FALSE(get(relations.reject_request(as(locked), bob.id)).followed_by);
  get(relations.unfollow(as(carol), locked.id));  // takes the request back
  EXPECT_THAT(get(relations.follow_requests(as(locked), {})).items, IsEmpty());
  EXPECT_THAT(told(locked), ElementsAre("follow alice"));
  EXPECT_TRUE(between(alice, locked).following && between(alice, locked).notifying);
  EXPECT_FALSE(between(bob, locked).requested || between(carol, locked).requested);
  EXPECT_EQ(now_of(locked).followers_count, 1);
  EXPECT_TRUE(get(relations.follow(as(alice), locked.id, {})).following) << "a follower need not ask again";
}

TEST_P(RelationServiceTest, AnAccountThatStopsAskingAcceptsEveryone) {
  auto const locked = join("locked", /*locked=*/true);
  for (auto const* const name : {"alice", "bob", "carol"}) {
    follow(join(name), locked);
  }
  get(relations.accept_all_requests(as(locked)));
  EXPECT_EQ(now_of(locked).followers_count, 3);
  EXPECT_THAT(followers(as(locked), locked), ElementsAre("alice", "bob", "carol"));
}

TEST_P(RelationServiceTest, AFollowerCanBeSentAway) {
  auto const alice = join("alice");
  auto const bob = join("bob");
  follow(bob, alice);
  follow(alice, bob);
  auto const after = get(relations.remove_follower(as(alice), bob.id));
  EXPECT_FALSE(after.followed_by);
  EXPECT_TRUE(after.following);
  EXPECT_EQ(now_of(alice).followers_count, 0);
}

TEST_P(RelationServiceTest, AMuteIsOverAtItsTime) {
  auto const alice = join("alice");
  auto const bob = join("bob");
  auto const muted = get(relations.mute(as(alice), bob.id, {.duration = std::chrono::seconds{60}}));
  EXPECT_TRUE(muted.muting && muted.muting_notifications);
  EXPECT_EQ(muted.muting_expires_at, clock.now() + std::chrono::seconds{60});
  auto const listed = get(relations.mutes(as(alice), {})).items;
  ASSERT_EQ(listed.size(), 1U);
  EXPECT_EQ(listed[0].account.id, bob.id);
  EXPECT_EQ(listed[0].expires_at, muted.muting_expires_at);
  EXPECT_FALSE(between(bob, alice).muting);
  clock.advance(std::chrono::seconds{60});
  EXPECT_FALSE(between(alice, bob).muting);
  EXPECT_THAT(get(relations.mutes(as(alice), {})).items, IsEmpty());

  auto const for_ever = get(relations.mute(as(alice), bob.id, {.hide_notifications = false}));
  EXPECT_FALSE(for_ever.muting_notifications);
  EXPECT_EQ(for_ever.muting_expires_at, std::nullopt);
  EXPECT_FALSE(get(relations.unmute(as(alice), bob.id)).muting);
}

TEST_P(RelationServiceTest, ListsLeaveOutWhomTheViewerDoesNotMeet) {
  auto const star = join("star");
  auto const alice = join("alice");
  auto const bob = join("bob");
  for (auto const& fan : {alice, bob}) {
    follow(fan, star);
    follow(star, fan);
  }
  block(alice, bob);
  EXPECT_THAT(followers(stranger(), star), ElementsAre("bob", "alice"));
  EXPECT_THAT(followers(as(alice), star), ElementsAre("alice"));
  EXPECT_THAT(names(get(relations.following(as(bob), star.id, {})).items), ElementsAre("bob"));
  EXPECT_THAT(names(get(relations.blocks(as(alice), {})).items), ElementsAre("bob"));
  get(relations.mute(as(star), bob.id, {}));
  EXPECT_THAT(followers(as(star), star), ElementsAre("bob", "alice")) << "one's own list is complete";
  block(star, alice);
  EXPECT_THAT(followers(as(alice), star), IsEmpty());
}

TEST_P(RelationServiceTest, PagesGoOnPastWhomIsLeftOut) {
  auto const star = join("star");
  auto const viewer = join("viewer");
  auto const first = join("first");
  auto const hidden = join("hidden");
  follow(first, star);
  follow(hidden, star);
  block(viewer, hidden);
  auto const top = get(relations.followers(as(viewer), star.id, {.limit = 1}));
  EXPECT_THAT(top.items, IsEmpty());
  EXPECT_TRUE(top.full);
  auto const next = get(relations.followers(as(viewer), star.id, {.max_id = top.last_cursor, .limit = 1}));
  EXPECT_THAT(names(next.items), ElementsAre("first"));
}

TEST_P(RelationServiceTest, OnlyThoseWhomOneFollowsAreEndorsed) {
  auto const ann = join("ann");
  auto const ben = join("ben");
  auto const cem = join("cem", /*locked=*/true);
  auto const names = [this](Caller const& caller, Account const& of) {
    std::vector<std::string> list;
    for (auto const& account : get(relations.endorsements(caller, of.id, {})).items) {
      list.push_back(account.username);
    }
    return list;
  };
  EXPECT_EQ(refusal(relations.endorse(as(ann), ben.id)), ErrorKind::invalid);
  EXPECT_EQ(refusal(relations.endorse(as(ann), ann.id)), ErrorKind::invalid);
  EXPECT_EQ(refusal(relations.endorse(as(ann), AccountId{1})), ErrorKind::not_found);
  follow(ann, cem);
  EXPECT_EQ(refusal(relations.endorse(as(ann), cem.id)), ErrorKind::invalid) << "a request is not enough";
  follow(ann, ben);
  EXPECT_TRUE(get(relations.endorse(as(ann), ben.id)).endorsed);
  EXPECT_TRUE(get(relations.endorse(as(ann), ben.id)).endorsed);
  get(relations.accept_request(as(cem), ann.id));
  get(relations.endorse(as(ann), cem.id));
  EXPECT_THAT(names(stranger(), ann), ElementsAre("cem", "ben"));
  EXPECT_THAT(names(as(ben), ann), ElementsAre("cem", "ben"));

  EXPECT_FALSE(get(relations.unendorse(as(ann), cem.id)).endorsed);
  EXPECT_FALSE(get(relations.unendorse(as(ann), cem.id)).endorsed);
  get(relations.endorse(as(ann), cem.id));
  EXPECT_FALSE(get(relations.unfollow(as(ann), ben.id)).endorsed);
  EXPECT_THAT(names(as(ann), ann), ElementsAre("cem"));
  follow(ann, ben);
  EXPECT_THAT(names(as(ann), ann), ElementsAre("cem")) << "following again does not bring back";
  block(cem, ann);
  EXPECT_THAT(names(as(ann), ann), IsEmpty());
  get(relations.endorse(as(ann), ben.id));
  block(ann, cem);
  EXPECT_THAT(names(as(cem), ann), IsEmpty()) << "who is blocked sees nobody";
  EXPECT_THAT(names(stranger(), ann), ElementsAre("ben"));
  get(relations.remove_follower(as(ben), ann.id));
  EXPECT_THAT(names(stranger(), ann), IsEmpty());
}

}  // namespace
}  // namespace auklet::service
