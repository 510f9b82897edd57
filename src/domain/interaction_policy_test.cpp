// SPDX-License-Identifier: Apache-2.0
#include "domain/interaction_policy.h"

#include <gtest/gtest.h>

#include "domain/quote.h"

namespace auklet {
namespace {

TEST(InteractionPolicy, SurvivesTheDatabase) {
  for (auto const quote : {Approval::everyone, Approval::followers, Approval::nobody}) {
    for (auto const reply : {Approval::everyone, Approval::followers, Approval::nobody}) {
      for (auto const boost : {Approval::everyone, Approval::followers, Approval::nobody}) {
        InteractionPolicy const policy{quote, reply, boost};
        EXPECT_EQ(unpack_policy(pack(policy)), policy);
      }
    }
  }
  // What a later version may write.
  EXPECT_EQ(unpack_policy(-1), (InteractionPolicy{Approval::nobody, Approval::nobody, Approval::nobody}));
  // What posts of before the first one have: the migration writes this number.
  EXPECT_EQ(pack({.quote = Approval::nobody}), 2);
}

TEST(InteractionPolicy, WhatFewMaySeeIsQuotedByNobodyElse) {
  InteractionPolicy const open;
  EXPECT_EQ(within(open, Visibility::public_), open);
  EXPECT_EQ(within(open, Visibility::unlisted), open);
  for (auto const visibility : {Visibility::private_, Visibility::direct}) {
    auto const narrow = within(open, visibility);
    EXPECT_EQ(narrow.quote, Approval::nobody);
    EXPECT_EQ(narrow.reply, Approval::everyone);
    EXPECT_EQ(narrow.boost, Approval::everyone);
  }
}

TEST(InteractionPolicy, TheAuthorAlwaysMay) {
  for (auto const approval : {Approval::everyone, Approval::followers, Approval::nobody}) {
    EXPECT_TRUE(allows(approval, {.self = true}));
    EXPECT_EQ(parse_approval(to_string(approval)), approval);
  }
  EXPECT_TRUE(allows(Approval::everyone, {}));
  EXPECT_FALSE(allows(Approval::followers, {}));
  EXPECT_TRUE(allows(Approval::followers, {.follows = true}));
  EXPECT_FALSE(allows(Approval::nobody, {.follows = true}));
  EXPECT_EQ(parse_approval("everyone"), std::nullopt);
}

TEST(Quote, LooksAsTheViewerStands) {
  EXPECT_EQ(state_for({.may_see = true}), QuoteState::accepted);
  EXPECT_EQ(state_for({.may_see = true, .mutes_author = true}), QuoteState::muted_account);
  EXPECT_EQ(state_for({.may_see = true, .blocks_author = true, .mutes_author = true}),
            QuoteState::blocked_account);
  EXPECT_EQ(state_for({.blocks_author = true}), QuoteState::unauthorized);
  EXPECT_FALSE(carries_post(QuoteState::unauthorized));
  EXPECT_TRUE(carries_post(QuoteState::muted_account));
}

TEST(Quote, OfAPostThatIsGoneIsDeletedUnlessItWasRevokedBefore) {
  EXPECT_EQ((Quote{PostId{1}, AccountId{2}}).common_state(), QuoteState::accepted);
  EXPECT_EQ((Quote{std::nullopt, AccountId{2}}).common_state(), QuoteState::deleted);
  EXPECT_EQ((Quote{std::nullopt, AccountId{2}, QuoteState::revoked}).common_state(), QuoteState::revoked);
  EXPECT_FALSE((Quote{PostId{1}, AccountId{2}, QuoteState::revoked}).is_shown());
}

}  // namespace
}  // namespace auklet
