// SPDX-License-Identifier: Apache-2.0
#include "service/recent_entries.h"

#include <gmock/gmock.h>

#include <limits>

namespace auklet::service {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

constexpr AccountId alice{1};
constexpr AccountId bob{2};
constexpr AccountId carol{3};
constexpr PostId no_bound{std::numeric_limits<std::int64_t>::max()};
constexpr std::size_t plenty = 1 << 20;

HomeEntry post_by(AccountId author, std::int64_t id) {
  HomeEntry entry;
  entry.id = PostId{id};
  entry.author = author;
  return entry;
}

HomeEntry boost_by(AccountId booster, std::int64_t id, HomeEntry const& post) {
  auto entry = post_by(booster, id);
  entry.boost = HomeEntry::Boost{post.id, post.author};
  return entry;
}

std::vector<HomeEntry> posts_by(AccountId author, std::vector<std::int64_t> const& ids) {
  std::vector<HomeEntry> entries;
  for (auto const id : ids) {
    entries.push_back(post_by(author, id));
  }
  return entries;
}

class RecentEntriesTest : public ::testing::Test {
 protected:
  // As if the store had been asked for the newest of the author and had given these.
  void read(AccountId author, std::vector<HomeEntry> const& entries, bool complete = true) {
    auto const reading = recent.begin_reading();
    keep(reading, author, entries, complete);
  }
  void keep(RecentEntries::Reading const& reading, AccountId author, std::vector<HomeEntry> const& entries,
            bool complete = true) {
    RecentEntries::Table table;
    table.emplace(author, RecentEntries::Posts(entries, complete, reading.changes()));
    recent.keep(reading, table);
  }

  RecentEntries::Merged merge(std::vector<AccountId> const& authors, std::size_t limit = 40,
                              PostId below = no_bound) {
    return recent.merge(authors, {}, limit, below, false);
  }
  std::vector<std::int64_t> ids(std::vector<AccountId> const& authors, std::size_t limit = 40,
                                PostId below = no_bound) {
    auto const merged = merge(authors, limit, below);
    EXPECT_THAT(merged.missing, IsEmpty());
    std::vector<std::int64_t> ids;
    for (auto const& entry : merged.entries) {
      ids.push_back(std::to_underlying(entry.id));
    }
    return ids;
  }
  bool knows(AccountId author) { return merge({author}).missing.empty(); }

