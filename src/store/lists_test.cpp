// SPDX-License-Identifier: Apache-2.0
#include "store/lists.h"

#include "store/testing/store_test.h"

namespace auklet::store {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

constexpr AccountId ann{1};
constexpr AccountId ben{2};
constexpr AccountId cem{3};

class ListsTest : public testing::StoreTest {
 protected:
  List add(std::int64_t id, AccountId owner, std::string title, bool exclusive = false) {
    List list{.id = ListId{id}, .owner = owner, .title = std::move(title), .exclusive = exclusive};
    write([&](db::Session& s) { return lists::insert(s, list); });
    return list;
  }
  bool add_member(List const& list, AccountId member, std::int64_t id) {
    return write([&](db::Session& s) { return lists::add_member(s, list.id, member, RelationId{id}); });
  }
};
AUKLET_ON_BOTH_ENGINES(ListsTest);

TEST_P(ListsTest, AreKeptAsTheyAreWritten) {
  auto first = add(10, ann, "first");
  auto const second = add(20, ann, "second", true);
  auto const other = add(30, ben, "of another");
  EXPECT_EQ(read(lists::find(session(), first.id)), first);
  EXPECT_EQ(read(lists::find(session(), ListId{99})), std::nullopt);
  EXPECT_THAT(read(lists::of_owner(session(), ann)), ElementsAre(first, second));
  EXPECT_EQ(read(lists::count(session(), ann)), 2);
  first.title = "renamed";
  first.replies = RepliesPolicy::none;
  first.exclusive = true;
  write([&](db::Session& s) { return lists::update(s, first); });
  EXPECT_THAT(read(lists::of_owner(session(), ann)), ElementsAre(first, second));
  add_member(first, cem, 1);
  write([&](db::Session& s) { return lists::remove(s, first.id); });
  EXPECT_THAT(read(lists::of_owner(session(), ann)), ElementsAre(second));
  EXPECT_THAT(read(lists::all_members(session(), first.id)), IsEmpty());
  EXPECT_THAT(read(lists::of_owner(session(), ben)), ElementsAre(other));
}

TEST_P(ListsTest, MembersAreInOnceAndGoOneByOneOrFromAllListsOfTheOwner) {
  auto const friends = add(10, ann, "friends");
  auto const news = add(20, ann, "news", true);
  auto const of_ben = add(30, ben, "of ben", true);
  EXPECT_TRUE(add_member(friends, ben, 1));
  EXPECT_FALSE(add_member(friends, ben, 2));
  EXPECT_TRUE(add_member(friends, cem, 3));
  EXPECT_TRUE(add_member(news, cem, 4));
  EXPECT_TRUE(add_member(of_ben, cem, 5));

  auto const page = read(lists::members(session(), friends.id, {.limit = 1}));
  ASSERT_EQ(page.size(), 1U);
  EXPECT_EQ(page[0].account, cem);
  EXPECT_THAT(read(lists::all_members(session(), friends.id)), UnorderedElementsAre(ben, cem));
  EXPECT_THAT(read(lists::with_member(session(), ann, cem)), ElementsAre(friends, news));
  EXPECT_THAT(read(lists::with_member(session(), ann, ben)), ElementsAre(friends));
  EXPECT_THAT(read(lists::exclusive_members(session(), ann)), ElementsAre(cem));

  std::vector<AccountId> const leaving{ben};
  write([&](db::Session& s) { return lists::remove_members(s, friends.id, leaving); });
  EXPECT_THAT(read(lists::all_members(session(), friends.id)), ElementsAre(cem));
  write([&](db::Session& s) { return lists::remove_from_all(s, ann, cem); });
  EXPECT_THAT(read(lists::with_member(session(), ann, cem)), IsEmpty());
  EXPECT_THAT(read(lists::exclusive_members(session(), ben)), ElementsAre(cem));
}

}  // namespace
}  // namespace auklet::store
