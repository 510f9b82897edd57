// SPDX-License-Identifier: Apache-2.0
#include "store/collections.h"

#include "store/blocks.h"
#include "store/testing/store_test.h"

namespace auklet::store {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::now;

constexpr AccountId ann{1};
constexpr AccountId ben{2};
constexpr AccountId cem{3};

class CollectionsTest : public testing::StoreTest {
 protected:
  Collection add(std::int64_t id, AccountId owner, bool discoverable = true, std::optional<Tag> tag = {}) {
    Collection const made{.id = CollectionId{id},
                          .owner = owner,
                          .name = "c" + std::to_string(id),
                          .description = "about",
                          .language = "en",
                          .tag = std::move(tag),
                          .discoverable = discoverable,
                          .created_at = now,
                          .updated_at = now};
    write([&](db::Session& s) { return collections::insert(s, made); });
    return made;
  }
  bool put(std::int64_t id, Collection const& in, AccountId account) {
    CollectionItem const item{
        .id = RelationId{id}, .collection = in.id, .account = account, .created_at = now};
    return write([&](db::Session& s) { return collections::insert_item(s, item); });
  }
  std::vector<std::int64_t> of_owner(AccountId owner, int limit = 40, int offset = 0) {
    return testing::cursors_of(read(collections::of_owner(session(), owner, limit, offset)));
  }
  std::vector<std::int64_t> with_account(AccountId account, AccountId viewer) {
    return testing::cursors_of(read(collections::with_account(session(), account, viewer, 40, 0)));
  }
};
AUKLET_ON_BOTH_ENGINES(CollectionsTest);

TEST_P(CollectionsTest, AreKeptAsTheyAreWritten) {
  auto const tag =
      write([](db::Session& s) { return posts::obtain_tag(s, {TagId{10}, "birds", "Birds"}, testing::now); });
  auto first = add(1, ann, true, tag);
  add(2, ann);
  add(3, ben);
  auto const found = read(collections::find(session(), first.id)).value();
  EXPECT_EQ(found.name, "c1");
  EXPECT_EQ(found.language, "en");
  EXPECT_EQ(found.tag->display, "Birds");
  EXPECT_TRUE(found.discoverable);
  EXPECT_THAT(of_owner(ann), ElementsAre(2, 1));
  EXPECT_THAT(of_owner(ann, 1, 1), ElementsAre(1));
  EXPECT_EQ(read(collections::count(session(), ann)), 2);
  first.name = "renamed";
  first.tag.reset();
  first.language.reset();
  first.sensitive = true;
  write([&](db::Session& s) { return collections::update(s, first); });
  auto const changed = read(collections::find(session(), first.id)).value();
  EXPECT_EQ(changed.name, "renamed");
  EXPECT_FALSE(changed.tag);
  EXPECT_FALSE(changed.language);
  EXPECT_TRUE(changed.sensitive);
  put(100, first, cem);
  write([&](db::Session& s) { return collections::remove(s, first.id); });
  EXPECT_FALSE(read(collections::find(session(), first.id)));
  EXPECT_THAT(read(collections::items_of(session(), {first.id})), IsEmpty());
}

TEST_P(CollectionsTest, ItemsAreInOnceAndRevokedOnesStayAway) {
  auto const list = add(1, ann);
  EXPECT_TRUE(put(100, list, ben));
  EXPECT_FALSE(put(101, list, ben));
  EXPECT_TRUE(put(102, list, cem));
  EXPECT_THAT(testing::cursors_of(read(collections::items_of(session(), {list.id}))), ElementsAre(100, 102));
  EXPECT_EQ(read(collections::count_items(session(), list.id)), 2);
  write([&](db::Session& s) {
    return collections::set_state(s, list.id, RelationId{100}, CollectionItemState::revoked);
  });
  EXPECT_THAT(testing::cursors_of(read(collections::items_of(session(), {list.id}))), ElementsAre(102));
  EXPECT_FALSE(put(103, list, ben));
  write([&](db::Session& s) { return collections::remove_from_all(s, ann, ben); });
  EXPECT_FALSE(put(103, list, ben)) << "what was revoked is remembered";
  write([&](db::Session& s) { return collections::remove_item(s, list.id, RelationId{102}); });
  EXPECT_TRUE(put(104, list, cem));
  write([&](db::Session& s) { return collections::remove_from_all(s, ann, cem); });
  EXPECT_THAT(read(collections::items_of(session(), {list.id})), IsEmpty());
}

TEST_P(CollectionsTest, ThoseOfOthersAreShownWhenTheyMayBeFound) {
  auto const open = add(1, ann);
  auto const quiet = add(2, ann, false);
  put(100, open, cem);
  put(101, quiet, cem);
  EXPECT_THAT(with_account(cem, cem), ElementsAre(2, 1));
  EXPECT_THAT(with_account(cem, ann), ElementsAre(2, 1));
  EXPECT_THAT(with_account(cem, ben), ElementsAre(1));
  EXPECT_THAT(with_account(cem, AccountId{}), ElementsAre(1));
  write([](db::Session& s) { return blocks::insert(s, RelationId{1}, ann, ben); });
  EXPECT_THAT(with_account(cem, ben), IsEmpty());
}

}  // namespace
}  // namespace auklet::store
