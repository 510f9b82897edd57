// SPDX-License-Identifier: Apache-2.0
#include "service/reaction_service.h"

#include <future>

#include "service/testing/people_test.h"

namespace auklet::service {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class ReactionServiceTest : public testing::PeopleTest {
 protected:
  // The visibility of the boost, or the error.
  Result<Visibility> boost_as(Account const& account, Post const& post, std::optional<Visibility> wish = {}) {
    auto const made = run(reactions.boost(as(account), post.id, wish));
    if (!made) {
      return std::unexpected(made.error());
    }
    get(reactions.unboost(as(account), post.id));
    return made->post.visibility;
  }

  static std::vector<std::string> names(std::vector<Account> const& accounts) {
    std::vector<std::string> names;
    for (auto const& account : accounts) {
      names.push_back(account.username);
    }
    return names;
  }
};
AUKLET_ON_BOTH_ENGINES(ReactionServiceTest);

TEST_P(ReactionServiceTest, AFavouriteCountsAndIsToldOnce) {
  auto const alice = join("alice");
  auto const bob = join("bob");
  auto const post = publish(alice, "hello");
  for (int i = 0; i < 2; ++i) {
    auto const details = get(reactions.favourite(as(bob), post.id));
    EXPECT_EQ(details.post.favourites_count, 1);
    EXPECT_TRUE(details.viewer->favourited);
  }
  EXPECT_THAT(told(alice), ElementsAre("favourite bob"));
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(get(reactions.unfavourite(as(bob), post.id)).post.favourites_count, 0);
  }
  EXPECT_THAT(told(alice), IsEmpty());
}

TEST_P(ReactionServiceTest, WhatIsNotSeenGetsNoReaction) {
  auto const alice = join("alice");
  auto const bob = join("bob");
  auto const id = publish(alice, "psst", Visibility::private_).id;
  EXPECT_EQ(refusal(reactions.favourite(as(bob), id)), ErrorKind::not_found);
  EXPECT_EQ(refusal(reactions.unfavourite(as(bob), id)), ErrorKind::not_found);
  EXPECT_EQ(refusal(reactions.bookmark(as(bob), id)), ErrorKind::not_found);
  EXPECT_EQ(refusal(reactions.boost(as(bob), id, std::nullopt)), ErrorKind::not_found);
  EXPECT_EQ(refusal(reactions.pin(as(bob), id)), ErrorKind::not_found);
  EXPECT_EQ(refusal(reactions.mute_thread(as(bob), id)), ErrorKind::not_found);
  EXPECT_EQ(refusal(reactions.favourited_by(as(bob), id, {})), ErrorKind::not_found);
  EXPECT_EQ(refusal(reactions.favourite(as(alice), PostId{7})), ErrorKind::not_found);
}

TEST_P(ReactionServiceTest, BoostsArePublicUnlessSaidOrThePostIsPrivate) {
  auto const alice = join("alice");
  auto const bob = join("bob");
  follow(bob, alice);
  auto const open = publish(alice, "@bob", Visibility::public_);
  auto const unlisted = publish(alice, "@bob", Visibility::unlisted);
  auto const secret = publish(alice, "@bob", Visibility::private_);
  auto const direct = publish(alice, "@bob", Visibility::direct);
  EXPECT_EQ(boost_as(bob, open), Visibility::public_);
  EXPECT_EQ(boost_as(bob, open, Visibility::unlisted), Visibility::unlisted);
  EXPECT_EQ(boost_as(bob, open, Visibility::private_), Visibility::private_);
  EXPECT_EQ(boost_as(bob, open, Visibility::direct), Visibility::private_) << "there is no direct boost";
  EXPECT_EQ(boost_as(bob, unlisted, Visibility::public_), Visibility::public_);
  EXPECT_EQ(boost_as(alice, secret, Visibility::public_), Visibility::private_);
  for (auto const& [account, post] : {std::pair{bob, secret}, {bob, direct}, {alice, direct}}) {
    auto const refused = boost_as(account, post);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, ErrorKind::forbidden);
  }
  block(bob, alice);
  EXPECT_EQ(refusal(reactions.boost(as(bob), open.id, {})), ErrorKind::forbidden);
}

TEST_P(ReactionServiceTest, ABoostIsMadeOnce) {
  auto const alice = join("alice");
  auto const bob = join("bob");
  auto const post = publish(alice, "hello");
  std::vector<std::future<PostId>> clicks;
  for (int i = 0; i < 8; ++i) {
    clicks.push_back(std::async(std::launch::async, [&] { return boost(bob, post).id; }));
  }
  auto const first = clicks.front().get();
  for (std::size_t i = 1; i < clicks.size(); ++i) {
    EXPECT_EQ(clicks[i].get(), first);
  }
  EXPECT_EQ(boost(bob, post).id, first);
  auto const boosted = seen(as(bob), post.id);
  EXPECT_EQ(boosted.post.boosts_count, 1);
  EXPECT_TRUE(boosted.viewer->boosted);
  EXPECT_EQ(now_of(bob).posts_count, 1);
  EXPECT_THAT(told(alice), ElementsAre("reblog bob"));

  for (int i = 0; i < 2; ++i) {
    auto const after = get(reactions.unboost(as(bob), post.id));
    EXPECT_EQ(after.post.id, post.id);
    EXPECT_EQ(after.post.boosts_count, 0);
  }
  EXPECT_EQ(now_of(bob).posts_count, 0);
  EXPECT_THAT(told(alice), IsEmpty());
}

