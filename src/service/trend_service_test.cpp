// SPDX-License-Identifier: Apache-2.0
#include "service/trend_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "service/testing/people_test.h"

namespace auklet::service {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using namespace std::chrono_literals;

class TrendServiceTest : public testing::PeopleTest {
 protected:
  TrendServiceTest() {
    bus.subscribe([this](bus::Event const& event) { trends.on_event(event); });
  }
  Account join_openly(std::string const& name) {
    auto account = join(name);
    account.discoverable = true;
    get(store_profile(database(), account));
    return account;
  }
  static Task<Result<>> store_profile(db::Database& database, Account account) {
    CO_TRY(auto const transaction, co_await database.begin());
    CO_TRY_OK(co_await store::accounts::update_profile(*transaction, account));
    co_return co_await transaction->commit();
  }
  void favourite(Account const& account, Post const& post) { get(reactions.favourite(as(account), post.id)); }

  std::vector<std::string> tags_of(TrendService& service, int limit = 10, int offset = 0) {
    std::vector<std::string> names;
    for (auto const& details : get(service.tags({}, limit, offset))) {
      names.push_back(details.tag.name);
    }
    return names;
  }
  std::vector<std::string> posts_of(TrendService& service, Caller caller, int limit = 10, int offset = 0) {
    std::vector<std::string> texts;
    for (auto const& details : get(service.posts(std::move(caller), limit, offset))) {
      texts.push_back(details.post.text);
    }
    return texts;
  }

  TagService tags{env};
  TrendService trends{env, tags, loader};
};
AUKLET_ON_BOTH_ENGINES(TrendServiceTest);

TEST_P(TrendServiceTest, TagsOfManyPeopleComeFirstAndOneAloneIsNone) {
  auto const ann = join("ann");
  auto const bob = join("bob");
  auto const cat = join("cat");
  for (auto const& person : {ann, bob, cat}) {
    publish(person, "#auk seen");
  }
  for (auto const& person : {ann, bob}) {
    publish(person, "#tern seen");
  }
  for (int i = 0; i < 50; ++i) {
    publish(cat, "#shout");
  }
  publish(ann, "#hidden", Visibility::unlisted);
  publish(bob, "#hidden", Visibility::private_);
  EXPECT_THAT(tags_of(trends), ElementsAre("auk", "tern"));
  EXPECT_THAT(tags_of(trends, 1, 1), ElementsAre("tern"));
  EXPECT_THAT(tags_of(trends, 10, 2), IsEmpty());
  EXPECT_EQ(get(trends.tags({}, 1, 0))[0].history.entries()[0].accounts, 3);
  // From now on events are counted as they come; another service reads the same from the store.
  for (auto const& person : {ann, bob}) {
    publish(person, "#gull and #tern");
  }
  for (auto const* const name : {"dan", "eve"}) {
    publish(join(name), "#tern");
  }
  EXPECT_THAT(tags_of(trends), ElementsAre("tern", "auk", "gull"));
  TrendService fresh(env, tags, loader);
  EXPECT_THAT(tags_of(fresh), ElementsAre("tern", "auk", "gull"));
}

TEST_P(TrendServiceTest, TheOldGivesWayToTheNew) {
  auto const ann = join("ann");
  auto const bob = join("bob");
  auto const cat = join("cat");
  for (auto const& person : {ann, bob, cat}) {
    publish(person, "#yesterday");
  }
  clock.advance(10h);
  for (auto const& person : {ann, bob}) {
    publish(person, "#today");
  }
  EXPECT_THAT(tags_of(trends), ElementsAre("today", "yesterday"));
  clock.advance(200h);
  EXPECT_THAT(tags_of(trends), IsEmpty()) << "nobody was there lately";
}

TEST_P(TrendServiceTest, PostsThatManyLikeAreShownToWhoMaySeeThem) {
  auto const ann = join_openly("ann");
  auto const shy = join("shy");
  auto const bob = join("bob");
  auto const cat = join("cat");
  auto const liked = publish(ann, "liked");
  auto const loved = publish(ann, "loved");
  auto const undiscovered = publish(shy, "not to be discovered");
  auto const lonely = publish(ann, "liked by one");
  auto const unlisted = publish(ann, "unlisted", Visibility::unlisted);
  EXPECT_THAT(posts_of(trends, stranger()), IsEmpty());
  for (auto const& post : {liked, loved, undiscovered, unlisted}) {
    favourite(bob, post);
    favourite(cat, post);
  }
  favourite(bob, lonely);
  favourite(ann, lonely);
  boost(shy, loved);
  EXPECT_THAT(posts_of(trends, stranger()), ElementsAre("loved", "liked"));
  EXPECT_THAT(posts_of(trends, stranger(), 1, 1), ElementsAre("liked"));
  TrendService fresh(env, tags, loader);
  EXPECT_THAT(posts_of(fresh, stranger()), ElementsAre("loved", "liked"));

  block(bob, ann);
  EXPECT_THAT(posts_of(trends, as(bob)), IsEmpty());
  block(ann, cat);
  EXPECT_THAT(posts_of(trends, as(cat)), IsEmpty());
  get(posts.edit(as(ann), liked.id, {.text = "liked", .spoiler_text = "now behind a warning"}));
  EXPECT_THAT(posts_of(trends, stranger()), ElementsAre("loved"));
  get(posts.remove(as(ann), loved.id));
  EXPECT_THAT(posts_of(trends, stranger()), IsEmpty());
}

}  // namespace
}  // namespace auklet::service
