// SPDX-License-Identifier: Apache-2.0
#include "domain/scope.h"

#include <gtest/gtest.h>

namespace auklet {
namespace {

TEST(Scope, ParentsHoldTheirChildrenAndNothingElse) {
  auto const read = *ScopeSet::parse("read");
  EXPECT_TRUE(read.has(Scope::read_statuses));
  EXPECT_TRUE(read.has(Scope::read_accounts));
  EXPECT_FALSE(read.has(Scope::write_accounts));
  EXPECT_FALSE(read.has(Scope::profile));
  EXPECT_FALSE(read.has(Scope::admin_read_accounts));
}

TEST(Scope, FollowIsReadAndWriteOfRelationshipsAlone) {
  auto const follow = *ScopeSet::parse("follow");
  for (auto const* name :
       {"read:blocks", "read:follows", "read:mutes", "write:blocks", "write:follows", "write:mutes"}) {
    EXPECT_TRUE(follow.contains(*ScopeSet::parse(name))) << name;
  }
  EXPECT_FALSE(follow.has(Scope::write_statuses));
  EXPECT_FALSE(follow.has(Scope::read_accounts));
}

TEST(Scope, ParsesListsAndRefusesUnknownNames) {
  EXPECT_EQ(ScopeSet::parse("read  write+push"), ScopeSet::parse("push write read"));
  EXPECT_TRUE(ScopeSet::parse("")->empty());
  EXPECT_FALSE(ScopeSet::parse("read telepathy"));
  EXPECT_FALSE(ScopeSet::parse("READ"));
}

TEST(Scope, SplitsListsInOrderAndOnce) {
  EXPECT_EQ(split_scopes("write  read+write push "),
            (std::vector<std::string_view>{"write", "read", "push"}));
  EXPECT_TRUE(split_scopes(" ").empty());
}

TEST(Scope, ContainsIsSubset) {
  auto const all = *ScopeSet::parse("read write");
  EXPECT_TRUE(all.contains(*ScopeSet::parse("read:statuses write:media")));
  EXPECT_FALSE(ScopeSet::parse("read:statuses")->contains(*ScopeSet::parse("read")));
  for (auto const name : scope_names()) {
    EXPECT_TRUE(ScopeSet::parse(name).has_value()) << name;
    EXPECT_FALSE(ScopeSet::parse(name)->empty()) << name;
  }
}

}  // namespace
}  // namespace auklet
