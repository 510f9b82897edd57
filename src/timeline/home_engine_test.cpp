// SPDX-License-Identifier: Apache-2.0
#include "timeline/home_engine.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <vector>

namespace auklet::timeline {
namespace {

constexpr AccountId ann{1};
constexpr AccountId ben{2};
constexpr AccountId cem{3};

using Ids = std::vector<std::int64_t>;

HomeEntry post(std::int64_t id, AccountId author) {
  HomeEntry entry;
  entry.id = PostId{id};
  entry.author = author;
  return entry;
}

HomeEntry boost(std::int64_t id, AccountId booster, HomeEntry const& of) {
  auto entry = post(id, booster);
  entry.boost = {.post = of.id, .author = of.author};
  entry.mentions = of.mentions;
  return entry;
}

class HomeEngineTest : public testing::Test {
 protected:
  // Rebuilds at once from a store that holds these entries.
  static void rebuild(HomeEngine& engine, HomeRelations const& relations,
                      std::vector<HomeEntry> const& entries = {}, std::int64_t floor = 0,
                      UnixMillis now = from_count(0)) {
    auto rebuild = engine.begin_rebuild(relations.id());
    ASSERT_TRUE(rebuild);
    ASSERT_TRUE(rebuild->enlist(relations));
    ASSERT_TRUE(rebuild->complete(entries, PostId{floor}, now));
  }

  static std::optional<HomePage> page(HomeEngine& engine, AccountId viewer, PageRequest const& request = {}) {
    return engine.read(viewer, request, from_count(0));
  }

  static Ids ids(HomeEngine& engine, AccountId viewer, PageRequest const& request = {}) {
    auto const read = page(engine, viewer, request);
    Ids list;
    if (read) {
      std::ranges::transform(read->ids, std::back_inserter(list),
                             [](PostId id) { return std::to_underlying(id); });
    } else {
      ADD_FAILURE() << "the timeline is cold";
    }
    return list;
  }

  static HomeEngineOptions with_entries_max(std::uint32_t entries_max) {
    HomeEngineOptions options;
    options.entries_max = entries_max;
    return options;
  }

