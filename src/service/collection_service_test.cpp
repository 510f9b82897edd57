// SPDX-License-Identifier: Apache-2.0
#include "service/collection_service.h"

#include "service/account_service.h"
#include "service/testing/people_test.h"

namespace auklet::service {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class CollectionServiceTest : public testing::PeopleTest {
 protected:
  Account join_open(std::string const& name) {
    auto const account = join(name);
    get(accounts.update_profile(as(account), {.discoverable = true}));
    return account;
  }
  CollectionDetails make(Account const& owner, std::vector<AccountId> people = {}) {
    return get(collections.create(as(owner), {.name = "birds"}, std::move(people)));
  }
  std::vector<std::string> names(Caller const& caller, CollectionId id) {
    std::vector<std::string> list;
    for (auto const& account : get(collections.find(caller, id)).accounts) {
      list.push_back(account.username);
    }
    return list;
  }

  AccountService accounts{env, relations};
  CollectionService collections{env};
};
AUKLET_ON_BOTH_ENGINES(CollectionServiceTest);

TEST_P(CollectionServiceTest, AreMadeAndChangedByTheirOwner) {
  auto const ann = join("ann");
  auto const ben = join_open("ben");
  auto const made = get(collections.create(
      as(ann), {.name = " birds ", .description = "of the sea", .language = "en-GB", .tag = "#Auks"},
      {ben.id}));
  EXPECT_EQ(made.collection.name, "birds");
  EXPECT_EQ(made.collection.tag->name, "auks");
  EXPECT_TRUE(made.collection.discoverable);
  ASSERT_EQ(made.items.size(), 1U);
  auto const id = made.collection.id;
  clock.advance(std::chrono::hours{1});
  auto const changed = get(
      collections.update(as(ann), id, {.language = "", .tag = "", .sensitive = true, .discoverable = false}));
  EXPECT_EQ(changed.collection.name, "birds");
  EXPECT_FALSE(changed.collection.language);
  EXPECT_FALSE(changed.collection.tag);
  EXPECT_GT(changed.collection.updated_at, changed.collection.created_at);
  EXPECT_EQ(refusal(collections.update(as(ben), id, {.name = "mine"})), ErrorKind::forbidden);
  EXPECT_EQ(refusal(collections.remove(as(ben), id)), ErrorKind::forbidden);
  EXPECT_EQ(refusal(collections.update(as(ann), CollectionId{1}, {})), ErrorKind::not_found);
  get(collections.remove(as(ann), id));
  EXPECT_EQ(refusal(collections.find(as(ann), id)), ErrorKind::not_found);
}

TEST_P(CollectionServiceTest, HaveBounds) {
  auto const ann = join("ann");
  for (auto const& draft : std::vector<CollectionDraft>{{},
                                                        {.name = " "},
                                                        {.name = std::string(41, 'x')},
                                                        {.name = "x", .description = std::string(101, 'x')},
                                                        {.name = "x", .language = "nonsense"},
                                                        {.name = "x", .tag = "two words"}}) {
    EXPECT_EQ(refusal(collections.create(as(ann), draft, {})), ErrorKind::invalid);
  }
  auto const first = make(ann);
  for (int i = 1; i < 10; ++i) {
    make(ann);
  }
  EXPECT_EQ(refusal(collections.create(as(ann), {.name = "more"}, {})), ErrorKind::invalid);
  for (int i = 0; i < 25; ++i) {
    get(collections.add(as(ann), first.collection.id, join_open("p" + std::to_string(i)).id));
  }
  EXPECT_EQ(refusal(collections.add(as(ann), first.collection.id, join_open("more").id)), ErrorKind::invalid);
}

TEST_P(CollectionServiceTest, HoldOnlyThoseWhoWantToBeIn) {
  auto const ann = join("ann");
  auto const ben = join_open("ben");
  auto const shy = join("shy");
  auto const foe = join_open("foe");
  block(foe, ann);
  auto const id = make(ann, {ben.id}).collection.id;
  for (auto const account : {shy.id, foe.id, ben.id, AccountId{1}}) {
    EXPECT_EQ(refusal(collections.add(as(ann), id, account)), ErrorKind::invalid);
  }
  EXPECT_EQ(refusal(collections.create(as(ann), {.name = "x"}, {ben.id, shy.id})), ErrorKind::invalid);
  EXPECT_EQ(get(collections.of_account(as(ann), ann.id, 40, 0)).size(), 1U) << "whole or not at all";
  EXPECT_EQ(refusal(collections.add(as(ben), id, ben.id)), ErrorKind::forbidden);

  auto const item = get(collections.find(as(ann), id)).items.at(0).id;
  EXPECT_EQ(refusal(collections.revoke(as(ann), id, item)), ErrorKind::forbidden);
  EXPECT_EQ(refusal(collections.remove_item(as(ben), id, item)), ErrorKind::forbidden);
  EXPECT_EQ(refusal(collections.remove_item(as(ann), id, RelationId{1})), ErrorKind::not_found);
  get(collections.revoke(as(ben), id, item));
  EXPECT_THAT(names(as(ann), id), IsEmpty());
  EXPECT_EQ(refusal(collections.revoke(as(ben), id, item)), ErrorKind::not_found);
  EXPECT_EQ(refusal(collections.remove_item(as(ann), id, item)), ErrorKind::not_found);
  EXPECT_EQ(refusal(collections.add(as(ann), id, ben.id)), ErrorKind::invalid) << "not against their will";
}

TEST_P(CollectionServiceTest, AreShownToAllWhoAreNotBlocked) {
  auto const ann = join("ann");
  auto const ben = join_open("ben");
  auto const cem = join_open("cem");
  auto const dan = join("dan");
  auto const id = make(ann, {ben.id, cem.id}).collection.id;
  EXPECT_THAT(names(stranger(), id), ElementsAre("ben", "cem"));
  block(dan, cem);
  EXPECT_THAT(names(as(dan), id), ElementsAre("ben"));
  EXPECT_EQ(get(collections.with_account(as(dan), ben.id, 40, 0)).size(), 1U);
  EXPECT_EQ(get(collections.of_account(stranger(), ann.id, 40, 0)).size(), 1U);
  block(ann, dan);
  EXPECT_EQ(refusal(collections.find(as(dan), id)), ErrorKind::not_found);
  EXPECT_THAT(get(collections.of_account(as(dan), ann.id, 40, 0)), IsEmpty());
  EXPECT_THAT(get(collections.with_account(as(dan), ben.id, 40, 0)), IsEmpty());
  block(ben, ann);
  EXPECT_THAT(names(stranger(), id), ElementsAre("cem")) << "a block ends it";
  get(relations.unblock(as(ben), ann.id));
  EXPECT_THAT(names(stranger(), id), ElementsAre("cem"));
  EXPECT_EQ(refusal(collections.of_account(stranger(), AccountId{1}, 40, 0)), ErrorKind::not_found);
  EXPECT_EQ(refusal(collections.with_account(stranger(), AccountId{1}, 40, 0)), ErrorKind::not_found);
}

}  // namespace
}  // namespace auklet::service
