// SPDX-License-Identifier: Apache-2.0
#include "store/search.h"

#include "store/reactions.h"
#include "store/testing/store_test.h"

namespace auklet::store {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

constexpr AccountId ann{1};
constexpr AccountId bob{2};
constexpr search::Span all{.below = PostId{1'000'000}, .above = PostId{0}, .limit = 100};

class SearchTest : public testing::StoreTest {
 protected:
  SearchTest() {
    add_account(account_named(ann, "ann"));
    auto open = account_named(bob, "bob");
    open.indexable = true;
    add_account(open);
  }

  // A post of that id, made when there is none, goes through the queue into the index.
  void index(int id, std::string const& words) {
    auto post = read(posts::find(session(), PostId{id}));
    if (!post) {
      post = add(post_by(ann, PostId{id}));
    }
    enqueue(id);
    ASSERT_TRUE(move(*post, words));
  }
  // Whether it was moved.
  bool move(Post const& post, std::string const& words) {
    db::Batch batch;
    search::move(batch, post, words, {ErrorKind::conflict, "", "", {}});
    auto const moved = run(database().write(batch));
    EXPECT_TRUE(moved || moved.error().kind == ErrorKind::conflict) << moved.error().detail;
    return moved.has_value();
  }
  std::vector<std::int64_t> matching(std::string const& words, search::Span span = all) {
    return testing::cursors_of(read(search::matching(session(), words, span)));
  }
  std::vector<std::int64_t> waiting() { return testing::cursors_of(read(search::waiting(session(), all))); }
  void enqueue(int id) {
    write([&](db::Session& s) { return search::enqueue(s, PostId{id}); });
  }
  void forget(int id, std::string const& words) {
    write([&](db::Session& s) { return search::forget(s, PostId{id}, words); });
  }
  std::vector<std::int64_t> in_scope(search::Scope scope) {
    std::vector<PostId> ids;
    for (std::int64_t id = 1; id < 20; ++id) {
      ids.push_back(PostId{id});
    }
    auto found = testing::cursors_of(read(search::in_scope(session(), ids, scope)));
    std::ranges::sort(found);
    return found;
  }
};
AUKLET_ON_BOTH_ENGINES(SearchTest);

TEST_P(SearchTest, ProposesPostsWithAllTheWordsNewestFirst) {
  index(1, "little auk _by_1");
  index(2, "auk 東京 京都 都 _by_2");
  index(3, "little gull _by_1");
  EXPECT_THAT(matching("auk"), ElementsAre(2, 1));
  EXPECT_THAT(matching("little auk"), ElementsAre(1));
  EXPECT_THAT(matching("little _by_1"), ElementsAre(3, 1));
  EXPECT_THAT(matching("東京"), ElementsAre(2));
  EXPECT_THAT(matching("都*"), ElementsAre(2));
  EXPECT_THAT(matching("京*"), ElementsAre(2));
  EXPECT_THAT(matching("lit"), IsEmpty());
  EXPECT_THAT(matching("_by_"), IsEmpty());
  EXPECT_THAT(matching("auk", {.below = PostId{2}, .above = PostId{0}, .limit = 9}), ElementsAre(1));
  EXPECT_THAT(matching("auk", {.below = PostId{9}, .above = PostId{1}, .limit = 9}), ElementsAre(2));
  EXPECT_THAT(matching("auk", {.below = PostId{9}, .above = PostId{0}, .limit = 1}), ElementsAre(2));
}

TEST_P(SearchTest, APostWaitsOnceAndIsMovedOnce) {
  for (int id : {3, 1, 2}) {
    add(post_by(ann, PostId{id}));
    enqueue(id);
    enqueue(id);
  }
  EXPECT_THAT(waiting(), ElementsAre(3, 2, 1));
  EXPECT_THAT(testing::cursors_of(read(search::oldest_waiting(session(), 2))), ElementsAre(1, 2));
  auto const first = post_by(ann, PostId{1});
  EXPECT_TRUE(move(first, "auk"));
  EXPECT_FALSE(move(first, "auk"));
  EXPECT_THAT(waiting(), ElementsAre(3, 2));
  EXPECT_THAT(matching("auk"), ElementsAre(1));
}

TEST_P(SearchTest, APostThatHasChangedIsNotMovedWithItsFormerWords) {
  auto post = add(post_by(ann, PostId{1}));
  enqueue(1);
  auto former = post;
  former.text += " and more";
  EXPECT_FALSE(move(former, "more"));
  former = post;
  former.spoiler_text += "more";
  EXPECT_FALSE(move(former, "more"));
  EXPECT_THAT(waiting(), ElementsAre(1));
  EXPECT_THAT(matching("more"), IsEmpty());
  EXPECT_TRUE(move(post, "auk"));
}

TEST_P(SearchTest, WhatIsForgottenIsNotFoundWhereverItWas) {
  index(1, "little auk");
  index(2, "little gull");
  enqueue(3);
  forget(1, "little auk");
  forget(3, "little tern");
  EXPECT_THAT(matching("little"), ElementsAre(2));
  EXPECT_THAT(matching("auk"), IsEmpty());
  EXPECT_THAT(waiting(), IsEmpty());
  index(1, "great auk");
  EXPECT_THAT(matching("auk"), ElementsAre(1));
  EXPECT_THAT(matching("little"), ElementsAre(2));
}

TEST_P(SearchTest, TheScopeIsTheLibraryAndWhoeverWantsToBeFound) {
  auto const post = [&](AccountId author, int id, Visibility visibility = Visibility::public_) {
    auto made = post_by(author, PostId{id});
    made.visibility = visibility;
    return add(made);
  };
  post(ann, 1);
  post(bob, 2);
  post(bob, 3, Visibility::unlisted);
  post(bob, 4, Visibility::direct);
  mention(PostId{4}, {ann});
  post(bob, 5, Visibility::private_);
  write([](db::Session& s) { return reactions::insert_favourite(s, RelationId{1}, ann, PostId{5}); });
  post(bob, 6, Visibility::unlisted);
  write([](db::Session& s) { return reactions::insert_bookmark(s, RelationId{2}, ann, PostId{6}); });
  auto const boosted = post(bob, 7, Visibility::unlisted);
  add(boost_by(ann, PostId{8}, boosted));

  EXPECT_THAT(in_scope({.viewer = ann}), ElementsAre(1, 2, 4, 5, 6, 7));
  EXPECT_THAT(in_scope({.viewer = ann, .public_posts = false}), ElementsAre(1, 4, 5, 6, 7));
  EXPECT_THAT(in_scope({.viewer = ann, .library = false}), ElementsAre(2));
  EXPECT_THAT(in_scope({.viewer = bob}), ElementsAre(2, 3, 4, 5, 6, 7));
  EXPECT_THAT(in_scope({.viewer = AccountId{9}}), ElementsAre(2));
}

}  // namespace
}  // namespace auklet::store