TEST_P(ReactionServiceTest, AReactionToABoostIsForThePostBehindIt) {
  auto const alice = join("alice");
  auto const bob = join("bob");
  auto const carol = join("carol");
  auto const post = publish(alice, "hello");
  auto const boosted = boost(bob, post);
  EXPECT_EQ(get(reactions.favourite(as(carol), boosted.id)).post.id, post.id);
  EXPECT_EQ(get(reactions.bookmark(as(carol), boosted.id)).post.id, post.id);
  EXPECT_EQ(boost(carol, boosted).boost_of_id, post.id);
  EXPECT_THAT(told(bob), IsEmpty());
  EXPECT_THAT(told(alice), ElementsAre("reblog carol", "favourite carol", "reblog bob"));
}

TEST_P(ReactionServiceTest, OnlyOwnOpenPostsArePinnedAndNotMany) {
  auto const alice = join("alice");
  auto const bob = join("bob");
  auto const theirs = publish(bob, "theirs");
  EXPECT_EQ(refusal(reactions.pin(as(alice), theirs.id)), ErrorKind::invalid);
  EXPECT_EQ(refusal(reactions.pin(as(alice), boost(alice, theirs).id)), ErrorKind::invalid);
  EXPECT_EQ(refusal(reactions.pin(as(alice), publish(alice, "@bob", Visibility::direct).id)),
            ErrorKind::invalid);
  std::vector<PostId> pinned;
  for (std::size_t i = 0; i < env.limits.pins_max; ++i) {
    pinned.push_back(publish(alice, "pin me", Visibility::private_).id);
    EXPECT_TRUE(get(reactions.pin(as(alice), pinned.back())).viewer->pinned);
  }
  EXPECT_TRUE(get(reactions.pin(as(alice), pinned[0])).viewer->pinned) << "it is already";
  auto const one_more = publish(alice, "me too").id;
  EXPECT_EQ(refusal(reactions.pin(as(alice), one_more)), ErrorKind::invalid);
  EXPECT_FALSE(get(reactions.unpin(as(alice), pinned[0])).viewer->pinned);
  get(reactions.pin(as(alice), one_more));
}

TEST_P(ReactionServiceTest, ListsAreInTheOrderOfReacting) {
  auto const alice = join("alice");
  auto const bob = join("bob");
  auto const one = publish(alice, "one").id;
  auto const two = publish(alice, "two").id;
  for (auto const id : {two, one}) {
    get(reactions.favourite(as(bob), id));
    get(reactions.bookmark(as(bob), id));
  }
  auto const first = get(reactions.bookmarks(as(bob), {.limit = 1}));
  ASSERT_EQ(first.items.size(), 1U);
  EXPECT_EQ(first.items[0].post.id, one);
  EXPECT_TRUE(first.full);
  auto const second = get(reactions.bookmarks(as(bob), {.max_id = first.last_cursor, .limit = 9}));
  ASSERT_EQ(second.items.size(), 1U);
  EXPECT_EQ(second.items[0].post.id, two);
  EXPECT_FALSE(second.full);
  EXPECT_EQ(get(reactions.favourites(as(bob), {})).items.size(), 2U);
  get(reactions.unbookmark(as(bob), one));
  EXPECT_EQ(get(reactions.bookmarks(as(bob), {})).items.size(), 1U);
}

TEST_P(ReactionServiceTest, WhoReactedLeavesOutWhomTheViewerDoesNotMeet) {
  auto const alice = join("alice");
  auto const bob = join("bob");
  auto const carol = join("carol");
  auto const post = publish(alice, "hello").id;
  for (auto const& fan : {bob, carol}) {
    get(reactions.favourite(as(fan), post));
    get(reactions.boost(as(fan), post, {}));
  }
  EXPECT_THAT(names(get(reactions.favourited_by(stranger(), post, {})).items), ElementsAre("carol", "bob"));
  block(bob, carol);
  EXPECT_THAT(names(get(reactions.favourited_by(as(bob), post, {})).items), ElementsAre("bob"));
  EXPECT_THAT(names(get(reactions.boosted_by(as(carol), post, {})).items), ElementsAre("carol"));
}

}  // namespace
}  // namespace auklet::service
