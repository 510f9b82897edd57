// SPDX-License-Identifier: Apache-2.0
#include "store/relationships.h"

#include "store/blocks.h"
#include "store/follows.h"
#include "store/testing/store_test.h"

namespace auklet::store {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::now;

constexpr AccountId alice{1};
constexpr AccountId bob{2};

class RelationshipsTest : public testing::StoreTest {
 protected:
  Relationship between(AccountId source, AccountId target, UnixMillis at = now) {
    return read(relationships::find_all(session(), source, {target}, at)).front();
  }

  void follow(AccountId follower, AccountId followee, follows::FollowOptions const& options = {}) {
    follows::Follow const follow{RelationId{1}, follower, followee, options};
    write([&](db::Session& s) { return follows::insert(s, follow); });
  }

  void request(AccountId follower, AccountId followee, follows::FollowOptions const& options = {}) {
    follows::Follow const follow{RelationId{1}, follower, followee, options};
    write([&](db::Session& s) { return follows::insert_request(s, follow); });
  }
};
AUKLET_ON_BOTH_ENGINES(RelationshipsTest);

TEST_P(RelationshipsTest, StrangersAreNothingToEachOther) {
  auto const found = between(alice, bob);
  EXPECT_EQ(found.target, bob);
  EXPECT_FALSE(found.following || found.followed_by || found.requested || found.requested_by ||
               found.blocking || found.blocked_by || found.muting || found.showing_reblogs ||
               found.notifying);
  EXPECT_EQ(found.note, "");
}

TEST_P(RelationshipsTest, AFollowIsSeenFromBothSides) {
  follow(alice, bob, {.show_reblogs = true, .notify = true, .languages = {"de", "en"}});
  auto const mine = between(alice, bob);
  EXPECT_TRUE(mine.following && mine.showing_reblogs && mine.notifying);
  EXPECT_THAT(mine.languages, ElementsAre("de", "en"));
  EXPECT_FALSE(mine.followed_by);
  auto const theirs = between(bob, alice);
  EXPECT_TRUE(theirs.followed_by);
  EXPECT_FALSE(theirs.following || theirs.notifying);
  EXPECT_THAT(theirs.languages, IsEmpty());
}

TEST_P(RelationshipsTest, ARequestIsSeenFromBothSides) {
  request(alice, bob, {.show_reblogs = false, .notify = true});
  auto const mine = between(alice, bob);
  EXPECT_TRUE(mine.requested && mine.notifying);
  EXPECT_FALSE(mine.following || mine.showing_reblogs || mine.requested_by);
  EXPECT_TRUE(between(bob, alice).requested_by);
}

TEST_P(RelationshipsTest, BlocksAndMutes) {
  write([](db::Session& s) { return blocks::insert(s, RelationId{1}, alice, bob); });
  write([](db::Session& s) { return blocks::insert_mute(s, {RelationId{1}, bob, alice, true, now}); });
  EXPECT_TRUE(between(alice, bob).blocking);
  EXPECT_FALSE(between(alice, bob).blocked_by || between(alice, bob).muting);
  EXPECT_TRUE(between(bob, alice).blocked_by);

  auto const before_the_end = between(bob, alice, now - std::chrono::milliseconds{1});
  EXPECT_TRUE(before_the_end.muting && before_the_end.muting_notifications);
  EXPECT_EQ(before_the_end.muting_expires_at, now);
  EXPECT_FALSE(between(bob, alice).muting) << "it is over";
}

TEST_P(RelationshipsTest, NotesAreKeptUntilTheyAreEmptied) {
  for (auto const* const comment : {"a penguin", "no: an auk", ""}) {
    write([&](db::Session& s) { return accounts::set_note(s, alice, bob, comment); });
    EXPECT_EQ(between(alice, bob).note, comment);
    EXPECT_EQ(between(bob, alice).note, "") << "private";
  }
}

TEST_P(RelationshipsTest, AnswersInTheOrderAsked) {
  follow(alice, bob);
  AccountId const nobody{9};
  auto const list = read(relationships::find_all(session(), alice, {nobody, bob, alice, bob}, now));
  ASSERT_EQ(list.size(), 4U);
  EXPECT_EQ(list[0].target, nobody);
  EXPECT_FALSE(list[0].following);
  EXPECT_TRUE(list[1].following);
  EXPECT_EQ(list[2].target, alice);
  EXPECT_EQ(list[3].target, bob);
  EXPECT_TRUE(list[3].following);
  EXPECT_THAT(read(relationships::find_all(session(), alice, {}, now)), IsEmpty());
}

}  // namespace
}  // namespace auklet::store
