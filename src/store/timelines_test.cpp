// SPDX-License-Identifier: Apache-2.0
#include "store/timelines.h"

#include "base/ids.h"
#include "store/testing/store_test.h"

namespace auklet::store {
namespace {

using testing::cursors_of;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::now;
using ::testing::UnorderedElementsAre;
using timelines::Origin;

constexpr AccountId alice{1};
constexpr AccountId bob{2};
constexpr AccountId carol{3};
constexpr PageRequest all{.limit = 99};

class TimelinesTest : public testing::StoreTest {
 protected:
  Post add_seen_by(Visibility visibility, Post post) {
    post.visibility = visibility;
    return add(post);
  }

  Post add_remote(Post post) {
    post.remote_uri = "https://other.example/" + to_text(post.id);
    return add(post);
  }

  std::vector<std::int64_t> public_posts(Origin origin = Origin::everywhere) {
    return cursors_of(read(timelines::public_posts(session(), origin, all)));
  }

  std::vector<std::int64_t> tagged(std::vector<TagId> const& tags, Origin origin = Origin::everywhere) {
    return cursors_of(read(timelines::tagged(session(), tags, origin, all)));
  }

  std::vector<std::int64_t> by_alice(timelines::AccountFilter filter) {
    return cursors_of(read(timelines::by_account(session(), alice, filter, all)));
  }
};
AUKLET_ON_BOTH_ENGINES(TimelinesTest);

TEST_P(TimelinesTest, ArePaged) {
  for (int id = 1; id <= 5; ++id) {
    add(post_by(alice, PostId{id}));
    tag(PostId{id}, {{1, "auk"}, {2, "tern"}});
  }
  auto& s = session();
  std::vector<TagId> const tags{TagId{1}, TagId{2}};
  std::vector<AccountId> const authors{alice, bob};
  testing::expect_pages(
      [&](PageRequest page) { return read(timelines::public_posts(s, Origin::local, page)); });
  testing::expect_pages(
      [&](PageRequest page) { return read(timelines::tagged(s, tags, Origin::everywhere, page)); });
  testing::expect_pages([&](PageRequest page) { return read(timelines::by_account(s, alice, {}, page)); });
  testing::expect_pages([&](PageRequest page) { return read(timelines::by_authors(s, authors, page, now)); });
}

TEST_P(TimelinesTest, ThePublicOneHoldsPublicPostsThatAnswerNobodyElse) {
  auto const post = add(post_by(alice, PostId{1}));
  add(reply_by(alice, PostId{2}, post));
  add(reply_by(bob, PostId{3}, post));
  add(boost_by(bob, PostId{4}, post));
  add_seen_by(Visibility::unlisted, post_by(alice, PostId{5}));
  add_seen_by(Visibility::private_, post_by(alice, PostId{6}));
  add_seen_by(Visibility::direct, post_by(alice, PostId{7}));
  add_remote(post_by(carol, PostId{8}));
  EXPECT_THAT(public_posts(), ElementsAre(8, 2, 1));
  EXPECT_THAT(public_posts(Origin::local), ElementsAre(2, 1));
  EXPECT_THAT(public_posts(Origin::remote), ElementsAre(8));
}

TEST_P(TimelinesTest, APostWithTwoOfTheTagsIsListedOnce) {
  TagId const auk{1};
  TagId const tern{2};
  add(post_by(alice, PostId{1}));
  add(post_by(alice, PostId{2}));
  add_seen_by(Visibility::unlisted, post_by(alice, PostId{3}));
  add_remote(post_by(carol, PostId{4}));
  tag(PostId{1}, {{1, "auk"}, {2, "tern"}});
  tag(PostId{2}, {{2, "tern"}});
  tag(PostId{3}, {{2, "tern"}});
  tag(PostId{4}, {{2, "tern"}});
  EXPECT_THAT(tagged({auk, tern}), ElementsAre(4, 2, 1));
  EXPECT_THAT(tagged({auk}), ElementsAre(1));
  EXPECT_THAT(tagged({tern}, Origin::local), ElementsAre(2, 1));
  EXPECT_THAT(tagged({}), IsEmpty());
}

TEST_P(TimelinesTest, AnAccountShowsWhatTheFilterLetsThrough) {
  auto const own = add(post_by(alice, PostId{1}));
  auto const other = add(post_by(bob, PostId{2}));
  add(reply_by(alice, PostId{3}, own));
  add(reply_by(alice, PostId{4}, other));
  add(boost_by(alice, PostId{5}, other));
  add_seen_by(Visibility::unlisted, post_by(alice, PostId{6}));
  add_seen_by(Visibility::private_, post_by(alice, PostId{7}));
  add_seen_by(Visibility::direct, post_by(alice, PostId{8}));
  mention(PostId{8}, {carol});
  tag(PostId{6}, {{1, "auk"}});

  EXPECT_THAT(by_alice({}), ElementsAre(6, 5, 4, 3, 1));
  EXPECT_THAT(by_alice({.most_private = Visibility::private_}), ElementsAre(7, 6, 5, 4, 3, 1));
  EXPECT_THAT(by_alice({.most_private = Visibility::direct}), ElementsAre(8, 7, 6, 5, 4, 3, 1));
  EXPECT_THAT(by_alice({.mentioned = carol}), ElementsAre(8, 6, 5, 4, 3, 1));
  EXPECT_THAT(by_alice({.mentioned = bob}), ElementsAre(6, 5, 4, 3, 1));
  EXPECT_THAT(by_alice({.exclude_replies = true}), ElementsAre(6, 5, 3, 1));
  EXPECT_THAT(by_alice({.exclude_boosts = true}), ElementsAre(6, 4, 3, 1));
  EXPECT_THAT(by_alice({.tag = TagId{1}}), ElementsAre(6));
  EXPECT_THAT(by_alice({.tag = TagId{9}}), IsEmpty());
}

TEST_P(TimelinesTest, AnEntryHoldsWhatTheRuleOfHomeAsks) {
  auto start = post_by(carol, PostId{1});
  start.language = "fi";
  add(start);
  add_seen_by(Visibility::unlisted, reply_by(alice, PostId{2}, start));
  mention(PostId{2}, {carol, alice});
  add(boost_by(bob, PostId{3}, reply_by(alice, PostId{2}, start)));

  auto const post = *read(timelines::home_entry(session(), PostId{1}));
  EXPECT_EQ(post.language, "fi");
  EXPECT_EQ(post.in_reply_to, std::nullopt);
  EXPECT_EQ(post.boost, std::nullopt);
  EXPECT_THAT(post.mentions, IsEmpty());

  auto const reply = *read(timelines::home_entry(session(), PostId{2}));
  EXPECT_EQ(reply.author, alice);
  EXPECT_EQ(reply.in_reply_to, carol);
  EXPECT_EQ(reply.visibility, Visibility::unlisted);
  EXPECT_EQ(reply.language, "");
  EXPECT_THAT(reply.mentions, ElementsAre(carol, alice));

  auto const boost = *read(timelines::home_entry(session(), PostId{3}));
  EXPECT_EQ(boost.author, bob);
  EXPECT_EQ(boost.boost, (HomeEntry::Boost{PostId{2}, alice}));
  EXPECT_THAT(boost.mentions, UnorderedElementsAre(carol, carol, alice)) << "with whom the post answers";
  EXPECT_FALSE(read(timelines::home_entry(session(), PostId{9})));
  EXPECT_EQ(read(timelines::by_authors(session(), {bob, alice, carol}, all, now)),
            (std::vector<HomeEntry>{boost, reply, post}));
}

// However unequally the authors write, the newest are found.
TEST_P(TimelinesTest, ByAuthorsMergesTheBusyAndTheQuiet) {
  for (auto const& [id, name] :
       {std::pair{alice, "alice"}, std::pair{bob, "bob"}, std::pair{carol, "carol"}}) {
    add_account(account_named(id, name));
  }
  std::vector<std::int64_t> newest_first;
  for (std::int64_t id = 400; id > 0; --id) {
    auto const by_carol = id % 100 == 0;  // four posts; bob has forty, alice all others
    add(post_by(by_carol ? carol : id % 10 == 0 ? bob : alice, PostId{id}));
    newest_first.push_back(id);
  }
  std::vector<AccountId> const authors{alice, bob, carol};
  for (std::size_t const limit : {1U, 3U, 9U, 40U, 70U, 399U, 400U, 401U}) {
    auto const wanted = std::min(limit, newest_first.size());
    EXPECT_EQ(
        cursors_of(read(timelines::by_authors(session(), authors, {.limit = static_cast<int>(limit)}, now))),
        std::vector(newest_first.begin(), newest_first.begin() + static_cast<std::ptrdiff_t>(wanted)));
  }
  std::vector<std::int64_t> quiet;
  std::ranges::copy_if(newest_first, std::back_inserter(quiet),
                       [](auto id) { return id % 10 == 0 && id < 395; });
  EXPECT_EQ(
      cursors_of(read(timelines::by_authors(session(), {bob, carol}, {.max_id = 395, .limit = 50}, now))),
      quiet);
}

TEST_P(TimelinesTest, NewestOfEachGivesEveryAuthorTheSameDepth) {
  for (auto const& [id, name] :
       {std::pair{alice, "alice"}, std::pair{bob, "bob"}, std::pair{carol, "carol"}}) {
    add_account(account_named(id, name));
  }
  for (std::int64_t id = 1; id <= 9; ++id) {
    add(post_by(id == 4 || id == 5 ? bob : alice, PostId{id}));  // carol has none
  }
  auto const of_each = [this](std::vector<AccountId> const& authors, std::size_t depth) {
    auto ids = cursors_of(read(timelines::newest_of_each(session(), authors, depth)));
    std::ranges::sort(ids);
    return ids;
  };
  EXPECT_THAT(of_each({alice, bob, carol}, 1), ElementsAre(5, 9));
  EXPECT_THAT(of_each({alice, bob, carol}, 3), ElementsAre(4, 5, 7, 8, 9));
  EXPECT_THAT(of_each({alice, bob}, 100), ElementsAre(1, 2, 3, 4, 5, 6, 7, 8, 9));
  EXPECT_THAT(of_each({carol}, 3), IsEmpty());
  EXPECT_THAT(of_each({}, 3), IsEmpty());
}

// Upwards, the window that is looked at first is a day wide.
TEST_P(TimelinesTest, ByAuthorsReachesOverYearsOfSilence) {
  using std::chrono::hours;
  std::vector<std::int64_t> newest_first;
  for (auto const ago : {hours{0}, hours{24}, hours{25}, hours{24 * 30}, hours{24 * 365 * 3},
                         hours{24 * 365 * 20}, hours{24 * 365 * 50}}) {
    auto const id = base::first_id_at(now - ago);
    newest_first.push_back(id);
    add(post_by(newest_first.size() % 2 == 0 ? alice : bob, PostId{id}));
    add(post_by(carol, PostId{id + 1}));  // not asked for
  }
  auto const by = [this](PageRequest page) {
    return cursors_of(read(timelines::by_authors(session(), {alice, bob}, page, now)));
  };
  EXPECT_EQ(by({.limit = 7}), newest_first);
  EXPECT_EQ(by({.limit = 40}), newest_first);
  EXPECT_EQ(by({.min_id = 1, .limit = 40}), newest_first);
  for (std::size_t i = 0; i < newest_first.size(); ++i) {
    auto const at = newest_first.begin() + static_cast<std::ptrdiff_t>(i);
    std::vector<std::int64_t> const older(at + 1, newest_first.end());
    std::vector<std::int64_t> const newer(newest_first.begin(), at);
    EXPECT_EQ(by({.max_id = *at, .limit = 40}), older) << i;
    EXPECT_EQ(by({.min_id = *at, .limit = 40}), newer) << i;
    EXPECT_EQ(by({.since_id = *at, .limit = 40}), newer) << i;
    if (!older.empty()) {
      EXPECT_THAT(by({.max_id = *at, .limit = 1}), ElementsAre(older.front())) << i;
    }
    if (!newer.empty()) {
      EXPECT_THAT(by({.min_id = *at, .limit = 1}), ElementsAre(newer.back())) << i;
    }
  }
  EXPECT_THAT(cursors_of(read(timelines::by_authors(session(), {}, all, now))), IsEmpty());
}

}  // namespace
}  // namespace auklet::store