  RecentEntries recent{plenty, 10};
};

TEST_F(RecentEntriesTest, MergesTheNewestOfAll) {
  read(alice, posts_by(alice, {9, 2, 5}));
  read(bob, posts_by(bob, {3, 8}));
  read(carol, {});
  EXPECT_THAT(ids({alice, bob, carol}), ElementsAre(9, 8, 5, 3, 2));
  EXPECT_EQ(merge({alice, bob}).floor, PostId{0}) << "nothing is missing";
  EXPECT_THAT(ids({alice, bob}, 2), ElementsAre(9, 8));
  EXPECT_EQ(merge({alice, bob}, 2).floor, PostId{8});
  EXPECT_THAT(ids({alice, bob}, 40, PostId{8}), ElementsAre(5, 3, 2));
  EXPECT_THAT(ids({}), IsEmpty());
}

TEST_F(RecentEntriesTest, GivesBackWhatItWasGiven) {
  auto answer = post_by(alice, 1);
  answer.in_reply_to = bob;
  answer.mentions = {bob, carol};
  answer.language = "en";
  auto secret = post_by(alice, 2);
  secret.visibility = Visibility::private_;
  secret.language = "zh-TW";
  auto odd = post_by(alice, 3);
  odd.language = "sr-Latn-RS";
  auto const boost = boost_by(alice, 4, post_by(bob, 1));
  read(alice, {answer, secret, odd, boost});
  EXPECT_THAT(merge({alice}).entries, ElementsAre(boost, odd, secret, answer));
}

TEST_F(RecentEntriesTest, AsksForThoseItDoesNotKnow) {
  read(alice, posts_by(alice, {1}));
  auto const merged = merge({alice, bob, carol});
  EXPECT_THAT(merged.missing, UnorderedElementsAre(bob, carol));
  EXPECT_GT(merged.depth, 0U);
  EXPECT_THAT(merged.entries, IsEmpty());
}

TEST_F(RecentEntriesTest, AsksForMoreOfWhoeverPostedTooMuch) {
  read(alice, posts_by(alice, {100, 101, 102}), false);  // there are older ones
  read(bob, posts_by(bob, {1, 2}));
  EXPECT_THAT(ids({alice, bob}, 3), ElementsAre(102, 101, 100)) << "the end is not reached";
  auto const merged = merge({alice, bob}, 4);
  EXPECT_THAT(merged.missing, ElementsAre(alice));
  EXPECT_GT(merged.depth, 3U);
  auto const short_of = recent.merge(std::vector{alice, bob}, {}, 4, no_bound, true);
  EXPECT_EQ(short_of.entries.size(), 3U);
  EXPECT_EQ(short_of.floor, PostId{100});
  EXPECT_THAT(short_of.missing, IsEmpty());
}

TEST_F(RecentEntriesTest, TakesWhatAReaderHasReadItself) {
  read(alice, posts_by(alice, {1}));
  RecentEntries::Table own;
  auto const entries = posts_by(bob, {2});
  own.emplace(bob, RecentEntries::Posts(entries, true, recent.begin_reading().changes()));
  EXPECT_EQ(recent.merge(std::vector{alice, bob}, own, 40, no_bound, false).entries.size(), 2U);
  EXPECT_FALSE(knows(bob)) << "it was not given to all";
}

TEST_F(RecentEntriesTest, HearsOfNewPosts) {
  read(alice, posts_by(alice, {5, 6}), false);
  recent.on_event(bus::PostCreated{post_by(alice, 9)});
  recent.on_event(bus::PostCreated{post_by(alice, 7)});  // late
  recent.on_event(bus::PostCreated{post_by(alice, 9)});  // twice
  recent.on_event(bus::PostCreated{post_by(alice, 4)});  // below what is kept
  recent.on_event(bus::PostCreated{post_by(bob, 8)});    // nobody has asked for bob
  EXPECT_THAT(ids({alice}, 4), ElementsAre(9, 7, 6, 5));
  EXPECT_FALSE(knows(bob));
}

TEST_F(RecentEntriesTest, ReadsAgainWhatWasChangedOrDeleted) {
  for (auto const& event :
       std::vector<bus::Event>{bus::PostEdited{post_by(alice, 1), {}}, bus::PostDeleted{PostId{1}, alice},
                               bus::PostCreated{boost_by(alice, 9, post_by(bob, 3))}}) {
    read(alice, posts_by(alice, {1}));
    ASSERT_TRUE(knows(alice));
    recent.on_event(event);
    EXPECT_FALSE(knows(alice));
  }
}

// Boosts go with what they boost, without a word of their own.
TEST_F(RecentEntriesTest, ReadsAgainWhatBoostsAChangedPost) {
  for (auto const& event :
       std::vector<bus::Event>{bus::PostEdited{post_by(bob, 1), {}}, bus::PostDeleted{PostId{1}, bob}}) {
    read(alice, {boost_by(alice, 2, post_by(bob, 1))});
    ASSERT_TRUE(knows(alice));
    recent.on_event(event);
    EXPECT_FALSE(knows(alice));
  }
}

TEST_F(RecentEntriesTest, DoesNotKeepWhatWasReadBeforeSomethingHappened) {
  auto const before_post = recent.begin_reading();
  recent.on_event(bus::PostCreated{post_by(alice, 2)});
  keep(before_post, alice, posts_by(alice, {1}));
  EXPECT_FALSE(knows(alice));

  auto const before_deletion = recent.begin_reading();
  recent.on_event(bus::PostDeleted{PostId{1}, bob});
  keep(before_deletion, alice, {boost_by(alice, 3, post_by(bob, 1))});
  EXPECT_FALSE(knows(alice)) << "it holds a boost of what is gone";
}

TEST_F(RecentEntriesTest, ForgetsOldPostsOfThoseWhoPostALot) {
  read(alice, posts_by(alice, {1}));
  for (std::int64_t id = 2; id <= 21; ++id) {
    recent.on_event(bus::PostCreated{post_by(alice, id)});
  }
  EXPECT_THAT(ids({alice}, 10), ElementsAre(21, 20, 19, 18, 17, 16, 15, 14, 13, 12));
  EXPECT_THAT(merge({alice}, 30).missing, ElementsAre(alice));
}

TEST_F(RecentEntriesTest, StaysWithinItsBytes) {
  constexpr std::size_t bytes_max = 20'000;
  RecentEntries small(bytes_max);
  auto const give = [&small](AccountId author) {
    auto const reading = small.begin_reading();
    RecentEntries::Table table;
    table.emplace(author, RecentEntries::Posts(posts_by(author, {1, 2, 3}), true, reading.changes()));
    small.keep(reading, table);
  };
  auto const known = [&small](AccountId author) {
    return small.merge(std::vector{author}, {}, 40, no_bound, false).missing.empty();
  };
  give(alice);
  for (std::int64_t id = 100; id < 1000; ++id) {
    give(AccountId{id});
    EXPECT_TRUE(known(alice)) << "asked for all the time";
    EXPECT_LE(small.bytes(), bytes_max);
  }
  EXPECT_TRUE(known(AccountId{999}));
  EXPECT_FALSE(known(AccountId{100}));
  for (std::int64_t id = 0; id < 1000; ++id) {
    small.on_event(bus::PostDeleted{PostId{1}, AccountId{id}});
    give(AccountId{id});
    EXPECT_LE(small.bytes(), bytes_max);
  }
}

}  // namespace
}  // namespace auklet::service
