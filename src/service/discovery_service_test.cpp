// SPDX-License-Identifier: Apache-2.0
#include "service/discovery_service.h"

#include "service/account_service.h"
#include "service/testing/people_test.h"

namespace auklet::service {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class DiscoveryServiceTest : public testing::PeopleTest {
 protected:
  Account join_open(std::string const& name) {
    auto const account = join(name);
    get(accounts.update_profile(as(account), {.discoverable = true}));
    return account;
  }
  std::vector<std::string> suggested(Account const& viewer, int limit = 40) {
    std::vector<std::string> names;
    for (auto const& suggestion : get(discovery.suggestions(as(viewer), limit))) {
      names.push_back(suggestion.account.username + " " + std::to_string(suggestion.sources.size()));
    }
    return names;
  }
  std::vector<std::string> listed(Caller const& caller, DirectoryQuery query = {}) {
    std::vector<std::string> names;
    for (auto const& account : get(discovery.directory(caller, query))) {
      names.push_back(account.username);
    }
    return names;
  }

  AccountService accounts{env, relations};
  DiscoveryService discovery{env};
};
AUKLET_ON_BOTH_ENGINES(DiscoveryServiceTest);

TEST_P(DiscoveryServiceTest, SuggestsFriendsOfFriendsAndThenThePopular) {
  auto const ann = join("ann");
  auto const ben = join("ben");
  auto const near = join_open("near");
  auto const star = join_open("star");
  auto const hidden = join("hidden");
  follow(ann, ben);
  follow(ben, near);
  follow(ben, hidden);
  follow(near, star);
  follow(hidden, star);
  EXPECT_THAT(suggested(ann), ElementsAre("near 2", "star 1"));
  EXPECT_THAT(suggested(ann, 1), ElementsAre("near 2"));
  get(discovery.dismiss(as(ann), near.id));
  get(discovery.dismiss(as(ann), near.id));
  EXPECT_THAT(suggested(ann), ElementsAre("star 1"));
  EXPECT_THAT(suggested(hidden), ElementsAre("near 1")) << "dismissed by ann alone";
  follow(ann, star);
  EXPECT_THAT(suggested(ann), IsEmpty());
  EXPECT_EQ(refusal(discovery.dismiss(as(ann), AccountId{1})), ErrorKind::not_found);
}

TEST_P(DiscoveryServiceTest, ThePosterIsFirstInTheDirectory) {
  auto const ann = join_open("ann");
  auto const ben = join_open("ben");
  join("hidden");
  EXPECT_THAT(listed(stranger()), ElementsAre("ben", "ann"));
  publish(ann, "hello");
  EXPECT_THAT(listed(stranger()), ElementsAre("ann", "ben"));
  clock.advance(std::chrono::hours{1});
  publish(ben, "to myself", Visibility::direct);
  EXPECT_THAT(listed(stranger()), ElementsAre("ann", "ben"));
  publish(ben, "hello");
  EXPECT_THAT(listed(stranger()), ElementsAre("ben", "ann"));
  block(ann, ben);
  EXPECT_THAT(listed(as(ben), {.local = true}), ElementsAre("ben"));
  get(accounts.update_profile(as(ann), {.discoverable = false}));
  EXPECT_THAT(listed(stranger(), {.order = store::directory::Order::newest}), ElementsAre("ben"));
}

}  // namespace
}  // namespace auklet::service
