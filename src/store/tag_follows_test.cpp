// SPDX-License-Identifier: Apache-2.0
#include "store/tag_follows.h"

#include "store/testing/store_test.h"

namespace auklet::store {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

constexpr AccountId alice{1};
constexpr AccountId bob{2};

class TagFollowsTest : public testing::StoreTest {
 protected:
  Tag tag(std::int64_t id, std::string const& name) {
    return write([&](db::Session& s) { return posts::obtain_tag(s, {TagId{id}, name, name}, testing::now); });
  }
  bool follow(std::int64_t id, AccountId account, Tag const& tag) {
    return write([&](db::Session& s) { return tag_follows::insert(s, RelationId{id}, account, tag.id); });
  }
  std::vector<std::string> names(AccountId account, PageRequest page = {}) {
    std::vector<std::string> names;
    for (auto const& listed : read(tag_follows::page(session(), account, page))) {
      names.push_back(listed.tag.name);
    }
    return names;
  }
};
AUKLET_ON_BOTH_ENGINES(TagFollowsTest);

TEST_P(TagFollowsTest, AreListedNewestFirstAndEachOnce) {
  auto const birds = tag(10, "birds");
  auto const tea = tag(11, "tea");
  EXPECT_EQ(tag(12, "tea").id, tea.id) << "a tag that is there is not made again";
  EXPECT_TRUE(follow(1, alice, birds));
  EXPECT_TRUE(follow(2, alice, tea));
  EXPECT_FALSE(follow(3, alice, birds));
  EXPECT_TRUE(follow(4, bob, birds));
  EXPECT_THAT(names(alice), ElementsAre("tea", "birds"));
  EXPECT_THAT(names(alice, {.max_id = 2}), ElementsAre("birds"));
  EXPECT_THAT(read(tag_follows::all(session(), alice)), UnorderedElementsAre(birds.id, tea.id));
  EXPECT_EQ(read(tag_follows::count(session(), alice)), 2);
  EXPECT_THAT(read(tag_follows::among(session(), bob, {birds.id, tea.id})), ElementsAre(birds.id));
  EXPECT_THAT(read(tag_follows::among(session(), bob, {})), IsEmpty());

  EXPECT_TRUE(write([&](db::Session& s) { return tag_follows::remove(s, alice, birds.id); }));
  EXPECT_FALSE(write([&](db::Session& s) { return tag_follows::remove(s, alice, birds.id); }));
  EXPECT_THAT(names(alice), ElementsAre("tea"));
  EXPECT_THAT(names(bob), ElementsAre("birds"));
}

}  // namespace
}  // namespace auklet::store
