// SPDX-License-Identifier: Apache-2.0
#include "service/author_cache.h"

#include <optional>
#include <string>
#include <vector>

#include "service/testing/people_test.h"
#include "store/apps.h"
#include "store/follows.h"

namespace auklet::service {
namespace {

class AuthorCacheTest : public testing::PeopleTest {
 protected:
  AuthorCache cache{env, 2};

  // Behind the cache's back, as another process does it.
  Task<Result<>> store_language(AccountId account, std::string language) {
    CO_TRY(auto const transaction, co_await database().begin());
    CO_TRY(auto user, co_await store::accounts::find_user(*transaction, account));
    user->default_language = std::move(language);
    CO_TRY_OK(co_await store::accounts::update_user(*transaction, *user));
    co_return co_await transaction->commit();
  }

  Task<Result<>> store_app(AppId id, std::string name) {
    App const app{.id = id, .client_id = name, .name = name};
    CO_TRY(auto const transaction, co_await database().begin());
    CO_TRY_OK(co_await store::apps::insert(*transaction, app));
    co_return co_await transaction->commit();
  }

  Task<Result<>> store_follow(AccountId follower, AccountId followee, bool notify) {
    store::follows::Follow const follow{.id = env.mint<RelationId>(),
                                        .follower = follower,
                                        .followee = followee,
                                        .options = {.notify = notify}};
    CO_TRY(auto const transaction, co_await database().begin());
    CO_TRY_OK(co_await store::follows::insert(*transaction, follow));
    co_return co_await transaction->commit();
  }

  Task<Result<>> store_name(Account account, std::string name) {
    account.display_name = std::move(name);
    CO_TRY(auto const transaction, co_await database().begin());
    CO_TRY_OK(co_await store::accounts::update_profile(*transaction, account));
    co_return co_await transaction->commit();
  }

  std::string name_of(Account const& account) { return get(cache.profile(account.id)).value().display_name; }

  std::optional<std::string> language_of(Account const& account) {
    return get(cache.defaults(account.id)).value().language;
  }
};
AUKLET_ON_BOTH_ENGINES(AuthorCacheTest);

TEST_P(AuthorCacheTest, RemembersUntilToldOtherwiseOrAMinuteIsOver) {
  auto const alice = join("alice");
  EXPECT_EQ(language_of(alice), std::nullopt);
  get(store_language(alice.id, "de"));
  EXPECT_EQ(language_of(alice), std::nullopt) << "remembered";
  bus.publish(bus::PostDefaultsChanged{alice.id});
  EXPECT_EQ(language_of(alice), "de");

  get(store_language(alice.id, "fi"));
  bus.publish(bus::AccessChanged{alice.id});
  EXPECT_EQ(language_of(alice), "fi");

  get(store_language(alice.id, "sv"));
  clock.advance(std::chrono::minutes{1} - std::chrono::milliseconds{1});
  EXPECT_EQ(language_of(alice), "fi");
  clock.advance(std::chrono::milliseconds{1});
  EXPECT_EQ(language_of(alice), "sv");
}

TEST_P(AuthorCacheTest, KnowsEveryoneThoughItsRoomIsSmall) {
  for (std::string const name : {"alice", "bob", "carol", "dave"}) {
    auto const account = join(name);
    get(store_language(account.id, "de"));
    EXPECT_EQ(language_of(account), "de");
  }
  EXPECT_FALSE(get(cache.defaults(AccountId{404})));
}

TEST_P(AuthorCacheTest, RemembersProfilesUntilMoreThanTheirCountersChange) {
  auto const alice = join("alice");
  EXPECT_EQ(name_of(alice), "alice");
  get(store_name(alice, "Al"));
  bus.publish(bus::AccountsTouched{{alice.id}, /*only_counters=*/true});
  EXPECT_EQ(name_of(alice), "alice") << "remembered";
  bus.publish(bus::AccountsTouched{{alice.id}});
  EXPECT_EQ(name_of(alice), "Al");

  get(store_name(alice, "Alice"));
  bus.publish(bus::AccessChanged{alice.id});
  EXPECT_EQ(name_of(alice), "Alice");

  get(store_name(alice, "A."));
  clock.advance(std::chrono::minutes{1});
  EXPECT_EQ(name_of(alice), "A.");
  EXPECT_FALSE(get(cache.profile(AccountId{404})));
}

TEST_P(AuthorCacheTest, RemembersWhoWantsToBeToldUntilToldOtherwiseOrAMinuteIsOver) {
  auto const alice = join("alice");
  auto const bob = join("bob");
  std::vector<AccountId> const nobody;
  std::vector<AccountId> const only_bob{bob.id};
  EXPECT_EQ(get(cache.curious(alice.id)), nobody);
  get(store_follow(bob.id, alice.id, true));
  EXPECT_EQ(get(cache.curious(alice.id)), nobody) << "remembered";
  bus.publish(bus::RelationsChanged{{alice.id}, {bob.id}});
  EXPECT_EQ(get(cache.curious(alice.id)), nobody) << "it is bob's followers who changed";
  bus.publish(bus::RelationsChanged{{bob.id}, {bob.id, alice.id}});
  EXPECT_EQ(get(cache.curious(alice.id)), only_bob);

  get(store_follow(bob.id, alice.id, false));
  clock.advance(std::chrono::minutes{1} - std::chrono::milliseconds{1});
  EXPECT_EQ(get(cache.curious(alice.id)), only_bob);
  clock.advance(std::chrono::milliseconds{1});
  EXPECT_EQ(get(cache.curious(alice.id)), nobody);
}

TEST_P(AuthorCacheTest, AsksAnewWhenManyWantToBeTold) {
  auto const alice = join("alice");
  for (int i = 0; i < 17; ++i) {
    get(store_follow(env.mint<AccountId>(), alice.id, true));
  }
  EXPECT_EQ(get(cache.curious(alice.id)).size(), 17U);
  get(store_follow(env.mint<AccountId>(), alice.id, true));
  EXPECT_EQ(get(cache.curious(alice.id)).size(), 18U) << "not remembered";
}

TEST_P(AuthorCacheTest, KnowsTheLabelsOfApps) {
  for (std::string const name : {"tern", "gull", "puffin"}) {
    auto const id = env.mint<AppId>();
    EXPECT_FALSE(get(cache.app(id))) << "an app that is not known is not remembered as such";
    get(store_app(id, name));
    EXPECT_EQ(get(cache.app(id))->name, name);
    EXPECT_EQ(get(cache.app(id))->name, name);
  }
}

}  // namespace
}  // namespace auklet::service
