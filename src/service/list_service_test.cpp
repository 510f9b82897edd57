// SPDX-License-Identifier: Apache-2.0
#include "service/list_service.h"

#include "service/testing/people_test.h"

namespace auklet::service {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class ListServiceTest : public testing::PeopleTest {
 protected:
  std::vector<std::string> members(Account const& owner, ListId id) {
    std::vector<std::string> names;
    for (auto const& account : get(lists.members(as(owner), id, {})).items) {
      names.push_back(account.username);
    }
    return names;
  }

  ListService lists{env};
};
AUKLET_ON_BOTH_ENGINES(ListServiceTest);

TEST_P(ListServiceTest, AListIsItsOwnersAlone) {
  auto const ann = join("ann");
  auto const ben = join("ben");
  auto const list = get(lists.create(as(ann), {.title = "friends"}));
  EXPECT_EQ(list.replies, RepliesPolicy::list);
  EXPECT_FALSE(list.exclusive);
  EXPECT_THAT(get(lists.all(as(ann))), ElementsAre(list));
  EXPECT_THAT(get(lists.all(as(ben))), IsEmpty());
  EXPECT_EQ(refusal(lists.find(as(ben), list.id)), ErrorKind::not_found);
  EXPECT_EQ(refusal(lists.update(as(ben), list.id, {.title = "mine"})), ErrorKind::not_found);
  EXPECT_EQ(refusal(lists.remove(as(ben), list.id)), ErrorKind::not_found);
  EXPECT_EQ(refusal(lists.members(as(ben), list.id, {})), ErrorKind::not_found);
  EXPECT_EQ(refusal(lists.add_members(as(ben), list.id, {ann.id})), ErrorKind::not_found);
  EXPECT_EQ(refusal(lists.remove_members(as(ben), list.id, {ann.id})), ErrorKind::not_found);

  auto const changed =
      get(lists.update(as(ann), list.id, {.replies = RepliesPolicy::none, .exclusive = true}));
  EXPECT_EQ(changed.title, "friends");
  EXPECT_EQ(get(lists.find(as(ann), list.id)), changed);
  get(lists.remove(as(ann), list.id));
  EXPECT_EQ(refusal(lists.find(as(ann), list.id)), ErrorKind::not_found);
}

TEST_P(ListServiceTest, TitlesAndNumbersHaveBounds) {
  auto const ann = join("ann");
  EXPECT_EQ(refusal(lists.create(as(ann), {})), ErrorKind::invalid);
  EXPECT_EQ(refusal(lists.create(as(ann), {.title = " \n"})), ErrorKind::invalid);
  EXPECT_EQ(refusal(lists.create(as(ann), {.title = std::string(257, 'x')})), ErrorKind::invalid);
  auto const list = get(lists.create(as(ann), {.title = std::string(256, 'x')}));
  EXPECT_EQ(refusal(lists.update(as(ann), list.id, {.title = ""})), ErrorKind::invalid);
  for (int i = 1; i < 50; ++i) {
    get(lists.create(as(ann), {.title = "another"}));
  }
  EXPECT_EQ(refusal(lists.create(as(ann), {.title = "one too many"})), ErrorKind::invalid);
}

TEST_P(ListServiceTest, MembersAreFollowedAsLongAsTheyAreIn) {
  auto const ann = join("ann");
  auto const ben = join("ben");
  auto const cem = join("cem");
  auto const list = get(lists.create(as(ann), {.title = "friends"}));
  follow(ann, ben);
  EXPECT_EQ(refusal(lists.add_members(as(ann), list.id, {ben.id, cem.id})), ErrorKind::not_found);
  EXPECT_THAT(members(ann, list.id), IsEmpty()) << "all or none";
  EXPECT_EQ(refusal(lists.add_members(as(ann), list.id, {ann.id})), ErrorKind::not_found);
  follow(ann, cem);
  get(lists.add_members(as(ann), list.id, {ben.id, cem.id}));
  EXPECT_THAT(members(ann, list.id), ElementsAre("cem", "ben"));
  EXPECT_EQ(refusal(lists.add_members(as(ann), list.id, {ben.id})), ErrorKind::invalid);
  EXPECT_THAT(get(lists.with_member(as(ann), ben.id)), ElementsAre(list));
  EXPECT_EQ(refusal(lists.with_member(as(ann), AccountId{1})), ErrorKind::not_found);

  get(relations.unfollow(as(ann), ben.id));
  EXPECT_THAT(members(ann, list.id), ElementsAre("cem"));
  follow(ann, ben);
  EXPECT_THAT(members(ann, list.id), ElementsAre("cem")) << "following again does not bring back";
  block(cem, ann);
  EXPECT_THAT(members(ann, list.id), IsEmpty());
  get(lists.remove_members(as(ann), list.id, {cem.id}));
}

}  // namespace
}  // namespace auklet::service
