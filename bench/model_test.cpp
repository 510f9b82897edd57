// SPDX-License-Identifier: Apache-2.0
#include "bench/model.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace auklet::bench {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr UserIndex ann = 0, ben = 1, cid = 2, dan = 3;

// Ann reads; she follows Ben and Cid, not Dan.
class HomeModel : public testing::Test {
 protected:
  HomeModel() {
    model.relations().follow(ann, ben);
    model.relations().follow(ann, cid);
  }

  StatusId post(UserIndex author, Visibility visibility = Visibility::public_,
                std::vector<UserIndex> mentions = {}) {
    model.add({.id = ++last, .author = author, .visibility = visibility, .mentions = std::move(mentions)});
    return last;
  }
  StatusId reply(UserIndex author, StatusId to, std::vector<UserIndex> mentions = {}) {
    auto const answered = model.find(to)->author;
    model.add({.id = ++last,
               .author = author,
               .mentions = std::move(mentions),
               .answers = to,
               .answers_user = answered});
    return last;
  }
  StatusId boost(UserIndex author, StatusId of) {
    model.add({.id = ++last, .author = author, .boost_of = of});
    return last;
  }

  Model model{4};
  StatusId last = 0;
};

TEST_F(HomeModel, HoldsOwnAndFollowedPostsNewestFirst) {
  auto const own = post(ann);
  auto const bens = post(ben);
  post(dan);
  auto const cids = post(cid, Visibility::unlisted);
  EXPECT_THAT(model.home(ann), ElementsAre(cids, bens, own));
}

TEST_F(HomeModel, IsOrderedByIdWhateverTheOrderOfArrival) {
  model.add({.id = 9, .author = ben});
  model.add({.id = 3, .author = cid});
  model.add({.id = 7, .author = ben});
  EXPECT_THAT(model.home(ann), ElementsAre(9, 7, 3));
}

TEST_F(HomeModel, FollowersSeePrivatePosts) {
  auto const secret = post(ben, Visibility::private_);
  EXPECT_THAT(model.home(ann), ElementsAre(secret));
  EXPECT_THAT(model.home(dan), IsEmpty());
}

TEST_F(HomeModel, DirectPostsReachTheirAuthorAndTheFollowersTheyMention) {
  auto const to_ann = post(ben, Visibility::direct, {ann});
  auto const to_dan = post(ben, Visibility::direct, {dan});
  EXPECT_THAT(model.home(ann), ElementsAre(to_ann));
  EXPECT_THAT(model.home(ben), ElementsAre(to_dan, to_ann));
  EXPECT_THAT(model.home(dan), IsEmpty());  // mentioned, but no follower
}

TEST_F(HomeModel, RepliesNeedAFollowOfTheOneAnswered) {
  auto const dans = post(dan);
  auto const own = post(ann);
  auto const bens = post(ben);
  auto const to_stranger = reply(ben, dans);
  auto const to_viewer = reply(ben, own);
  auto const to_self = reply(ben, bens);
  auto const to_followed = reply(cid, bens);
  auto const by_viewer = reply(ann, dans);
  EXPECT_THAT(model.home(ann), ElementsAre(by_viewer, to_followed, to_self, to_viewer, bens, own));
  EXPECT_EQ(model.judge(ann, to_stranger), Verdict::reply_to_stranger);
}

TEST_F(HomeModel, ARepliesParentIsForgottenButNotWhoItAnswered) {
  auto const dans = post(dan);
  auto const bens = post(ben);
  auto const to_stranger = reply(ben, dans);
  auto const to_followed = reply(cid, bens);
  model.remove(dans);
  model.remove(bens);
  EXPECT_THAT(model.home(ann), ElementsAre(to_followed));
  EXPECT_EQ(model.find(to_followed)->answers, 0);
  EXPECT_EQ(model.judge(ann, to_stranger), Verdict::reply_to_stranger);
}

TEST_F(HomeModel, BoostsBringStrangersPosts) {
  auto const dans = post(dan);
  auto const boosted = boost(ben, dans);
  EXPECT_THAT(model.home(ann), ElementsAre(boosted));
}

TEST_F(HomeModel, BoostsOfAnAccountFollowedWithoutThemStayAway) {
  auto const dans = post(dan);
  boost(ben, dans);
  auto const own = post(ben);
  model.relations().follow(ann, ben, {.boosts = false});
  EXPECT_THAT(model.home(ann), ElementsAre(own));
}

TEST_F(HomeModel, DeletingAPostTakesItsBoostsAlong) {
  auto const dans = post(dan);
  boost(ben, dans);
  auto const kept = post(cid);
  model.remove(dans);
  EXPECT_THAT(model.home(ann), ElementsAre(kept));
}

TEST_F(HomeModel, UndoingABoostLeavesThePost) {
  auto const bens = post(ben);
  auto const again = boost(cid, bens);
  EXPECT_TRUE(model.boosted(cid, bens));
  model.remove(again);
  EXPECT_THAT(model.home(ann), ElementsAre(bens));
  EXPECT_FALSE(model.boosted(cid, bens));
}