  HomeEngine engine_{{}};
  HomeRelations const ann_follows_ben_{ann, {{.id = ben}}};
};

TEST_F(HomeEngineTest, IsColdUntilRebuilt) {
  EXPECT_FALSE(page(engine_, ann));
  engine_.publish(post(10, ann));
  rebuild(engine_, ann_follows_ben_, {post(12, cem), post(11, ben), post(10, ann)});
  EXPECT_EQ(ids(engine_, ann), (Ids{11, 10}));
  EXPECT_FALSE(page(engine_, ben));
}

TEST_F(HomeEngineTest, DeliversInTheOrderOfIdsAndOnce) {
  rebuild(engine_, ann_follows_ben_);
  engine_.publish(post(20, ben));
  engine_.publish(post(40, ann));
  engine_.publish(post(30, ben));
  engine_.publish(post(30, ben));
  engine_.publish(post(35, cem));
  EXPECT_EQ(ids(engine_, ann), (Ids{40, 30, 20}));
  EXPECT_EQ(engine_.stats().deliveries, 3U);
}

TEST_F(HomeEngineTest, PagesAsClientsAsk) {
  rebuild(engine_, ann_follows_ben_, {post(5, ben), post(4, ben), post(3, ben), post(2, ben), post(1, ben)});
  EXPECT_EQ(ids(engine_, ann, {.limit = 2}), (Ids{5, 4}));
  EXPECT_EQ(ids(engine_, ann, {.max_id = 4, .limit = 2}), (Ids{3, 2}));
  EXPECT_EQ(ids(engine_, ann, {.since_id = 1, .limit = 2}), (Ids{5, 4}));
  EXPECT_EQ(ids(engine_, ann, {.min_id = 1, .limit = 2}), (Ids{3, 2}));
  EXPECT_EQ(ids(engine_, ann, {.max_id = 3, .min_id = 1, .limit = 2}), (Ids{2}));
  EXPECT_EQ(ids(engine_, ann, {.max_id = 1}), Ids{});
  EXPECT_EQ(page(engine_, ann, {.limit = 40})->rest_below, std::nullopt);  // it knows there is no more
}

TEST_F(HomeEngineTest, SaysWhereTheStoreGoesOn) {
  rebuild(engine_, ann_follows_ben_, {post(30, ben), post(20, ben)}, 20);
  EXPECT_EQ(page(engine_, ann, {.limit = 2}), (HomePage{{PostId{30}, PostId{20}}, {}}));
  EXPECT_EQ(page(engine_, ann, {.limit = 3}), (HomePage{{PostId{30}, PostId{20}}, PostId{20}}));
  EXPECT_EQ(page(engine_, ann, {.since_id = 19}), (HomePage{{PostId{30}, PostId{20}}, {}}));
  EXPECT_EQ(page(engine_, ann, {.since_id = 18}), (HomePage{{PostId{30}, PostId{20}}, PostId{20}}));
  EXPECT_EQ(page(engine_, ann, {.max_id = 15}), (HomePage{{}, PostId{15}}));
  EXPECT_EQ(page(engine_, ann, {.min_id = 19}), (HomePage{{PostId{30}, PostId{20}}, {}}));
  EXPECT_EQ(page(engine_, ann, {.min_id = 18}), (HomePage{{}, PostId{INT64_MAX}}));
  EXPECT_EQ(page(engine_, ann, {.max_id = 30, .min_id = 18}), (HomePage{{}, PostId{30}}));
}

TEST_F(HomeEngineTest, LeavesABoostNearTheFloorToTheStore) {
  auto const far = post(1, cem);
  rebuild(engine_, ann_follows_ben_, {post(30, ben), boost(20, ben, far), post(10, ben)}, 10);
  EXPECT_EQ(page(engine_, ann), (HomePage{{PostId{30}}, PostId{21}}));
  EXPECT_EQ(page(engine_, ann, {.min_id = 15}), (HomePage{{}, PostId{INT64_MAX}}));
  EXPECT_EQ(page(engine_, ann, {.min_id = 20}), (HomePage{{PostId{30}}, {}}));
}

TEST_F(HomeEngineTest, DropsTheOldestBeyondItsSize) {
  HomeEngine engine(with_entries_max(3));
  rebuild(engine, ann_follows_ben_, {post(20, ben), post(10, ben)});
  engine.publish(post(30, ben));
  EXPECT_FALSE(page(engine, ann)->rest_below);
  engine.publish(post(40, ben));
  EXPECT_EQ(page(engine, ann), (HomePage{{PostId{40}, PostId{30}, PostId{20}}, PostId{11}}));
  engine.publish(post(5, ben));
  EXPECT_EQ(ids(engine, ann), (Ids{40, 30, 20}));
}

TEST_F(HomeEngineTest, TakesDeletedPostsAndTheirBoostsAway) {
  auto const original = post(10, cem);
  rebuild(engine_, ann_follows_ben_);
  engine_.publish(boost(20, ben, original));
  engine_.publish(boost(21, ann, original));
  engine_.publish(post(22, ben));
  EXPECT_EQ(ids(engine_, ann), (Ids{22, 20}));
  engine_.remove(PostId{20}, ben);
  EXPECT_EQ(ids(engine_, ann), (Ids{22, 21}));  // no longer a repetition
  engine_.remove(original.id, cem);
  EXPECT_EQ(ids(engine_, ann), (Ids{22}));
  engine_.publish(post(10, ben));  // calls that come late
  engine_.publish(boost(20, ben, post(9, cem)));
  engine_.publish(boost(23, ben, original));
  EXPECT_EQ(ids(engine_, ann), (Ids{22}));
}

TEST_F(HomeEngineTest, JudgesAmendedPostsAgain) {
  rebuild(engine_, HomeRelations(ann, {{.id = ben, .languages = {"de"}}}, {cem}));
  auto german = post(10, ben);
  german.language = "de";
  auto english = german;
  english.language = "en";
  auto mentioning = german;
  mentioning.mentions = {cem};

  engine_.publish(german);
  engine_.publish(boost(20, ben, german));
  EXPECT_EQ(ids(engine_, ann), (Ids{10}));
  engine_.amend(english, {});
  EXPECT_EQ(ids(engine_, ann), (Ids{20}));
  engine_.amend(mentioning, {});
  EXPECT_EQ(ids(engine_, ann), Ids{});
  engine_.publish(german);  // comes late
  EXPECT_EQ(ids(engine_, ann), Ids{});
  engine_.amend(german, mentioning.mentions);
  EXPECT_FALSE(page(engine_, ann));  // there may be boosts that it would not have before
}

// Many followers of cem, some of ben, all of ann.
class FanOutTest : public HomeEngineTest {
 protected:
  static constexpr std::int64_t followers = 100;

