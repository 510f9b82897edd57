// SPDX-License-Identifier: Apache-2.0
#include "store/directory.h"

#include "store/blocks.h"
#include "store/domain_blocks.h"
#include "store/testing/store_test.h"

namespace auklet::store {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::now;

class DirectoryTest : public testing::StoreTest {
 protected:
  AccountId person(std::int64_t id, bool discoverable, std::string const& domain = "example.org") {
    auto account = account_named(AccountId{id}, "p" + std::to_string(id));
    account.discoverable = discoverable;
    account.domain = domain;
    add_account(account);
    return account.id;
  }
  void post(AccountId account, int hours) {
    EXPECT_TRUE(try_batch([&](db::Batch& batch) {
      accounts::count_post(batch, account, 1, now + std::chrono::hours{hours});
      directory::note_post(batch, account, now + std::chrono::hours{hours});
    }));
  }
  std::vector<AccountId> page(directory::Query query) {
    return read(directory::page(session(), std::move(query), now));
  }
};
AUKLET_ON_BOTH_ENGINES(DirectoryTest);

TEST_P(DirectoryTest, HoldsThoseWhoWantToBeFoundInBothOrders) {
  auto const a = person(1, true);
  auto const b = person(2, true);
  auto const c = person(3, true);
  auto const d = person(4, false);
  post(b, 3);
  post(a, 5);
  post(d, 9);
  using enum directory::Order;
  EXPECT_THAT(page({}), ElementsAre(a, b, c));
  EXPECT_THAT(page({.order = newest}), ElementsAre(c, b, a));
  EXPECT_THAT(page({.limit = 1, .offset = 1}), ElementsAre(b));
  EXPECT_THAT(page({.offset = 3}), IsEmpty());

  auto account = *read(accounts::find(session(), a));
  account.discoverable = false;
  write([&](db::Session& s) { return accounts::update_profile(s, account); });
  EXPECT_THAT(page({}), ElementsAre(b, c));
  account = *read(accounts::find(session(), d));
  account.discoverable = true;
  write([&](db::Session& s) { return accounts::update_profile(s, account); });
  write([&](db::Session& s) { return accounts::update_profile(s, account); });
  EXPECT_THAT(page({}), ElementsAre(d, b, c)) << "with the time of the last post";
}

TEST_P(DirectoryTest, LeavesOutWhoeverIsHiddenFromTheViewer) {
  auto const viewer = person(1, true);
  auto const blocked = person(2, true);
  auto const blocker = person(3, true);
  auto const muted = person(4, true);
  auto const far = person(5, true, "far.example");
  auto const welcome = person(7, true);
  write([&](db::Session& s) { return blocks::insert(s, RelationId{1}, viewer, blocked); });
  write([&](db::Session& s) { return blocks::insert(s, RelationId{2}, blocker, viewer); });
  write([&](db::Session& s) {
    return blocks::insert_mute(s, {.id = RelationId{3}, .account = viewer, .target = muted});
  });
  using enum directory::Order;
  EXPECT_THAT(page({.order = newest}), ElementsAre(welcome, far, muted, blocker, blocked, viewer));
  EXPECT_THAT(page({.order = newest, .domain = "example.org"}),
              ElementsAre(welcome, muted, blocker, blocked, viewer));
  EXPECT_THAT(page({.viewer = viewer, .order = newest}), ElementsAre(welcome, far, viewer));
  write([&](db::Session& s) { return domain_blocks::insert(s, RelationId{4}, viewer, "far.example"); });
  EXPECT_THAT(page({.viewer = viewer, .order = newest}), ElementsAre(welcome, viewer));
}

}  // namespace
}  // namespace auklet::store
