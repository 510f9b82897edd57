// SPDX-License-Identifier: Apache-2.0
#include "bench/check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace auklet::bench {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// Ann follows Ben; Ben wrote 10 and 20, and answered his own 10 with 30.
class CompareHome : public testing::Test {
 protected:
  CompareHome() {
    model.relations().follow(0, 1);
    model.add({.id = 10, .author = 1});
    model.add({.id = 20, .author = 1, .visibility = Visibility::private_});
    model.add({.id = 30, .author = 1, .answers = 10, .answers_user = 1});
    model.favourite(0, 20);
  }

  std::vector<std::string> compare() const { return compare_home(model, members, 0, entries); }

  Model model{2};
  std::vector<Member> members{{.name = "ann", .id = "1", .token = ""},
                              {.name = "ben", .id = "2", .token = ""}};
  std::vector<Entry> entries{
      {.id = 30, .account = "2", .answers = 10, .answers_account = "2"},
      {.id = 20, .account = "2", .visibility = Visibility::private_, .favourited = true},
      {.id = 10, .account = "2"}};
};

TEST_F(CompareHome, SaysNothingWhenAllIsRight) {
  EXPECT_THAT(compare(), IsEmpty());
}

TEST_F(CompareHome, NamesTheMissing) {
  entries.erase(entries.begin() + 1);
  EXPECT_THAT(
      compare(),
      ElementsAre(HasSubstr("home of ann: position 1: expected 20, got 10 (3 entries expected, 2 got)"),
                  HasSubstr("missing at 1: private post 20 by user 1: belongs there")));
}

TEST_F(CompareHome, NamesTheSurplusAndWhy) {
  model.add({.id = 40, .author = 1, .visibility = Visibility::direct});
  entries.insert(entries.begin(), {.id = 40, .account = "2", .visibility = Visibility::direct});
  EXPECT_THAT(compare(),
              ElementsAre(HasSubstr("expected 30, got 40"),
                          HasSubstr("too much at 0: direct post 40 by user 1: is direct and does not")));
}

TEST_F(CompareHome, SeesAWrongOrder) {
  std::swap(entries[0], entries[1]);
  EXPECT_THAT(compare(), ElementsAre(HasSubstr("expected 30, got 20")));
}

TEST_F(CompareHome, LooksIntoTheEntries) {
  entries[0].answers = 0;
  entries[1].favourited = false;
  entries[2].account = "1";
  EXPECT_THAT(compare(),
              ElementsAre(HasSubstr("answers 10, told to answer 0"), HasSubstr("favourited is told as false"),
                          HasSubstr("told to be by ann")));
}

}  // namespace
}  // namespace auklet::bench
