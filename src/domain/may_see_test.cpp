// SPDX-License-Identifier: Apache-2.0
#include "domain/may_see.h"

#include <gtest/gtest.h>

#include <array>
#include <string>

namespace auklet {
namespace {

using enum Visibility;
constexpr std::array all{public_, unlisted, private_, direct};

std::string seen_by(Standing const& standing) {
  std::string seen;
  for (auto const visibility : all) {
    seen += may_see(visibility, standing) ? 'y' : '-';
  }
  return seen;
}

TEST(MaySee, IsTheTableOfTheHouse) {
  //                                                       public unlisted private direct
  EXPECT_EQ(seen_by({}), "yy--");
  EXPECT_EQ(seen_by({.self = true}), "yyyy");
  EXPECT_EQ(seen_by({.follows = true}), "yyy-");
  EXPECT_EQ(seen_by({.mentioned = true}), "yyyy");
  EXPECT_EQ(seen_by({.blocked = true}), "----");
  EXPECT_EQ(seen_by({.follows = true, .blocked = true, .mentioned = true}), "----");
  EXPECT_EQ(seen_by({.self = true, .suspended = true}), "----");
}

}  // namespace
}  // namespace auklet
