// SPDX-License-Identifier: Apache-2.0
#include "store/blocks.h"

#include "store/testing/store_test.h"

namespace auklet::store {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::now;
using ::testing::UnorderedElementsAre;

constexpr AccountId alice{1};
constexpr AccountId bob{2};
constexpr AccountId carol{3};
constexpr std::chrono::minutes minute{1};

class BlocksTest : public testing::StoreTest {
 protected:
  bool block(int id, AccountId account, AccountId target) {
    return write([&](db::Session& s) { return blocks::insert(s, RelationId{id}, account, target); });
  }

  void mute(int id, AccountId account, AccountId target, std::optional<UnixMillis> until = {},
            bool hide_notifications = true) {
    blocks::Mute const mute{RelationId{id}, account, target, hide_notifications, until};
    write([&](db::Session& s) { return blocks::insert_mute(s, mute); });
  }
};
AUKLET_ON_BOTH_ENGINES(BlocksTest);

TEST_P(BlocksTest, ABlockHasADirection) {
  EXPECT_TRUE(block(1, alice, bob));
  EXPECT_FALSE(block(2, alice, bob));
  EXPECT_TRUE(read(blocks::exists(session(), alice, bob)));
  EXPECT_FALSE(read(blocks::exists(session(), bob, alice)));
  write([](db::Session& s) { return blocks::remove(s, bob, alice); });
  EXPECT_TRUE(read(blocks::exists(session(), alice, bob)));
  write([](db::Session& s) { return blocks::remove(s, alice, bob); });
  EXPECT_FALSE(read(blocks::exists(session(), alice, bob)));
}

TEST_P(BlocksTest, ListsArePaged) {
  for (int i = 1; i <= 5; ++i) {
    block(i, alice, AccountId{100 - i});
    mute(i, alice, AccountId{100 - i}, now + minute);
  }
  mute(6, alice, AccountId{50}, now);  // over: it does not count, not even for the limit
  testing::expect_pages([this](PageRequest page) { return read(blocks::list(session(), alice, page)); });
  testing::expect_pages(
      [this](PageRequest page) { return read(blocks::list_mutes(session(), alice, page, now)); });
  EXPECT_EQ(read(blocks::list_mutes(session(), alice, {.limit = 1}, now)).front().account, AccountId{95});
}

TEST_P(BlocksTest, AMuteEndsAtItsTime) {
  mute(1, alice, bob, now + minute);
  EXPECT_TRUE(read(blocks::find_mute(session(), alice, bob, now)));
  EXPECT_FALSE(read(blocks::find_mute(session(), alice, bob, now + minute)));
  EXPECT_THAT(read(blocks::all_hidden(session(), alice, now)).muted, ElementsAre(bob));
  EXPECT_THAT(read(blocks::all_hidden(session(), alice, now + minute)).muted, IsEmpty());
  EXPECT_THAT(read(blocks::hidden_among(session(), alice, {bob}, now + minute)).muted, IsEmpty());
  EXPECT_THAT(read(blocks::list_mutes(session(), alice, {}, now + minute)), IsEmpty());
}

TEST_P(BlocksTest, MutingAgainChangesTheSettings) {
  mute(1, alice, bob, now + minute);
  mute(2, alice, bob, std::nullopt, /*hide_notifications=*/false);
  auto const found = *read(blocks::find_mute(session(), alice, bob, now + 2 * minute));
  EXPECT_EQ(found.id, RelationId{1});
  EXPECT_FALSE(found.hide_notifications);
  EXPECT_EQ(found.expires_at, std::nullopt);
  write([](db::Session& s) { return blocks::remove_mute(s, alice, bob); });
  EXPECT_FALSE(read(blocks::find_mute(session(), alice, bob, now)));
}

TEST_P(BlocksTest, HiddenSaysWhy) {
  AccountId const dave{4};
  block(1, alice, bob);
  block(2, carol, alice);
  mute(3, alice, carol);
  mute(4, alice, dave);
  mute(5, dave, alice);  // of no concern to alice
  auto const all = read(blocks::all_hidden(session(), alice, now));
  EXPECT_THAT(all.blocked, ElementsAre(bob));
  EXPECT_THAT(all.muted, UnorderedElementsAre(carol, dave));
  EXPECT_THAT(all.blocked_by, ElementsAre(carol));

  auto const some = read(blocks::hidden_among(session(), alice, {carol, AccountId{9}}, now));
  EXPECT_THAT(some.blocked, IsEmpty());
  EXPECT_THAT(some.muted, ElementsAre(carol));
  EXPECT_THAT(some.blocked_by, ElementsAre(carol));
  EXPECT_THAT(read(blocks::hidden_among(session(), alice, {}, now)).blocked, IsEmpty());
}

TEST_P(BlocksTest, KnowsWhenTheNextMuteEnds) {
  EXPECT_EQ(read(blocks::next_mute_end(session(), alice, now)), std::nullopt);
  mute(1, alice, bob);
  EXPECT_EQ(read(blocks::next_mute_end(session(), alice, now)), std::nullopt) << "for ever";
  mute(2, alice, carol, now + 2 * minute);
  mute(3, alice, AccountId{4}, now + minute);
  EXPECT_EQ(read(blocks::next_mute_end(session(), alice, now)), now + minute);
  EXPECT_EQ(read(blocks::next_mute_end(session(), alice, now + minute)), now + 2 * minute);
}

}  // namespace
}  // namespace auklet::store
