// SPDX-License-Identifier: Apache-2.0
#include "timeline/viewer_marks.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

namespace auklet::timeline {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr AccountId ann{1};
constexpr AccountId bob{2};
constexpr PostId start{1000};

MarkedPost root(std::int64_t id) {
  return {PostId{id}, ThreadId{id}};
}
MarkedPost reply(std::int64_t id, std::int64_t thread) {
  return {PostId{id}, ThreadId{thread}};
}

class ViewerMarksTest : public ::testing::Test {
 protected:
  ViewerMarks::Answer read(AccountId viewer, std::vector<MarkedPost> const& posts) {
    flags.assign(posts.size(), ViewerFlags{});
    return marks.read(viewer, posts, flags, [this] { return next; });
  }
  void remember(AccountId viewer, std::uint64_t version, MarkedPost post, ViewerFlags what) {
    marks.remember(viewer, version, std::vector{post}, std::vector{what});
  }

  ViewerMarks marks{1U << 20U};
  std::vector<ViewerFlags> flags;
  PostId next = start;
};

TEST_F(ViewerMarksTest, AnOlderPostIsUnknownUntilItIsRemembered) {
  auto const first = read(ann, {root(10), root(20)});
  EXPECT_THAT(first.unknown, ElementsAre(0U, 1U));

  remember(ann, first.version, root(20), {.favourited = true});

  EXPECT_THAT(read(ann, {root(10), root(20)}).unknown, ElementsAre(0U));
  EXPECT_TRUE(flags[1].favourited);
  EXPECT_FALSE(flags[1].boosted);
  EXPECT_THAT(read(bob, {root(20)}).unknown, ElementsAre(0U)) << "what one viewer did is not another's";
}

TEST_F(ViewerMarksTest, WhenAllIsRememberedAnyOtherPostHasNoMark) {
  auto const first = read(ann, {root(10)});
  EXPECT_TRUE(first.all_unknown);
  marks.remember_all(ann, first.version, std::vector{PostId{20}, PostId{10}},
                     std::vector<ViewerFlags>{{.boosted = true}, {.favourited = true}});
  auto const second = read(ann, {root(10), root(20), root(5), reply(30, 5)});
  EXPECT_FALSE(second.all_unknown);
  EXPECT_THAT(second.unknown, IsEmpty());
  EXPECT_TRUE(flags[0].favourited && !flags[0].boosted);
  EXPECT_TRUE(flags[1].boosted && !flags[1].favourited);
  EXPECT_FALSE(flags[2].favourited || flags[3].favourited);
  marks.forget(ann, PostId{5});
  EXPECT_THAT(read(ann, {root(10), root(5)}).unknown, ElementsAre(1U));
}

TEST_F(ViewerMarksTest, AllIsNotRememberedWhenSomethingWasDoneMeanwhile) {
  auto const first = read(ann, {root(10)});
  marks.forget(ann, PostId{10});
  marks.remember_all(ann, first.version, std::vector<PostId>{}, std::vector<ViewerFlags>{});
  EXPECT_THAT(read(ann, {root(10), root(5)}).unknown, ElementsAre(0U, 1U));
}

TEST_F(ViewerMarksTest, WhoMarkedMuchIsNotLookedUpWhollyAgain) {
  auto const first = read(ann, {root(10)});
  marks.remember_many(ann, first.version);
  auto const second = read(ann, {root(10)});
  EXPECT_FALSE(second.all_unknown);
  EXPECT_THAT(second.unknown, ElementsAre(0U));
}

TEST_F(ViewerMarksTest, AYoungerRootHasNoMarkUnlessOneIsTold) {
  read(ann, {});
  EXPECT_THAT(read(ann, {root(1000), root(2000)}).unknown, IsEmpty());

  marks.forget(ann, PostId{2000});

  auto const answer = read(ann, {root(1000), root(2000)});
  EXPECT_THAT(answer.unknown, ElementsAre(1U));
  remember(ann, answer.version, root(2000), {.bookmarked = true});
  EXPECT_THAT(read(ann, {root(2000)}).unknown, IsEmpty());
  EXPECT_TRUE(flags[0].bookmarked);
}

TEST_F(ViewerMarksTest, AYoungerReplyIsKnownOnlyOfWhoMutesNoConversation) {
  auto const answer = read(ann, {reply(2000, 5)});
  EXPECT_THAT(answer.unknown, ElementsAre(0U));
  EXPECT_TRUE(answer.mutes_unknown);

  marks.remember_no_mutes(ann, answer.version);
  EXPECT_THAT(read(ann, {reply(2000, 5), reply(2001, 6)}).unknown, IsEmpty());
  EXPECT_THAT(read(ann, {reply(900, 5)}).unknown, ElementsAre(0U)) << "it may be favourited";

  marks.forget_all(ann);
  EXPECT_THAT(read(ann, {reply(2000, 5)}).unknown, ElementsAre(0U));
}

TEST_F(ViewerMarksTest, WhatWasReadBeforeAChangeIsNotRemembered) {
  auto const before = read(ann, {root(10)});
  marks.forget(ann, PostId{10});
  remember(ann, before.version, root(10), {});
  marks.remember_no_mutes(ann, before.version);
  EXPECT_THAT(read(ann, {root(10)}).unknown, ElementsAre(0U));
  EXPECT_THAT(read(ann, {reply(2000, 5)}).unknown, ElementsAre(0U));

  auto const again = read(ann, {root(10)});
  marks.forget_all(ann);
  read(ann, {});  // a new one of the same name
  remember(ann, again.version, root(10), {});
  EXPECT_THAT(read(ann, {root(10)}).unknown, ElementsAre(0U));
}

TEST_F(ViewerMarksTest, AFullTableKeepsTheNewestAndNeverGuesses) {
  auto const version = read(ann, {}).version;
  marks.forget(ann, PostId{1500});  // told, and not looked up yet
  auto const now = read(ann, {}).version;
  EXPECT_NE(now, version);
  for (std::int64_t id = 2000; id < 2600; ++id) {
    remember(ann, now, root(id), {.favourited = true});
  }
  EXPECT_THAT(read(ann, {root(1500), root(2599)}).unknown, ElementsAre(0U));
  EXPECT_TRUE(flags[1].favourited);
  EXPECT_THAT(read(ann, {root(2000)}).unknown, ElementsAre(0U)) << "it was favourited, and that is forgotten";
  EXPECT_THAT(read(ann, {root(2600)}).unknown, IsEmpty());
}

TEST_F(ViewerMarksTest, StaysWithinItsBytes) {
  for (std::int64_t id = 1; id < 20'000; ++id) {
    auto const answer = read(AccountId{id}, {root(10)});
    remember(AccountId{id}, answer.version, root(10), {});
    ASSERT_LE(marks.bytes(), 1U << 20U);
  }
  EXPECT_GT(marks.bytes(), 1U << 19U);
}

TEST_F(ViewerMarksTest, WithoutRoomEverythingIsUnknown) {
  ViewerMarks none(0);
  flags.assign(1, {});
  EXPECT_THAT(none.read(ann, std::vector{root(2000)}, flags, [] { return start; }).unknown, ElementsAre(0U));
}

}  // namespace
}  // namespace auklet::timeline
