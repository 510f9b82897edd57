// SPDX-License-Identifier: Apache-2.0
#include "store/trends.h"

#include "base/ids.h"
#include "store/reactions.h"
#include "store/testing/store_test.h"

namespace auklet::store {
namespace {

using ::testing::IsEmpty;

constexpr AccountId ann{1};
constexpr AccountId bob{2};
constexpr AccountId gone{3};
constexpr PostId newest{1'000'000};

class TrendsTest : public testing::StoreTest {
 protected:
  TrendsTest() {
    add_account(account_named(ann, "ann"));
    add_account(account_named(bob, "bob"));
    add_account(account_named(gone, "gone"));
    write([](db::Session& s) {
      return s.execute("UPDATE accounts SET suspended_at = 1 WHERE id = $1", {gone});
    });
  }
  static std::vector<std::pair<std::int64_t, std::int64_t>> pairs(std::vector<trends::TagUse> const& uses) {
    std::vector<std::pair<std::int64_t, std::int64_t>> all;
    for (auto const& use : uses) {
      all.emplace_back(std::to_underlying(use.post), std::to_underlying(use.of));
    }
    return all;
  }
  static std::vector<std::pair<std::int64_t, std::int64_t>> pairs(
      std::vector<trends::Applause> const& applause) {
    std::vector<std::pair<std::int64_t, std::int64_t>> all;
    for (auto const& one : applause) {
      all.emplace_back(std::to_underlying(one.post), std::to_underlying(one.account));
    }
    return all;
  }
  Post hidden(AccountId author, PostId id, auto change) {
    auto post = post_by(author, id);
    change(post);
    return add(post);
  }
};
AUKLET_ON_BOTH_ENGINES(TrendsTest);

using Pairs = std::vector<std::pair<std::int64_t, std::int64_t>>;

TEST_P(TrendsTest, HasTheTagsOfWhatEveryoneMaySee) {
  add(post_by(ann, PostId{1}));
  add(post_by(bob, PostId{2}));
  hidden(ann, PostId{3}, [](Post& post) { post.visibility = Visibility::unlisted; });
  hidden(ann, PostId{4}, [](Post& post) { post.sensitive = true; });
  hidden(ann, PostId{5}, [](Post& post) { post.spoiler_text = "careful"; });
  hidden(gone, PostId{6}, [](Post&) {});
  for (std::int64_t id = 1; id <= 6; ++id) {
    tag(PostId{id}, {{7, "auk"}});
  }
  EXPECT_THAT(pairs(read(trends::tag_uses(session(), newest, PostId{0}, 9))), (Pairs{{2, 7}, {1, 7}}));
  EXPECT_THAT(pairs(read(trends::tag_uses(session(), PostId{2}, PostId{0}, 9))), (Pairs{{1, 7}}));
  EXPECT_THAT(pairs(read(trends::tag_uses(session(), newest, PostId{1}, 9))), (Pairs{{2, 7}}));
  EXPECT_THAT(pairs(read(trends::tag_uses(session(), newest, PostId{0}, 1))), (Pairs{{2, 7}}));
  EXPECT_THAT(pairs(read(trends::tag_uses_of(session(), {PostId{1}, PostId{4}, PostId{99}}))),
              (Pairs{{1, 7}}));
  EXPECT_EQ(read(trends::tags(session(), {TagId{7}, TagId{8}})).size(), 1U);
}

TEST_P(TrendsTest, HasWhatOthersThinkOfPosts) {
  auto const first = add(post_by(ann, PostId{1}));
  auto const second = add(post_by(ann, PostId{2}));
  auto const own = add(post_by(bob, PostId{3}));
  auto const secret = hidden(ann, PostId{4}, [](Post& post) { post.visibility = Visibility::private_; });
  auto const late = RelationId{base::first_id_at(testing::now)};
  write([&](db::Session& s) { return reactions::insert_favourite(s, RelationId{10}, bob, first.id); });
  write([&](db::Session& s) { return reactions::insert_favourite(s, late, bob, second.id); });
  write([&](db::Session& s) { return reactions::insert_favourite(s, RelationId{12}, bob, own.id); });
  write([&](db::Session& s) { return reactions::insert_favourite(s, RelationId{13}, bob, secret.id); });
  add(boost_by(bob, PostId{20}, first));
  add(boost_by(bob, PostId{21}, own));

  auto const favourites = read(trends::favourites(session(), newest, PostId{0}, 9));
  EXPECT_THAT(pairs(favourites), (Pairs{{2, 2}, {1, 2}}));
  EXPECT_EQ(favourites[0].at, testing::now);
  EXPECT_THAT(pairs(read(trends::favourites(session(), PostId{2}, PostId{0}, 9))), (Pairs{{1, 2}}));
  EXPECT_THAT(pairs(read(trends::boosts(session(), newest, PostId{0}, 9))), (Pairs{{1, 2}}));
  EXPECT_THAT(read(trends::boosts(session(), newest, PostId{1}, 9)), IsEmpty());
  EXPECT_THAT(pairs(read(trends::boosts_among(session(), {PostId{20}, PostId{21}, PostId{22}}))),
              (Pairs{{1, 2}}));
  EXPECT_THAT(pairs(read(trends::favourites_among(session(), {first.id, own.id}, {bob, ann}))),
              (Pairs{{1, 2}}));
}

}  // namespace
}  // namespace auklet::store
