// SPDX-License-Identifier: Apache-2.0
#include "store/filters.h"

#include "store/posts.h"
#include "store/testing/store_test.h"

namespace auklet::store {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr AccountId ann{1};
constexpr AccountId ben{2};

class FiltersTest : public testing::StoreTest {
 protected:
  Filter add(std::int64_t id, AccountId owner) {
    Filter filter{.id = FilterId{id},
                  .owner = owner,
                  .title = "title",
                  .contexts = 5,
                  .action = FilterAction::hide,
                  .expires_at = from_count(1'000 + id)};
    write([&](db::Session& s) { return filters::insert(s, filter); });
    return filter;
  }
  void add_keyword(Filter& filter, FilterKeyword const& keyword) {
    write([&](db::Session& s) { return filters::insert_keyword(s, filter.id, keyword); });
    filter.keywords.push_back(keyword);
  }
  bool add_post(Filter const& filter, FilteredPost const& post) {
    return write([&](db::Session& s) { return filters::insert_post(s, filter.id, post); });
  }
};
AUKLET_ON_BOTH_ENGINES(FiltersTest);

TEST_P(FiltersTest, AreKeptAsTheyAreWritten) {
  auto first = add(10, ann);
  auto second = add(20, ann);
  auto other = add(30, ben);
  add_keyword(second, {FilterKeywordId{2}, "two words", false});
  add_keyword(first, {FilterKeywordId{3}, "ünï", true});
  add_keyword(first, {FilterKeywordId{4}, "four", true});
  add_keyword(other, {FilterKeywordId{5}, "other", true});
  EXPECT_THAT(read(filters::of_owner(session(), ann)), ElementsAre(first, second));
  EXPECT_THAT(read(filters::of_owner(session(), ben)), ElementsAre(other));
  EXPECT_THAT(read(filters::of_owner(session(), AccountId{9})), IsEmpty());

  first.title = "renamed";
  first.contexts = 2;
  first.action = FilterAction::blur;
  first.expires_at.reset();
  first.keywords.front() = {FilterKeywordId{3}, "changed", false};
  write([&](db::Session& s) { return filters::update(s, first); });
  write([&](db::Session& s) { return filters::update_keyword(s, first.keywords.front()); });
  write([&](db::Session& s) { return filters::remove_keyword(s, FilterKeywordId{4}); });
  first.keywords.pop_back();
  EXPECT_THAT(read(filters::of_owner(session(), ann)), ElementsAre(first, second));

  write([&](db::Session& s) { return filters::remove(s, second.id); });
  EXPECT_THAT(read(filters::of_owner(session(), ann)), ElementsAre(first));
}

TEST_P(FiltersTest, NameAPostOnceAndForgetItWhenItIsGone) {
  auto filter = add(10, ann);
  add(20, ann);
  EXPECT_TRUE(add_post(filter, {FilteredPostId{1}, PostId{100}}));
  EXPECT_FALSE(add_post(filter, {FilteredPostId{2}, PostId{100}}));
  EXPECT_TRUE(add_post(filter, {FilteredPostId{3}, PostId{200}}));
  EXPECT_TRUE(add_post(filter, {FilteredPostId{4}, PostId{300}}));
  write([&](db::Session& s) { return filters::remove_post(s, FilteredPostId{4}); });
  write([&](db::Session& s) { return posts::remove(s, PostId{100}); });
  EXPECT_THAT(read(filters::of_owner(session(), ann)).front().posts,
              ElementsAre(FilteredPost{FilteredPostId{3}, PostId{200}}));
}

TEST_P(FiltersTest, AreCountedByOwner) {
  auto filter = add(10, ann);
  add(20, ann);
  auto other = add(30, ben);
  add_keyword(filter, {FilterKeywordId{2}, "two", false});
  add_keyword(other, {FilterKeywordId{3}, "three", false});
  add_post(filter, {FilteredPostId{1}, PostId{100}});
  auto const counted = read(filters::count(session(), ann));
  EXPECT_EQ(counted.filters, 2);
  EXPECT_EQ(counted.keywords, 1);
  EXPECT_EQ(counted.posts, 1);
}

}  // namespace
}  // namespace auklet::store