  FanOutTest() {
    for (std::int64_t id = 1000; id < 1000 + followers; ++id) {
      std::vector<Followee> followees{{.id = cem}};
      if (id % 10 == 0) {
        followees.push_back({.id = ben});
      }
      rebuild(sliced_, HomeRelations(AccountId{id}, followees));
    }
    rebuild(sliced_, HomeRelations(cem, {}));
  }

  // How many of the followers see exactly this.
  std::int64_t seen_by(Ids const& expected) {
    std::int64_t count = 0;
    for (std::int64_t id = 1000; id < 1000 + followers; ++id) {
      auto const read = page(sliced_, AccountId{id});
      count += read && ids(sliced_, AccountId{id}) == expected ? 1 : 0;
    }
    return count;
  }

  HomeEngine sliced_{{.slice_followers = 10, .work_waiting_max = 4}};
};

TEST_F(FanOutTest, ServesTheAuthorAndASliceAtOnce) {
  sliced_.publish(post(1, cem));
  EXPECT_EQ(ids(sliced_, cem), (Ids{1}));
  EXPECT_EQ(seen_by({1}), 10);
  EXPECT_TRUE(sliced_.has_slices());
  for (int slices = 2; slices < 10; ++slices) {
    EXPECT_TRUE(sliced_.run_slice());
    EXPECT_EQ(seen_by({1}), slices * 10);
  }
  EXPECT_FALSE(sliced_.run_slice());
  EXPECT_FALSE(sliced_.has_slices());
  EXPECT_EQ(seen_by({1}), followers);
}

TEST_F(FanOutTest, AHugeOneDoesNotDelayASmallOne) {
  sliced_.publish(post(1, cem));
  sliced_.run_slice();
  sliced_.publish(post(2, ben));  // goes into ten timelines
  EXPECT_EQ(seen_by({2}) + seen_by({2, 1}), 10);
  EXPECT_EQ(sliced_.stats().work_waiting, 1U);
}

TEST_F(FanOutTest, TakesTurns) {
  sliced_.publish(post(1, cem));
  sliced_.publish(post(2, cem));
  EXPECT_EQ(seen_by({2, 1}), 10);
  sliced_.run_slice();
  EXPECT_EQ(seen_by({1}), 10);
  sliced_.run_slice();
  EXPECT_EQ(seen_by({2, 1}), 20);
}

TEST_F(FanOutTest, WhoPublishesTooMuchHelps) {
  for (std::int64_t id = 1; id <= 30; ++id) {
    sliced_.publish(post(id, cem));
    EXPECT_LE(sliced_.stats().work_waiting, 4U);
  }
}

TEST_F(FanOutTest, ChangesReachWhatWaits) {
  sliced_.publish(post(1, cem));
  sliced_.publish(boost(2, cem, post(3, ben)));
  sliced_.publish(post(4, cem));
  sliced_.remove(PostId{1}, cem);
  EXPECT_EQ(sliced_.stats().work_waiting, 3U);  // the removal in place of the delivery
  sliced_.remove(PostId{3}, ben);
  EXPECT_EQ(sliced_.stats().work_waiting, 3U);
  auto direct = post(4, cem);
  direct.visibility = Visibility::direct;
  direct.mentions = {AccountId{1099}};
  sliced_.amend(direct, {});
  // Both memories forget; what waits does not.
  for (std::int64_t id = 100'000; id < 120'000; ++id) {
    sliced_.remove(PostId{id}, ben);
    sliced_.amend(post(200'000 + id, ann), {});
  }
  while (sliced_.run_slice()) {
  }
  EXPECT_EQ(seen_by({}), followers - 1);
  EXPECT_EQ(ids(sliced_, AccountId{1099}), (Ids{4}));
}

TEST_F(FanOutTest, NoReadShowsWhatIsRemovedThoughItsSlicesWait) {
  sliced_.publish(post(1, cem));
  sliced_.publish(boost(2, cem, post(3, ann)));
  while (sliced_.run_slice()) {
  }
  EXPECT_EQ(seen_by({2, 1}), followers);
  sliced_.remove(PostId{1}, cem);
  EXPECT_TRUE(sliced_.has_slices());
  EXPECT_EQ(seen_by({2}), followers);
  sliced_.remove(PostId{3}, ann);
  EXPECT_EQ(seen_by({}), followers);
  while (sliced_.run_slice()) {
  }
  EXPECT_EQ(seen_by({}), followers);
}

TEST_F(FanOutTest, NoReadShowsWhatAnEditTookAwayThoughItsSlicesWait) {
  auto direct = post(1, cem);
  direct.visibility = Visibility::direct;
  direct.mentions = {AccountId{1000}, AccountId{1098}};
  sliced_.publish(direct);
  while (sliced_.run_slice()) {
  }
  EXPECT_EQ(seen_by({1}), 2);
  direct.mentions = {AccountId{1099}};
  sliced_.amend(direct, {});
  EXPECT_TRUE(sliced_.has_slices());
  EXPECT_EQ(ids(sliced_, AccountId{1099}), (Ids{1}));
  EXPECT_EQ(ids(sliced_, AccountId{1098}), Ids{});
  EXPECT_EQ(seen_by({1}), 1);
}

// Two edits and the removal of one post, while the slices of each wait.
TEST_F(FanOutTest, TheLastWordAboutAPostIsTheOneThatStands) {
  auto edited = post(1, cem);
  sliced_.publish(edited);
  edited.visibility = Visibility::direct;
  sliced_.amend(edited, {});
  edited.mentions = {AccountId{1050}};
  sliced_.amend(edited, {});
  EXPECT_EQ(sliced_.stats().work_waiting, 2U);  // a delivery and one judgement
  EXPECT_EQ(seen_by({1}), 1);
  sliced_.remove(PostId{1}, cem);
  EXPECT_EQ(sliced_.stats().work_waiting, 1U);
  EXPECT_EQ(seen_by({}), followers);
}

TEST_F(FanOutTest, WhoComesBackMeanwhileReadsFromTheStore) {
  sliced_.publish(post(1, cem));
  sliced_.invalidate(AccountId{1000});
  sliced_.invalidate(AccountId{1050});
  rebuild(sliced_, HomeRelations(AccountId{1050}, {{.id = cem}}),
          {post(1, cem)});  // in the slot of 1050 or 1000
  rebuild(sliced_, HomeRelations(AccountId{1000}, {{.id = cem}}), {post(1, cem)});
  sliced_.reinstate(ann);
  EXPECT_FALSE(sliced_.has_slices());
  rebuild(sliced_, HomeRelations(AccountId{1000}, {{.id = cem}}), {post(1, cem)});
  EXPECT_EQ(ids(sliced_, AccountId{1000}), (Ids{1}));
}

// ann has a list with ben in it, and follows cem too; `replies` also to cem, whom the list does not show.
HomeRelations list_of_ann(bool replies_to_cem) {
  std::vector<Followee> followees{{.id = ben}};
  if (replies_to_cem) {
    followees.push_back({.id = cem, .shown = false});
  }
  return {ann, std::move(followees), {}, {}, {.of_list = true}};
}

TEST_F(HomeEngineTest, KeepsTheTimelinesOfLists) {
  TimelineKey const list(ann, ListId{7});
  auto const read_list = [&] {
    Ids shown;
    for (auto const id : engine_.read(list, {}, from_count(0))->ids) {
      shown.push_back(std::to_underlying(id));
    }
    return shown;
  };
  auto running = engine_.begin_rebuild(list);
  EXPECT_FALSE(engine_.begin_rebuild(list));
  ASSERT_TRUE(running->enlist(list_of_ann(true)));
  ASSERT_TRUE(running->complete(std::vector{post(10, ben)}, PostId{0}, from_count(0)));
  EXPECT_FALSE(page(engine_, ann)) << "the home is another timeline";
  rebuild(engine_, HomeRelations(ann, {{.id = ben, .shown = false}, {.id = cem}}), {post(9, cem)});

  auto to_cem = post(20, ben);
  to_cem.in_reply_to = cem;
  auto to_ann = post(21, ben);
  to_ann.in_reply_to = ann;
  auto direct = post(22, ben);
  direct.visibility = Visibility::direct;
  direct.mentions = {ann};
  for (auto const& entry :
       {to_cem, to_ann, direct, post(23, ann), post(24, cem), boost(25, ben, post(1, cem))}) {
    engine_.publish(entry);
  }
  EXPECT_EQ(read_list(), (Ids{25, 21, 20, 10}));
  EXPECT_EQ(ids(engine_, ann), (Ids{24, 23, 9})) << "ben is in an exclusive list";
  EXPECT_EQ(engine_.wants(list, post(30, ben)), true);
  EXPECT_EQ(engine_.wants(list, post(30, cem)), false);
  EXPECT_EQ(engine_.wants({ann, ListId{8}}, post(30, ben)), std::nullopt);
  engine_.remove(PostId{21}, ben);
  EXPECT_EQ(read_list(), (Ids{25, 20, 10}));

  engine_.invalidate_one(list);
  EXPECT_FALSE(engine_.read(list, {}, from_count(0)));
  EXPECT_TRUE(page(engine_, ann));
  running = engine_.begin_rebuild(list);
  ASSERT_TRUE(running->enlist(list_of_ann(false)));
  ASSERT_TRUE(running->complete({}, PostId{0}, from_count(0)));
  to_cem.id = PostId{40};
  engine_.publish(to_cem);
  EXPECT_EQ(read_list(), Ids{});
  engine_.invalidate(ann);
  EXPECT_FALSE(engine_.read(list, {}, from_count(0)));
  EXPECT_FALSE(page(engine_, ann));
  EXPECT_EQ(engine_.stats().accounts, 0U);
}

TEST_F(HomeEngineTest, DeliversByHashtag) {
  constexpr TagId birds{1};
  constexpr TagId tea{2};
  rebuild(engine_, HomeRelations(ann, {{.id = ben}}, {}, {}, {.tags = {birds, tea}}));
  auto const tagged = [](std::int64_t id, AccountId author, std::vector<TagId> tags) {
    auto entry = post(id, author);
    entry.tags = std::move(tags);
    return entry;
  };
  engine_.publish(tagged(10, cem, {birds, tea}));
  engine_.publish(tagged(11, ben, {tea}));
  engine_.publish(tagged(12, cem, {TagId{3}}));
  auto hushed = tagged(13, cem, {tea});
  hushed.visibility = Visibility::unlisted;
  engine_.publish(hushed);
  auto answer = tagged(14, cem, {tea});
  answer.in_reply_to = AccountId{50};
  engine_.publish(answer);
  EXPECT_EQ(ids(engine_, ann), (Ids{14, 11, 10}));
  EXPECT_EQ(engine_.stats().deliveries, 3U);

  engine_.amend(tagged(10, cem, {}), {}, std::vector{birds, tea});
  engine_.amend(tagged(12, cem, {birds}), {}, std::vector{TagId{3}});
  EXPECT_EQ(ids(engine_, ann), (Ids{14, 12, 11}));
  engine_.remove(PostId{14}, cem, answer.tags);
  EXPECT_EQ(ids(engine_, ann), (Ids{12, 11}));
  // The removal knows only the tags that it had at the end; the edit that took the others away comes late.
  engine_.remove(PostId{12}, cem, {});
  engine_.amend(tagged(12, cem, {}), {}, std::vector{birds});
  EXPECT_EQ(ids(engine_, ann), (Ids{11}));

  engine_.publish(tagged(15, cem, {tea}));
  engine_.withdraw(cem);
  EXPECT_FALSE(page(engine_, ann)) << "who follows hashtags may hold anyone's posts";
}

TEST_F(HomeEngineTest, CollectsWhatIsPublishedDuringARebuild) {
  auto running = engine_.begin_rebuild(ann);
  ASSERT_TRUE(running);
  engine_.publish(post(10, ben));  // the store will tell
  ASSERT_TRUE(running->enlist(ann_follows_ben_));
  std::vector<HomeEntry> const snapshot{post(12, ben), post(11, ben), post(10, ben)};
  engine_.publish(post(12, ben));
  engine_.publish(post(13, ben));
  engine_.remove(PostId{11}, ben);
  EXPECT_FALSE(page(engine_, ann));
  ASSERT_TRUE(running->complete(snapshot, PostId{0}, from_count(0)));
  EXPECT_EQ(ids(engine_, ann), (Ids{13, 12, 10}));
}

TEST_F(HomeEngineTest, MakesARebuildVoidWhenMoreIsRemovedThanItRemembers) {
  auto running = engine_.begin_rebuild(ann);
  ASSERT_TRUE(running->enlist(ann_follows_ben_));
  std::vector<HomeEntry> const snapshot{post(1, ben)};
  for (std::int64_t id = 1; id < 50'000; ++id) {
    engine_.remove(PostId{id}, ben);
  }
  EXPECT_FALSE(running->complete(snapshot, PostId{0}, from_count(0)));
  EXPECT_EQ(engine_.stats().rebuilding, 0U);
}

TEST_F(HomeEngineTest, RebuildsATimelineOnceAtATime) {
  auto running = engine_.begin_rebuild(ann);
  EXPECT_FALSE(engine_.begin_rebuild(ann));
  EXPECT_EQ(engine_.stats().rebuilding, 1U);
  running.reset();  // given up
  EXPECT_EQ(engine_.stats().rebuilding, 0U);
  rebuild(engine_, ann_follows_ben_);
  EXPECT_FALSE(engine_.begin_rebuild(ann));
}

// A rebuild whose every slice is one followee or one entry.
class SlicedRebuildTest : public HomeEngineTest {
 protected:
  using Progress = HomeEngine::Rebuild::Progress;

  HomeEngine sliced_{{.slice_rebuild = 1}};
  HomeRelations const relations_{ann, {{.id = ben, .show_boosts = false}, {.id = cem}}};
};

TEST_F(SlicedRebuildTest, HoldsNothingBeforeAllFolloweesAreEnlisted) {
  auto running = sliced_.begin_rebuild(ann);
  ASSERT_EQ(running->enlist_slice(relations_), Progress::more);
  sliced_.publish(boost(11, ben, post(10, ann)));  // on which terms ben is followed is not known yet
  sliced_.publish(post(12, ann));
  ASSERT_EQ(running->enlist_slice(relations_), Progress::done);
  sliced_.publish(post(13, cem));
  ASSERT_TRUE(running->complete(std::vector{post(12, ann)}, PostId{0}, from_count(0)));
  EXPECT_EQ(ids(sliced_, ann), (Ids{13, 12}));
}

TEST_F(SlicedRebuildTest, LeavesNothingBehindWhenItIsGivenUp) {
  auto running = sliced_.begin_rebuild(ann);
  ASSERT_EQ(running->enlist_slice(relations_), Progress::more);
  running.reset();
  EXPECT_EQ(sliced_.stats().accounts, 0U);

  running = sliced_.begin_rebuild(ann);
  ASSERT_EQ(running->enlist_slice(relations_), Progress::more);
  sliced_.invalidate(ann);
  EXPECT_EQ(sliced_.stats().accounts, 0U);
  EXPECT_EQ(running->enlist_slice(relations_), Progress::is_void);
}

TEST_F(SlicedRebuildTest, WhatHappensBetweenTwoEntriesIsSeen) {
  auto running = sliced_.begin_rebuild(ann);
  ASSERT_TRUE(running->enlist(relations_));
  std::vector<HomeEntry> const entries{post(13, cem), post(12, ben), post(11, ben), post(10, ben)};
  ASSERT_EQ(running->complete_slice(entries, PostId{0}, from_count(0)), Progress::more);
  ASSERT_EQ(running->complete_slice(entries, PostId{0}, from_count(0)), Progress::more);
  sliced_.remove(PostId{10}, ben);  // is in it already
  sliced_.remove(PostId{12}, ben);  // is not
  sliced_.publish(post(14, cem));
  EXPECT_FALSE(page(sliced_, ann)) << "not resident before the last";
  ASSERT_EQ(running->complete_slice(entries, PostId{0}, from_count(0)), Progress::more);
  ASSERT_EQ(running->complete_slice(entries, PostId{0}, from_count(0)), Progress::done);
  EXPECT_EQ(ids(sliced_, ann), (Ids{14, 13, 11}));
}

TEST_F(HomeEngineTest, ARebuildMayOutliveTheEngine) {
  auto engine = std::make_unique<HomeEngine>(HomeEngineOptions{});
  auto const running = engine->begin_rebuild(ann);
  EXPECT_TRUE(running);
  engine.reset();
}

TEST_F(HomeEngineTest, AChangeOfRelationsMakesRebuildsVoid) {
  auto before_enlist = engine_.begin_rebuild(ann);
  engine_.invalidate(ann);
  EXPECT_FALSE(before_enlist->enlist(ann_follows_ben_));

  auto after_enlist = engine_.begin_rebuild(ann);
  ASSERT_TRUE(after_enlist->enlist(ann_follows_ben_));
  engine_.invalidate(ann);
  auto next = engine_.begin_rebuild(ann);
  before_enlist.reset();  // void ones do not disturb it
  ASSERT_TRUE(next->enlist(ann_follows_ben_));
  EXPECT_FALSE(after_enlist->complete(std::vector{post(10, ben)}, PostId{0}, from_count(0)));
  EXPECT_TRUE(next->complete({}, PostId{0}, from_count(0)));
  EXPECT_EQ(ids(engine_, ann), Ids{});

  engine_.invalidate(ann);
  EXPECT_FALSE(page(engine_, ann));
  EXPECT_EQ(engine_.stats().accounts, 0U);  // nothing is left behind
}

TEST_F(HomeEngineTest, WithdrawsAnAccountAndTakesItBack) {
  auto const by_ben = post(10, ben);
  rebuild(engine_, HomeRelations(ann, {{.id = ben}, {.id = cem}}));
  engine_.publish(by_ben);
  engine_.publish(post(11, cem));
  engine_.publish(boost(12, cem, post(9, ben)));
  EXPECT_EQ(ids(engine_, ann), (Ids{12, 11, 10}));
  engine_.withdraw(ben);
  EXPECT_FALSE(page(engine_, ann));  // ann follows ben
  rebuild(engine_, HomeRelations(ann, {{.id = ben}, {.id = cem}}), {post(11, cem)});
  EXPECT_EQ(ids(engine_, ann), (Ids{11}));
  engine_.publish(boost(13, cem, by_ben));  // comes late
  EXPECT_EQ(ids(engine_, ann), (Ids{11}));
  engine_.reinstate(ben);
  EXPECT_FALSE(page(engine_, ann));
  rebuild(engine_, ann_follows_ben_, {by_ben});
  EXPECT_EQ(ids(engine_, ann), (Ids{10}));
}

TEST_F(HomeEngineTest, GivesUpAWindowThatHasWornThin) {
  std::vector<HomeEntry> entries;
  for (std::int64_t id = 100; id > 0; --id) {
    entries.push_back(post(id, ben));
  }
  rebuild(engine_, ann_follows_ben_, entries, 1);
  for (std::int64_t id = 1; id <= 50; ++id) {
    engine_.remove(PostId{id}, ben);
  }
  EXPECT_TRUE(page(engine_, ann));
  engine_.remove(PostId{51}, ben);
  EXPECT_FALSE(page(engine_, ann));
}

TEST_F(HomeEngineTest, EvictsWhoHasNotReadForLong) {
  HomeEngineOptions options;
  options.idle_window = std::chrono::milliseconds{100};
  HomeEngine engine(options);
  rebuild(engine, HomeRelations(ann, {}), {}, 0, from_count(0));
  rebuild(engine, HomeRelations(ben, {}), {}, 0, from_count(0));
  EXPECT_TRUE(engine.read(ann, {}, from_count(50)));
  engine.evict_idle(from_count(100));
  EXPECT_EQ(engine.stats().resident, 2U);
  engine.evict_idle(from_count(101));
  EXPECT_EQ(engine.stats().resident, 1U);
  EXPECT_TRUE(engine.read(ann, {}, from_count(101)));
  engine.evict_idle(from_count(202));
  EXPECT_EQ(engine.stats().resident, 0U);
  EXPECT_EQ(engine.stats().evictions, 2U);
}

TEST_F(HomeEngineTest, EvictsTheLeastRecentlyReadBeyondItsBudget) {
  HomeEngineOptions options;
  options.memory_budget_bytes = 600'000;
  HomeEngine engine(options);
  std::vector<HomeEntry> entries;
  for (std::int64_t id = 800; id > 0; --id) {
    entries.push_back(post(id, ben));
  }
  for (std::int64_t viewer = 1000; viewer < 1500; ++viewer) {
    rebuild(engine, HomeRelations(AccountId{viewer}, {{.id = ben}}), entries);
    EXPECT_TRUE(page(engine, AccountId{1000}));  // always in use
    EXPECT_LE(engine.stats().bytes, options.memory_budget_bytes);
  }
  auto const stats = engine.stats();
  EXPECT_TRUE(page(engine, AccountId{1000}));
  EXPECT_FALSE(page(engine, AccountId{1001}));
  EXPECT_TRUE(page(engine, AccountId{1499}));
  EXPECT_EQ(stats.resident + stats.evictions, 500U);
  EXPECT_GT(stats.resident, 70U);  // 6,400 bytes of ids each
}

TEST_F(HomeEngineTest, HoldsNoMoreThanItNeeds) {
  HomeEngine engine(with_entries_max(100));
  rebuild(engine, ann_follows_ben_);
  auto const publish_many = [&](std::int64_t first) {
    for (std::int64_t id = first; id < first + 20'000; id += 2) {
      engine.publish(post(id, ben));
      engine.publish(boost(id + 1, ben, post(id, ben)));
    }
    return engine.stats().bytes;
  };
  auto const bytes = publish_many(1);
  EXPECT_EQ(publish_many(20'001), bytes);
  EXPECT_LT(bytes, 50'000U);
}

TEST_F(HomeEngineTest, ForgetsWhatIsDeleted) {
  rebuild(engine_, ann_follows_ben_, {post(1, ben)});
  auto const publish_and_remove_many = [&](std::int64_t first) {
    for (std::int64_t id = first; id < first + 40'000; id += 2) {
      engine_.publish(post(id, ben));
      engine_.publish(boost(id + 1, ann, post(id, ben)));
      engine_.remove(PostId{id}, ben);
    }
    return engine_.stats().bytes;
  };
  auto const bytes = publish_and_remove_many(2);
  EXPECT_EQ(publish_and_remove_many(50'000), bytes);
  EXPECT_EQ(ids(engine_, ann), (Ids{1}));
}

}  // namespace
}  // namespace auklet::timeline
