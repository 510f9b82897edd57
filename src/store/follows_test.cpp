// SPDX-License-Identifier: Apache-2.0
#include "store/follows.h"

#include "store/testing/store_test.h"

namespace auklet::store {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

constexpr AccountId alice{1};
constexpr AccountId bob{2};
constexpr AccountId carol{3};

class FollowsTest : public testing::StoreTest {
 protected:
  bool follow(int id, AccountId follower, AccountId followee, follows::FollowOptions options = {}) {
    follows::Follow const follow{RelationId{id}, follower, followee, std::move(options)};
    return write([&](db::Session& s) { return follows::insert(s, follow); });
  }

  bool request(int id, AccountId follower, AccountId followee, follows::FollowOptions options = {}) {
    follows::Follow const follow{RelationId{id}, follower, followee, std::move(options)};
    return write([&](db::Session& s) { return follows::insert_request(s, follow); });
  }
};
AUKLET_ON_BOTH_ENGINES(FollowsTest);

TEST_P(FollowsTest, FollowingAgainOnlyChangesTheTerms) {
  EXPECT_TRUE(follow(1, alice, bob));
  EXPECT_EQ(read(follows::find(session(), alice, bob))->options, follows::FollowOptions{});
  follows::FollowOptions const terms{.show_reblogs = false, .notify = true, .languages = {"de", "fi"}};
  EXPECT_FALSE(follow(2, alice, bob, terms));

  auto const found = *read(follows::find(session(), alice, bob));
  EXPECT_EQ(found.id, RelationId{1});
  EXPECT_EQ(found.options, terms);
  EXPECT_FALSE(read(follows::find(session(), bob, alice))) << "one direction only";
  EXPECT_FALSE(read(follows::find_request(session(), alice, bob)));
}

TEST_P(FollowsTest, RequestsAreAListOfTheirOwn) {
  EXPECT_TRUE(request(1, alice, bob, {.notify = true}));
  EXPECT_FALSE(request(2, alice, bob, {.languages = {"fi"}}));
  auto const found = *read(follows::find_request(session(), alice, bob));
  EXPECT_EQ(found.id, RelationId{1});
  EXPECT_EQ(found.options, (follows::FollowOptions{.languages = {"fi"}}));
  EXPECT_FALSE(read(follows::find(session(), alice, bob)));

  EXPECT_TRUE(write([](db::Session& s) { return follows::remove_request(s, alice, bob); }));
  EXPECT_FALSE(write([](db::Session& s) { return follows::remove_request(s, alice, bob); }));
  EXPECT_FALSE(read(follows::find_request(session(), alice, bob)));
}

TEST_P(FollowsTest, RemovingSaysWhetherThereWasSomething) {
  follow(1, alice, bob);
  EXPECT_FALSE(write([](db::Session& s) { return follows::remove(s, bob, alice); }));
  EXPECT_TRUE(write([](db::Session& s) { return follows::remove(s, alice, bob); }));
  EXPECT_FALSE(write([](db::Session& s) { return follows::remove(s, alice, bob); }));
}

TEST_P(FollowsTest, ListsArePaged) {
  for (int i = 1; i <= 5; ++i) {
    AccountId const other{100 - i};  // the order is that of following, not of the accounts
    follow(i, other, alice);
    follow(10 + i, bob, other);
    request(i, other, alice);
  }
  testing::expect_pages(
      [this](PageRequest page) { return read(follows::followers(session(), alice, page)); });
  testing::expect_pages([this](PageRequest page) { return read(follows::requests(session(), alice, page)); });
  auto const following = read(follows::following(session(), bob, {.max_id = 14, .limit = 2}));
  ASSERT_EQ(following.size(), 2U);
  EXPECT_EQ(following[0].cursor, RelationId{13});
  EXPECT_EQ(following[0].account, AccountId{97});
}

TEST_P(FollowsTest, TellsWhomAnAccountFollows) {
  follow(1, alice, bob, {.show_reblogs = false});
  follow(2, alice, carol);
  follow(3, bob, carol);
  EXPECT_EQ(read(follows::all_followees(session(), alice)).size(), 2U);
  EXPECT_THAT(read(follows::all_followees(session(), carol)), IsEmpty());
  EXPECT_THAT(read(follows::followees_among(session(), alice, {})), IsEmpty());
  EXPECT_THAT(read(follows::followees_among(session(), alice, {carol, alice, AccountId{9}})),
              ElementsAre(carol));
  EXPECT_THAT(read(follows::followees_among(session(), alice, {bob, carol})),
              UnorderedElementsAre(bob, carol));
}

TEST_P(FollowsTest, FamiliarFollowersAreThoseWhoFollowToo) {
  AccountId const star{9};
  follow(1, alice, bob);
  follow(2, alice, carol);
  follow(3, alice, AccountId{4});
  follow(4, bob, star);
  follow(5, carol, star);
  follow(6, AccountId{5}, star);
  EXPECT_THAT(read(follows::familiar_followers(session(), alice, star, 9)), ElementsAre(carol, bob));
  EXPECT_THAT(read(follows::familiar_followers(session(), alice, star, 1)), ElementsAre(carol));
  EXPECT_THAT(read(follows::familiar_followers(session(), star, alice, 9)), IsEmpty());
}

TEST_P(FollowsTest, OnlyThoseWhoAskedAreToBeNotified) {
  follow(1, alice, carol, {.notify = true});
  follow(2, bob, carol);
  follow(3, carol, alice, {.notify = true});
  EXPECT_THAT(read(follows::followers_to_notify(session(), carol)), ElementsAre(alice));
}

TEST(SplitLanguagesTest, TakesApartWhatIsStored) {
  EXPECT_THAT(follows::split_languages(""), IsEmpty());
  EXPECT_THAT(follows::split_languages("de"), ElementsAre("de"));
  EXPECT_THAT(follows::split_languages("de zh-TW"), ElementsAre("de", "zh-TW"));
}

}  // namespace
}  // namespace auklet::store