TEST_F(HomeModel, MutesHideTheAuthorTheBoostedAuthorAndThoseNamed) {
  auto const dans = post(dan);
  boost(ben, dans);                       // of the muted
  post(ben, Visibility::public_, {dan});  // mentions the muted
  auto const bens = post(ben);
  auto const answer = reply(dan, bens);
  boost(cid, answer);                                      // by the muted
  auto const own = post(ann, Visibility::public_, {dan});  // one's own words stay
  model.relations().mute(ann, dan);
  EXPECT_THAT(model.home(ann), ElementsAre(own, bens));
  model.relations().unmute(ann, dan);
  EXPECT_EQ(model.home(ann).size(), 5U);
}

TEST_F(HomeModel, RepliesToTheMutedStayAwayAlsoAsBoosts) {
  model.relations().follow(ann, dan);
  auto const dans = post(dan);
  auto const answer = reply(cid, dans);
  boost(ben, answer);  // mentions nobody
  EXPECT_THAT(model.home(ann), ElementsAre(answer, dans));
  model.relations().mute(ann, dan);
  EXPECT_EQ(model.judge(ann, answer), Verdict::names_hidden);
  EXPECT_THAT(model.home(ann), IsEmpty());
}

TEST_F(HomeModel, OwnBoostsStayUnlessTheBoostedAuthorIsHidden) {
  auto const dans = post(dan);
  auto const cids = post(cid, Visibility::public_, {dan});
  auto const of_dan = boost(ann, dans);
  boost(ann, cids);
  model.relations().mute(ann, dan);
  EXPECT_EQ(model.judge(ann, of_dan), Verdict::author_hidden);
  model.relations().unfollow(ann, cid);
  EXPECT_THAT(model.home(ann), ElementsAre(last));
}

TEST_F(HomeModel, ABlockEndsFollowsBothWaysForGood) {
  model.relations().follow(ben, ann);
  post(ben);
  auto const own = post(ann);
  model.relations().block(ann, ben);
  EXPECT_THAT(model.home(ann), ElementsAre(own));
  EXPECT_THAT(model.home(ben), testing::SizeIs(1));
  model.relations().unblock(ann, ben);
  EXPECT_THAT(model.home(ann), ElementsAre(own));
  EXPECT_FALSE(model.relations().follows(ben, ann));
}

TEST_F(HomeModel, PostsOfThoseWhoBlockTheViewerStayAwayAlsoAsBoosts) {
  auto const dans = post(dan);
  boost(ben, dans);
  model.relations().block(dan, ann);
  EXPECT_THAT(model.home(ann), IsEmpty());
}

TEST_F(HomeModel, ABoostIsHiddenWhenThePostIsAmongTheNextFortyOlder) {
  auto const bens = post(ben);
  for (std::size_t i = 0; i < boost_window - 1; ++i) {
    post(cid);
  }
  auto const near = boost(cid, bens);
  EXPECT_EQ(model.judge(ann, near), Verdict::duplicate_boost);
  model.remove(near);
  post(cid);
  auto const far = boost(cid, bens);
  EXPECT_EQ(model.judge(ann, far), Verdict::shown);
  EXPECT_EQ(model.home(ann).front(), far);
}

TEST_F(HomeModel, TheOldestOfSeveralBoostsStays) {
  auto const dans = post(dan);
  auto const first = boost(ben, dans);
  auto const second = boost(cid, dans);
  EXPECT_THAT(model.home(ann), ElementsAre(first));
  EXPECT_EQ(model.judge(ann, second), Verdict::duplicate_boost);
}

TEST_F(HomeModel, AHiddenBoostStillHidesTheNextOne) {
  auto const dans = post(dan);
  auto const first = boost(ben, dans);
  for (std::size_t i = 0; i < boost_window - 1; ++i) {
    post(cid);
  }
  boost(cid, dans);                   // hidden by the first
  auto const own = boost(ann, dans);  // the first is out of its reach, the hidden one is not
  EXPECT_EQ(model.judge(ann, own), Verdict::duplicate_boost);
  EXPECT_EQ(model.home(ann).back(), first);
}

TEST_F(HomeModel, ExplainsWhatItSays) {
  auto const dans = post(dan, Visibility::public_, {ben});
  auto const answer = reply(ben, dans);
  EXPECT_THAT(model.explain(ann, answer), HasSubstr("answers user 3"));
  EXPECT_THAT(model.explain(ann, dans), HasSubstr("neither the viewer nor followed"));
  EXPECT_THAT(model.explain(ann, boost(ben, dans)), HasSubstr("belongs there"));
  EXPECT_THAT(model.explain(ann, 4711), HasSubstr("does not exist"));
}

}  // namespace
}  // namespace auklet::bench
