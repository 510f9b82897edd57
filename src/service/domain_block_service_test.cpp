// SPDX-License-Identifier: Apache-2.0
#include "service/domain_block_service.h"

#include "service/testing/people_test.h"
#include "store/follows.h"

namespace auklet::service {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class DomainBlockServiceTest : public testing::PeopleTest {
 protected:
  // Someone of another server. There is no way in for them yet but the table.
  Account join_from(std::string const& domain, std::string const& name) {
    auto account = join(name);
    get(move(account.id, domain));
    return now_of(account);
  }
  Task<Result<>> move(AccountId account, std::string const& domain) {
    CO_TRY(auto const transaction, co_await database().begin());
    CO_TRY_OK(
        co_await transaction->execute("UPDATE accounts SET domain = $2 WHERE id = $1", {account, domain}));
    co_return co_await transaction->commit();
  }
  std::vector<std::string> listed(Account const& account) {
    return get(domain_blocks.list(as(account), {})).items;
  }
  Relationship between(Account const& one, Account const& other) {
    return get(relations.relationships(as(one), {other.id})).front();
  }

  DomainBlockService domain_blocks{env, relations};
};
AUKLET_ON_BOTH_ENGINES(DomainBlockServiceTest);

TEST_P(DomainBlockServiceTest, KeepsDomainsAsAccountsCarryThem) {
  auto const ann = join("ann");
  get(domain_blocks.block(as(ann), "Far.Example"));
  get(domain_blocks.block(as(ann), "far.example"));
  get(domain_blocks.block(as(ann), "Bücher.example:8080"));
  EXPECT_THAT(listed(ann), ElementsAre("xn--bcher-kva.example:8080", "far.example"));
  for (auto const* const wrong : {"", " ", "a b", "http://far.example", "far.example/x",
                                  "far.example:", "far.example:x", "example.org", "EXAMPLE.org", "a..b"}) {
    EXPECT_EQ(refusal(domain_blocks.block(as(ann), wrong)), ErrorKind::invalid) << wrong;
    EXPECT_EQ(refusal(domain_blocks.preview(as(ann), wrong)), ErrorKind::invalid) << wrong;
  }
  get(domain_blocks.unblock(as(ann), "FAR.example"));
  get(domain_blocks.unblock(as(ann), "far.example"));
  EXPECT_THAT(listed(ann), ElementsAre("xn--bcher-kva.example:8080"));
}

TEST_P(DomainBlockServiceTest, EndsFollowingBothWaysAndHides) {
  auto const ann = join("ann");
  auto const ben = join("ben");
  auto const far = join_from("far.example", "far");
  auto const fan = join_from("far.example", "fan");
  auto const near = join_from("near.example", "near");
  follow(ann, far);
  follow(fan, ann);
  follow(ann, near);
  follow(ben, far);
  auto const ties = get(domain_blocks.preview(as(ann), "far.example"));
  EXPECT_EQ(ties.following, 1);
  EXPECT_EQ(ties.followers, 1);

  get(domain_blocks.block(as(ann), "far.example"));
  EXPECT_FALSE(between(ann, far).following);
  EXPECT_TRUE(between(ann, far).domain_blocking);
  EXPECT_FALSE(between(ann, fan).followed_by);
  EXPECT_TRUE(between(ann, near).following);
  EXPECT_FALSE(between(ann, near).domain_blocking);
  EXPECT_TRUE(between(ben, far).following);
  EXPECT_EQ(now_of(ann).following_count, 1);
  EXPECT_EQ(now_of(ann).followers_count, 0);
  auto const post = publish(far, "from far away");
  EXPECT_THAT(get(loader.load(database().session(), ann.id, {post.id}, Company::welcome)), IsEmpty());
  EXPECT_EQ(get(loader.load(database().session(), ben.id, {post.id}, Company::welcome)).size(), 1U);
  get(domain_blocks.unblock(as(ann), "far.example"));
  EXPECT_EQ(get(loader.load(database().session(), ann.id, {post.id}, Company::welcome)).size(), 1U);
}

}  // namespace
}  // namespace auklet::service
