// SPDX-License-Identifier: Apache-2.0
#include "store/domain_blocks.h"

#include "store/blocks.h"
#include "store/follows.h"
#include "store/relationships.h"
#include "store/testing/store_test.h"

namespace auklet::store {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::now;
using ::testing::UnorderedElementsAre;

constexpr AccountId ann{1};
constexpr AccountId ben{2};

class DomainBlocksTest : public testing::StoreTest {
 protected:
  void block(std::int64_t id, AccountId account, std::string const& domain) {
    write([&](db::Session& s) { return domain_blocks::insert(s, RelationId{id}, account, domain); });
  }
  void follow(std::int64_t id, AccountId follower, AccountId followee) {
    write([&](db::Session& s) { return follows::insert(s, {RelationId{id}, follower, followee, {}}); });
  }
  AccountId stranger(std::int64_t id, std::string const& domain) {
    auto account = account_named(AccountId{id}, "stranger" + std::to_string(id));
    account.domain = domain;
    account.uri = "https://" + domain + "/" + std::to_string(id);
    add_account(account);
    return account.id;
  }
};
AUKLET_ON_BOTH_ENGINES(DomainBlocksTest);

TEST_P(DomainBlocksTest, ArePagedNewestFirst) {
  for (std::int64_t id = 1; id <= 5; ++id) {
    block(id, ann, std::to_string(id) + ".example");
  }
  block(6, ann, "1.example");
  block(7, ben, "1.example");
  testing::expect_pages([this](PageRequest page) { return read(domain_blocks::list(session(), ann, page)); });
  EXPECT_EQ(read(domain_blocks::count(session(), ann)), 5);
  EXPECT_EQ(read(domain_blocks::list(session(), ben, {})).front().domain, "1.example");
  EXPECT_TRUE(write([](db::Session& s) { return domain_blocks::remove(s, ben, "1.example"); }));
  EXPECT_FALSE(write([](db::Session& s) { return domain_blocks::remove(s, ben, "1.example"); }));
  EXPECT_THAT(read(domain_blocks::list(session(), ben, {})), IsEmpty());
}

TEST_P(DomainBlocksTest, HideEveryoneOfTheDomain) {
  auto const far = stranger(10, "far.example");
  auto const near = stranger(11, "near.example");
  block(1, ann, "far.example");
  for (auto const& hidden : {read(blocks::all_hidden(session(), ann, now)),
                             read(blocks::hidden_among(session(), ann, {far, near}, now))}) {
    EXPECT_THAT(hidden.muted, ElementsAre(far));
    EXPECT_THAT(hidden.blocked, IsEmpty());
  }
  EXPECT_THAT(read(blocks::hidden_among(session(), ann, {near}, now)).muted, IsEmpty());
  EXPECT_THAT(read(blocks::all_hidden(session(), ben, now)).muted, IsEmpty());
  auto const standing = read(relationships::find_all(session(), ann, {far, near}, now));
  EXPECT_TRUE(standing[0].domain_blocking);
  EXPECT_FALSE(standing[1].domain_blocking);
}

TEST_P(DomainBlocksTest, TiesAreThoseOfTheDomain) {
  auto const followed = stranger(10, "far.example");
  auto const follower = stranger(11, "far.example");
  auto const asked = stranger(12, "far.example");
  auto const near = stranger(13, "near.example");
  stranger(14, "far.example");
  follow(1, ann, followed);
  follow(2, follower, ann);
  follow(3, ann, near);
  follow(4, ben, followed);
  write([&](db::Session& s) { return follows::insert_request(s, {RelationId{5}, asked, ann, {}}); });
  auto const ties = read(domain_blocks::ties(session(), ann, "far.example"));
  EXPECT_EQ(ties.following, 1);
  EXPECT_EQ(ties.followers, 1);
  EXPECT_THAT(read(domain_blocks::tied(session(), ann, "far.example", 9)),
              UnorderedElementsAre(followed, follower, asked));
  EXPECT_EQ(read(domain_blocks::tied(session(), ann, "far.example", 2)).size(), 2U);
  EXPECT_EQ(read(domain_blocks::ties(session(), ann, "none.example")).following, 0);
}

}  // namespace
}  // namespace auklet::store
