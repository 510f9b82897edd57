// SPDX-License-Identifier: Apache-2.0
#include "store/reactions.h"

#include "store/testing/store_test.h"

namespace auklet::store {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

constexpr AccountId alice{1};
constexpr AccountId bob{2};

class ReactionsTest : public testing::StoreTest {
 protected:
  using Insert = Task<Result<bool>> (*)(db::Session&, RelationId, AccountId, PostId);
  using Remove = Task<Result<bool>> (*)(db::Session&, AccountId, PostId);

  bool put(Insert insert, int id, AccountId account, PostId post) {
    return write([&](db::Session& s) { return insert(s, RelationId{id}, account, post); });
  }

  bool take(Remove remove, AccountId account, PostId post) {
    return write([&](db::Session& s) { return remove(s, account, post); });
  }
};
AUKLET_ON_BOTH_ENGINES(ReactionsTest);

TEST_P(ReactionsTest, EachIsDoneOnceAndSaysWhetherItChangedAnything) {
  PostId const post{7};
  for (auto const& [insert, remove] : {
           std::pair<Insert, Remove>{reactions::insert_favourite, reactions::remove_favourite},
           std::pair<Insert, Remove>{reactions::insert_bookmark, reactions::remove_bookmark},
           std::pair<Insert, Remove>{reactions::insert_pin, reactions::remove_pin},
       }) {
    EXPECT_FALSE(take(remove, alice, post));
    EXPECT_TRUE(put(insert, 1, alice, post));
    EXPECT_FALSE(put(insert, 2, alice, post));
    EXPECT_TRUE(put(insert, 3, bob, post));
    EXPECT_TRUE(take(remove, alice, post));
    EXPECT_FALSE(take(remove, alice, post));
    EXPECT_TRUE(take(remove, bob, post));
  }
}

TEST_P(ReactionsTest, ListsArePaged) {
  PostId const star{50};
  for (int i = 1; i <= 5; ++i) {
    PostId const post{100 - i};
    AccountId const fan{200 - i};
    put(reactions::insert_favourite, i, alice, post);
    put(reactions::insert_bookmark, i, alice, post);
    put(reactions::insert_favourite, i, fan, star);
    add(boost_by(fan, PostId{i}, post_by(bob, star)));
  }
  auto secret = boost_by(bob, PostId{6}, post_by(bob, star));
  secret.visibility = Visibility::private_;
  add(secret);  // nobody is told of it
  auto& s = session();
  testing::expect_pages([&](PageRequest page) { return read(reactions::favourites(s, alice, page)); });
  testing::expect_pages([&](PageRequest page) { return read(reactions::bookmarks(s, alice, page)); });
  testing::expect_pages([&](PageRequest page) { return read(reactions::favourited_by(s, star, page)); });
  testing::expect_pages([&](PageRequest page) { return read(reactions::boosted_by(s, star, page)); });
  EXPECT_EQ(read(reactions::bookmarks(s, alice, {.limit = 1})).front().post, PostId{95});
  EXPECT_EQ(read(reactions::boosted_by(s, star, {.limit = 1})).front().account, AccountId{195});
}

TEST_P(ReactionsTest, TheNewestPinComesFirst) {
  put(reactions::insert_pin, 1, alice, PostId{9});
  put(reactions::insert_pin, 2, alice, PostId{3});
  put(reactions::insert_pin, 3, bob, PostId{5});
  EXPECT_THAT(read(reactions::pins(session(), alice)), ElementsAre(PostId{3}, PostId{9}));
}

TEST_P(ReactionsTest, AThreadIsMutedByOneAndForAll) {
  ThreadId const thread{7};
  for (int round = 0; round < 2; ++round) {
    write([&](db::Session& s) { return reactions::mute_thread(s, alice, thread); });
    EXPECT_TRUE(read(reactions::thread_muted(session(), alice, thread)));
    EXPECT_FALSE(read(reactions::thread_muted(session(), bob, thread)));
  }
  write([&](db::Session& s) { return reactions::unmute_thread(s, alice, thread); });
  EXPECT_FALSE(read(reactions::thread_muted(session(), alice, thread)));
}

TEST_P(ReactionsTest, MarksAreThoseOfTheViewerAmongThePostsAsked) {
  PostId const one{1};
  PostId const two{2};
  add(boost_by(alice, PostId{3}, post_by(bob, one)));
  put(reactions::insert_favourite, 1, alice, one);
  put(reactions::insert_favourite, 2, alice, two);
  put(reactions::insert_favourite, 3, alice, PostId{9});
  put(reactions::insert_bookmark, 4, alice, two);
  put(reactions::insert_pin, 5, alice, one);
  put(reactions::insert_bookmark, 6, bob, one);
  write([](db::Session& s) { return reactions::mute_thread(s, alice, ThreadId{1}); });

  auto const marks = read(reactions::marks(session(), alice, {one, two}, {ThreadId{1}, ThreadId{2}}));
  EXPECT_THAT(marks.favourited, UnorderedElementsAre(one, two));
  EXPECT_THAT(marks.boosted, ElementsAre(one));
  EXPECT_THAT(marks.bookmarked, ElementsAre(two));
  EXPECT_THAT(marks.pinned, ElementsAre(one));
  EXPECT_THAT(marks.muted_threads, ElementsAre(ThreadId{1}));
  auto const none = read(reactions::marks(session(), alice, {}, {}));
  EXPECT_THAT(none.favourited, IsEmpty());
  EXPECT_THAT(none.muted_threads, IsEmpty());
}

}  // namespace
}  // namespace auklet::store
