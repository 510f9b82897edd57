// SPDX-License-Identifier: Apache-2.0
#include "store/suggestions.h"

#include "store/blocks.h"
#include "store/domain_blocks.h"
#include "store/follows.h"
#include "store/testing/store_test.h"

namespace auklet::store {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::now;

class SuggestionsTest : public testing::StoreTest {
 protected:
  AccountId person(std::int64_t id, void (*change)(Account&) = nullptr) {
    auto account = account_named(AccountId{id}, "p" + std::to_string(id));
    account.discoverable = true;
    if (change != nullptr) {
      change(account);
    }
    add_account(account);
    return account.id;
  }
  void follow(AccountId follower, AccountId followee) {
    write(
        [&](db::Session& s) { return follows::insert(s, {RelationId{++last_id_}, follower, followee, {}}); });
    write([&](db::Session& s) { return accounts::add_followers(s, followee, +1); });
  }
  std::vector<AccountId> friends_of_friends(AccountId of, int limit = 40) {
    return read(suggestions::friends_of_friends(session(), of, limit, now));
  }
  std::vector<AccountId> most_followed(AccountId of, int limit = 40) {
    return read(suggestions::most_followed(session(), of, "example.org", limit, now));
  }

  std::int64_t last_id_ = 0;
};
AUKLET_ON_BOTH_ENGINES(SuggestionsTest);

TEST_P(SuggestionsTest, FriendsOfFriendsComeByTheNumberOfFriends) {
  auto const ann = person(1);
  auto const ben = person(2);
  auto const cem = person(3);
  auto const shy = person(4, [](Account& account) { account.hide_collections = true; });
  auto const one = person(11);
  auto const two = person(12);
  auto const three = person(13);
  for (auto const friend_ : {ben, cem, shy}) {
    follow(ann, friend_);
  }
  follow(ben, one);
  follow(ben, two);
  follow(cem, two);
  follow(shy, three);
  follow(ben, ann);
  follow(ben, cem);
  EXPECT_THAT(friends_of_friends(ann), ElementsAre(two, one))
      << "not oneself, nor whom one follows, nor whom someone hides";
  EXPECT_THAT(friends_of_friends(ann, 1), ElementsAre(two));
  EXPECT_THAT(friends_of_friends(three), IsEmpty());
}

TEST_P(SuggestionsTest, OnlySoMuchOfFriendsIsLookedAt) {
  auto const ann = person(1);
  auto const ben = person(2);
  follow(ann, ben);
  for (std::int64_t i = 0; i < 51; ++i) {
    follow(ben, person(100 + i));
  }
  auto const found = friends_of_friends(ann, 80);
  EXPECT_EQ(found.size(), 50U);
  EXPECT_EQ(found.back(), AccountId{101}) << "the oldest is not among them";
}

TEST_P(SuggestionsTest, ThePopularAreThoseOfTheDomainWhoAreFollowed) {
  auto const ann = person(1);
  auto const known = person(2);
  auto const famous = person(3);
  person(4);
  auto const hidden = person(5, [](Account& account) { account.discoverable = false; });
  auto const far = person(6, [](Account& account) { account.domain = "far.example"; });
  for (auto const follower : {AccountId{50}, AccountId{51}, AccountId{52}}) {
    follow(follower, famous);
    follow(follower, hidden);
    follow(follower, far);
  }
  follow(AccountId{50}, known);
  EXPECT_THAT(most_followed(ann), ElementsAre(famous, known));
  EXPECT_THAT(most_followed(famous), ElementsAre(known));
  EXPECT_THAT(most_followed(ann, 1), ElementsAre(famous));
}

TEST_P(SuggestionsTest, NobodyIsSuggestedWhoIsHiddenAskedOrDismissed) {
  auto const ann = person(1);
  auto const ben = person(2);
  follow(ann, ben);
  for (std::int64_t id = 10; id <= 16; ++id) {
    follow(ben, person(id));
  }
  auto const far = person(17, [](Account& account) { account.domain = "far.example"; });
  follow(ben, far);
  write([&](db::Session& s) { return blocks::insert(s, RelationId{1}, ann, AccountId{10}); });
  write([&](db::Session& s) { return blocks::insert(s, RelationId{2}, AccountId{11}, ann); });
  write([&](db::Session& s) {
    return blocks::insert_mute(s, {.id = RelationId{3}, .account = ann, .target = AccountId{12}});
  });
  write([&](db::Session& s) { return follows::insert_request(s, {RelationId{4}, ann, AccountId{13}, {}}); });
  write([&](db::Session& s) {
    return s.execute("UPDATE accounts SET suspended_at = 1 WHERE id = $1", {AccountId{14}});
  });
  for (int twice = 0; twice < 2; ++twice) {
    write([&](db::Session& s) { return suggestions::dismiss(s, ann, AccountId{15}); });
  }
  AccountId const suspended{14};
  EXPECT_THAT(friends_of_friends(ann), ElementsAre(far, AccountId{16}, suspended));
  EXPECT_THAT(most_followed(ann), ElementsAre(AccountId{16}));
  write([&](db::Session& s) { return domain_blocks::insert(s, RelationId{5}, ann, "far.example"); });
  EXPECT_THAT(friends_of_friends(ann), ElementsAre(AccountId{16}, suspended));
}

}  // namespace
}  // namespace auklet::store
