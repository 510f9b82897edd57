// SPDX-License-Identifier: Apache-2.0
#include "store/server_totals.h"

#include <chrono>
#include <optional>
#include <utility>

#include "store/accounts.h"
#include "store/testing/store_test.h"

namespace auklet::store {
namespace {

using server_totals::PeoplePart;
using server_totals::PostsPart;
using server_totals::Totals;
using testing::now;

constexpr AccountId alice{1};
constexpr AccountId bob{2};
constexpr AccountId carol{3};

class ServerTotalsTest : public testing::StoreTest {
 protected:
  PeoplePart count_people(AccountId after, UnixMillis active_since, int rows_max = 10) {
    return read(server_totals::count_people(session(), after, active_since, rows_max));
  }
  PostsPart count_posts(PostId after, int rows_max = 10) {
    return read(server_totals::count_posts(session(), after, rows_max));
  }
  std::optional<Totals> find() { return read(server_totals::find(session())); }
};
AUKLET_ON_BOTH_ENGINES(ServerTotalsTest);

TEST_P(ServerTotalsTest, PeopleAndTheirOwnPostsCount) {
  for (auto const& [id, name] : {std::pair{alice, "alice"}, {bob, "bob"}}) {
    add_account(account_named(id, name));
    add_user(id, name);
  }
  add_account(account_named(carol, "carol"));  // cannot log in: no person of this server
  for (auto const account : {alice, carol}) {
    ASSERT_TRUE(try_batch([&](db::Batch& batch) { accounts::count_post(batch, account, 0, now); }));
  }
  auto const post = add(post_by(alice, PostId{1}));
  add(boost_by(bob, PostId{2}, post));
  auto remote = post_by(carol, PostId{3});
  remote.remote_uri = "https://other.example/3";
  add(remote);

  EXPECT_EQ(count_people(AccountId{0}, now), (PeoplePart{.people = 2, .active = 1, .last = bob}));
  EXPECT_EQ(count_people(AccountId{0}, now + std::chrono::seconds{1}).active, 0);
  EXPECT_EQ(count_posts(PostId{0}), (PostsPart{.posts = 1, .last = PostId{3}}));
}

TEST_P(ServerTotalsTest, EachPartBeginsWhereTheLastOneEnded) {
  for (auto const& [id, name] : {std::pair{alice, "alice"}, {bob, "bob"}}) {
    add_account(account_named(id, name));
    add_user(id, name);
  }
  add(post_by(alice, PostId{1}));
  add(post_by(alice, PostId{2}));
  add(post_by(alice, PostId{4}));

  EXPECT_EQ(count_people(AccountId{0}, now, 1), (PeoplePart{.people = 1, .active = 0, .last = alice}));
  EXPECT_EQ(count_people(alice, now, 1).last, bob);
  EXPECT_EQ(count_people(bob, now, 1), PeoplePart{}) << "that was all";
  EXPECT_EQ(count_posts(PostId{0}, 2), (PostsPart{.posts = 2, .last = PostId{2}}));
  EXPECT_EQ(count_posts(PostId{2}, 2), (PostsPart{.posts = 1, .last = PostId{4}}));
  EXPECT_EQ(count_posts(PostId{4}, 2), PostsPart{});
}

TEST_P(ServerTotalsTest, TheLastCountIsKept) {
  EXPECT_EQ(find(), std::nullopt);
  for (auto const& totals : {Totals{1, 2, 3}, Totals{4, 5, 6}}) {
    ASSERT_TRUE(try_batch([&](db::Batch& batch) { server_totals::keep(batch, totals); }));
    EXPECT_EQ(find(), totals);
  }
}

}  // namespace
}  // namespace auklet::store
