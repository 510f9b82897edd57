// SPDX-License-Identifier: Apache-2.0
#include "stream/viewer.h"

#include <gtest/gtest.h>

namespace auklet::stream {
namespace {

constexpr AccountId me{1}, friend_{2}, quiet{3}, choosy{4}, rude{5}, blocker{6}, stranger{7};

Viewer viewer() {
  Viewer viewer{.id = me};
  viewer.relations = ViewerRelations(HomeRelations(
      me, {{.id = choosy, .languages = {"de"}}, {.id = friend_}, {.id = quiet, .show_boosts = false}}, {rude},
      {blocker}));
  return viewer;
}

AboutPost post(AccountId author, std::int64_t id = 100) {
  AboutPost about{.entry = {.id = PostId{id}, .author = author}, .shown = ShownPost{}, .deleted_tags = {}};
  return about;
}

AboutPost boost(AccountId by, PostId of, std::int64_t id) {
  auto about = post(by, id);
  about.entry.boost = HomeEntry::Boost{of, stranger};
  return about;
}

bool is_on(StreamKind kind, AboutPost const& about) {
  return stream::is_on({.kind = kind, .topic = {}, .folded = {}}, about);
}

TEST(ViewerRelations, AnswerAsTheFullOnesDo) {
  HomeRelations const full(
      me, {{.id = choosy, .languages = {"de"}}, {.id = friend_}, {.id = quiet, .show_boosts = false}}, {rude},
      {blocker});
  ViewerRelations const compact(full);
  for (std::int64_t id = 0; id < 10; ++id) {
    AccountId const account{id};
    EXPECT_EQ(compact.follows(account), full.follows(account)) << id;
    EXPECT_EQ(compact.hides(account), full.hides(account)) << id;
    EXPECT_EQ(compact.is_hidden_by(account), full.is_hidden_by(account)) << id;
    if (full.follows(account)) {
      EXPECT_EQ(compact.wants_boosts_of(account), full.wants_boosts_of(account)) << id;
      for (auto const* language : {"", "de", "en"}) {
        EXPECT_EQ(compact.wants_language_of(account, language), full.wants_language_of(account, language))
            << id;
      }
    }
  }
}

TEST(Arrives, AsTheRuleOfHomesHasIt) {
  auto someone = viewer();
  EXPECT_TRUE(arrives(someone, post(me)));
  EXPECT_TRUE(arrives(someone, post(friend_)));
  EXPECT_FALSE(arrives(someone, post(stranger)));
  EXPECT_FALSE(arrives(someone, post(rude)));
  auto english = post(choosy);
  english.entry.language = "en";
  EXPECT_FALSE(arrives(someone, english));
  EXPECT_FALSE(arrives(someone, boost(quiet, PostId{50}, 101)));
  EXPECT_TRUE(arrives(someone, boost(friend_, PostId{50}, 101)));
}

TEST(Arrives, ABoostNearBelowIsNotRepeated) {
  auto someone = viewer();
  EXPECT_TRUE(arrives(someone, post(friend_, 100)));
  EXPECT_FALSE(arrives(someone, boost(friend_, PostId{100}, 101)));
  EXPECT_TRUE(arrives(someone, boost(friend_, PostId{50}, 102)));
  EXPECT_FALSE(arrives(someone, boost(choosy, PostId{50}, 103)));
  // Told again, as to another connection that catches up: the same answers.
  EXPECT_TRUE(arrives(someone, boost(friend_, PostId{50}, 102)));
  EXPECT_FALSE(arrives(someone, boost(choosy, PostId{50}, 103)));
  for (std::int64_t id = 200; id < 200 + static_cast<std::int64_t>(boost_window); ++id) {
    EXPECT_TRUE(arrives(someone, post(friend_, id)));
  }
  EXPECT_TRUE(arrives(someone, boost(choosy, PostId{100}, 300)));
}

TEST(Arrives, AnEndReachesThoseWhoFollow) {
  auto someone = viewer();
  auto end = post(friend_, 100);
  EXPECT_TRUE(arrives(someone, end));
  end.shown.reset();
  EXPECT_TRUE(arrives(someone, end));
  EXPECT_TRUE(arrives(someone, boost(choosy, PostId{100}, 101)));
  auto of_stranger = post(stranger);
  of_stranger.shown.reset();
  EXPECT_FALSE(arrives(someone, of_stranger));
}

TEST(Arrives, InAListOnlyFromItsMembers) {
  Viewer someone{.id = me, .list = ListId{9}};
  someone.relations = ViewerRelations(HomeRelations(me, {{.id = friend_}, {.id = quiet, .shown = false}}, {},
                                                    {}, {.of_list = true, .replies_to_followees = false}));
  EXPECT_TRUE(arrives(someone, post(friend_)));
  EXPECT_FALSE(arrives(someone, post(quiet)));
  EXPECT_FALSE(arrives(someone, post(me)));
  auto answer = post(friend_);
  answer.entry.in_reply_to = quiet;
  EXPECT_FALSE(arrives(someone, answer));
  auto end = post(quiet);
  end.shown.reset();
  EXPECT_FALSE(arrives(someone, end));
}

TEST(Arrives, ByAFollowedHashtagToo) {
  Viewer someone{.id = me};
  someone.relations =
      ViewerRelations(HomeRelations(me, {{.id = friend_, .shown = false}}, {}, {}, {.tags = {TagId{7}}}));
  auto tagged = post(stranger);
  tagged.entry.tags = {TagId{5}, TagId{7}};
  EXPECT_TRUE(arrives(someone, tagged));
  EXPECT_FALSE(arrives(someone, post(stranger)));
  EXPECT_FALSE(arrives(someone, post(friend_)));  // in an exclusive list
  tagged.shown.reset();
  EXPECT_TRUE(arrives(someone, tagged));
}

TEST(IsOn, PublicStreamsHaveWhatStartsSomething) {
  EXPECT_TRUE(is_on(StreamKind::public_, post(stranger)));
  EXPECT_FALSE(is_on(StreamKind::public_, boost(stranger, PostId{50}, 101)));
  auto answer = post(stranger);
  answer.entry.in_reply_to = friend_;
  EXPECT_FALSE(is_on(StreamKind::public_, answer));
  EXPECT_TRUE(is_on(StreamKind::hashtag, answer));
  answer.entry.in_reply_to = stranger;
  EXPECT_TRUE(is_on(StreamKind::public_, answer));
  for (auto const visibility : {Visibility::unlisted, Visibility::private_, Visibility::direct}) {
    auto quieter = post(stranger);
    quieter.entry.visibility = visibility;
    EXPECT_FALSE(is_on(StreamKind::public_, quieter));
    EXPECT_FALSE(is_on(StreamKind::hashtag, quieter));
  }
}

TEST(IsOn, ByOriginAndMedia) {
  auto here = post(stranger);
  auto there = post(stranger);
  there.shown->local = false;
  there.shown->has_media = true;
  EXPECT_TRUE(is_on(StreamKind::public_local, here));
  EXPECT_FALSE(is_on(StreamKind::public_local, there));
  EXPECT_FALSE(is_on(StreamKind::public_remote, here));
  EXPECT_TRUE(is_on(StreamKind::public_remote, there));
  EXPECT_TRUE(is_on(StreamKind::hashtag_local, here));
  EXPECT_FALSE(is_on(StreamKind::hashtag_local, there));
  EXPECT_FALSE(is_on(StreamKind::public_media, here));
  EXPECT_TRUE(is_on(StreamKind::public_remote_media, there));
  auto end = post(stranger);
  end.shown.reset();
  EXPECT_TRUE(is_on(StreamKind::public_remote_media, end));
  end.deleted_boost = true;
  EXPECT_FALSE(is_on(StreamKind::public_, end));
}

TEST(IsWelcome, NotToThoseWhoHideOrAreHidden) {
  auto const someone = viewer();
  EXPECT_TRUE(is_welcome(someone, post(stranger)));
  EXPECT_TRUE(is_welcome(someone, post(me)));
  EXPECT_FALSE(is_welcome(someone, post(rude)));
  EXPECT_FALSE(is_welcome(someone, post(blocker)));
}

}  // namespace
}  // namespace auklet::stream
