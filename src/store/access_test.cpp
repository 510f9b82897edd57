// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "db/testing/database_test.h"
#include "store/accounts.h"
#include "store/apps.h"
#include "store/schema.h"
#include "store/sessions.h"
#include "store/tokens.h"

namespace auklet::store {
namespace {

constexpr UnixMillis now = UnixMillis{std::chrono::milliseconds{1'775'926'510'000}};
constexpr std::chrono::minutes minute{1};

class AccessTest : public db::testing::DatabaseTest {
 protected:
  AccessTest() : DatabaseTest(migrations()) {}

  db::Session& session() { return database().session(); }

  // Statements that write run in a transaction of their own.
  template <class Write>
  auto write(Write statement) {
    return run(in_transaction(database(), std::move(statement)));
  }

  template <class Write>
  static auto in_transaction(db::Database& database, Write statement)
      -> std::invoke_result_t<Write, db::Session&> {
    CO_TRY(auto const transaction, co_await database.begin());
    auto outcome = co_await statement(*transaction);
    CO_TRY_OK(co_await transaction->commit());
    co_return outcome;
  }

  void add_user(AccountId id, std::string const& name) {
    Account account;
    account.id = id;
    account.username = name;
    account.domain = "example.org";
    account.uri = account.url = "https://example.org/users/" + name;
    account.created_at = now;
    User user;
    user.account_id = id;
    user.email = name + "@example.org";
    user.created_at = now;
    ASSERT_TRUE(write([&](db::Session& s) { return accounts::insert(s, account, name); }));
    ASSERT_TRUE(write([&](db::Session& s) { return accounts::insert_user(s, user, user.email); }));
  }

  void change_user(AccountId id, Role role, std::optional<UnixMillis> disabled_at) {
    auto user = **run(accounts::find_user(session(), id));
    user.role = role;
    user.disabled_at = disabled_at;
    ASSERT_TRUE(write([&](db::Session& s) { return accounts::update_user(s, user); }));
  }

  void add_token(Token const& token) {
    ASSERT_TRUE(write([&](db::Session& s) { return tokens::insert(s, token); }));
  }
};
AUKLET_ON_BOTH_ENGINES(AccessTest);

TEST_P(AccessTest, AppsComeBackAsTheyWere) {
  App const app{AppId{7},     "client",     "hash",
                "Näme",       std::nullopt, {"urn:ietf:wg:oauth:2.0:oob", "app://x"},
                "write read", now};
  ASSERT_TRUE(write([&](db::Session& s) { return apps::insert(s, app); }));
  auto const found = run(apps::find_by_client_id(session(), "client"));
  ASSERT_TRUE(found && *found);
  EXPECT_EQ((*found)->id, AppId{7});
  EXPECT_EQ((*found)->client_secret_hash, "hash");
  EXPECT_EQ((*found)->name, "Näme");
  EXPECT_EQ((*found)->website, std::nullopt);
  EXPECT_EQ((*found)->redirect_uris, app.redirect_uris);
  EXPECT_EQ((*found)->scopes, "write read");
  EXPECT_EQ((*found)->created_at, now);
  EXPECT_TRUE(run(apps::find(session(), AppId{7}))->has_value());
  EXPECT_FALSE(run(apps::find(session(), AppId{8}))->has_value());
  EXPECT_FALSE(run(apps::find_by_client_id(session(), "CLIENT"))->has_value());
  auto again = app;
  again.id = AppId{9};
  EXPECT_EQ(write([&](db::Session& s) { return apps::insert(s, again); }).error().kind, ErrorKind::conflict);
}

TEST_P(AccessTest, ATokenSaysWhetherItsBearerGetsIn) {
  add_user(AccountId{1}, "alice");
  add_token({TokenId{5}, "hash-a", AppId{7}, AccountId{1}, "read", now});
  add_token({TokenId{6}, "hash-b", AppId{7}, std::nullopt, "read", now});

  auto bearer = **run(tokens::find_by_hash(session(), "hash-a"));
  EXPECT_EQ(bearer.token.id, TokenId{5});
  EXPECT_EQ(bearer.token.account_id, AccountId{1});
  EXPECT_EQ(bearer.role, Role::user);
  EXPECT_FALSE(bearer.disabled);

  change_user(AccountId{1}, Role::admin, now);
  bearer = **run(tokens::find_by_hash(session(), "hash-a"));
  EXPECT_EQ(bearer.role, Role::admin);
  EXPECT_TRUE(bearer.disabled);

  bearer = **run(tokens::find_by_hash(session(), "hash-b"));
  EXPECT_EQ(bearer.token.account_id, std::nullopt);
  EXPECT_FALSE(bearer.disabled);
  EXPECT_FALSE(run(tokens::find_by_hash(session(), "hash-c"))->has_value());
}

TEST_P(AccessTest, FindsATokenAlike) {
  add_token({TokenId{5}, "a", AppId{7}, AccountId{1}, "read", now});
  add_token({TokenId{6}, "b", AppId{7}, AccountId{1}, "read write", now});
  add_token({TokenId{8}, "c", AppId{7}, std::nullopt, "read", now});
  auto const alike = [&](AppId app, std::optional<AccountId> account, char const* scopes) {
    auto const found = run(tokens::find_alike(session(), app, account, scopes));
    return *found ? (*found)->id : TokenId{};
  };
  EXPECT_EQ(alike(AppId{7}, AccountId{1}, "read"), TokenId{5});
  EXPECT_EQ(alike(AppId{7}, AccountId{1}, "read write"), TokenId{6});
  EXPECT_EQ(alike(AppId{7}, std::nullopt, "read"), TokenId{8});
  EXPECT_EQ(alike(AppId{7}, AccountId{2}, "read"), TokenId{});
  EXPECT_EQ(alike(AppId{9}, AccountId{1}, "read"), TokenId{});

  ASSERT_TRUE(write([](db::Session& s) { return tokens::erase(s, TokenId{5}); }));
  EXPECT_EQ(alike(AppId{7}, AccountId{1}, "read"), TokenId{});
  ASSERT_TRUE(write([](db::Session& s) { return tokens::erase_of_account(s, AccountId{1}); }));
  EXPECT_EQ(alike(AppId{7}, AccountId{1}, "read write"), TokenId{});
  EXPECT_EQ(alike(AppId{7}, std::nullopt, "read"), TokenId{8});
}

TEST_P(AccessTest, TokensOfAnAccountAreListedWithTheirApps) {
  App app{AppId{7}, "client", "hash", "Näme", "https://app.example", {"app://x"}, "read", now};
  ASSERT_TRUE(write([&](db::Session& s) { return apps::insert(s, app); }));
  add_token({TokenId{5}, "a", AppId{7}, AccountId{1}, "read", now});
  add_token({TokenId{6}, "b", AppId{7}, AccountId{1}, "read write", now + minute});
  add_token({TokenId{7}, "c", AppId{7}, AccountId{2}, "read", now});
  add_token({TokenId{8}, "d", AppId{7}, std::nullopt, "read", now});
  auto const mark = [&](TokenId id, UnixMillis at) {
    ASSERT_TRUE(write([=](db::Session& s) { return tokens::mark_used(s, id, at); }));
  };
  mark(TokenId{5}, now + 3 * minute);
  mark(TokenId{5}, now + 2 * minute);  // late
  auto const listed = *run(tokens::list_of_account(session(), AccountId{1}));
  ASSERT_EQ(listed.size(), 2U);
  EXPECT_EQ(listed[0].id, TokenId{5});
  EXPECT_EQ(listed[0].app_name, "Näme");
  EXPECT_EQ(listed[0].website, "https://app.example");
  EXPECT_EQ(listed[0].created_at, now);
  EXPECT_EQ(listed[0].used_at, now + 3 * minute);
  EXPECT_EQ(listed[1].id, TokenId{6});
  EXPECT_EQ(listed[1].scopes, "read write");
  EXPECT_EQ(listed[1].used_at, std::nullopt);
  EXPECT_EQ((*run(tokens::find_by_hash(session(), "a")))->used_at, now + 3 * minute);

  EXPECT_EQ(run(tokens::belongs_to(session(), TokenId{6}, AccountId{1})), true);
  EXPECT_EQ(run(tokens::belongs_to(session(), TokenId{7}, AccountId{1})), false);
  EXPECT_EQ(run(tokens::belongs_to(session(), TokenId{8}, AccountId{1})), false);
  ASSERT_TRUE(
      write([](db::Session& s) { return tokens::erase_others_of_account(s, AccountId{1}, TokenId{6}); }));
  EXPECT_EQ(run(tokens::list_of_account(session(), AccountId{1}))->size(), 1U);
  EXPECT_EQ(run(tokens::list_of_account(session(), AccountId{2}))->size(), 1U);
}

TEST_P(AccessTest, ACodeIsUsedOnce) {
  AuthorizationCode const code{"hash", AppId{7},    AccountId{1}, "app://x",
                               "read", "challenge", std::nullopt, now + minute};
  ASSERT_TRUE(write([&](db::Session& s) { return tokens::insert_code(s, code); }));
  auto found = **run(tokens::find_code(session(), "hash"));
  EXPECT_EQ(found.app_id, AppId{7});
  EXPECT_EQ(found.account_id, AccountId{1});
  EXPECT_EQ(found.redirect_uri, "app://x");
  EXPECT_EQ(found.code_challenge, "challenge");
  EXPECT_EQ(found.token_id, std::nullopt);
  EXPECT_EQ(found.expires_at, now + minute);

  EXPECT_EQ(write([](db::Session& s) { return tokens::use_code(s, "hash", TokenId{5}); }), true);
  EXPECT_EQ(write([](db::Session& s) { return tokens::use_code(s, "hash", TokenId{6}); }), false);
  EXPECT_EQ((*run(tokens::find_code(session(), "hash")))->token_id, TokenId{5});

  ASSERT_TRUE(write([](db::Session& s) { return tokens::erase_expired_codes(s, now); }));
  EXPECT_TRUE(run(tokens::find_code(session(), "hash"))->has_value());
  ASSERT_TRUE(write([](db::Session& s) { return tokens::erase_expired_codes(s, now + minute); }));
  EXPECT_FALSE(run(tokens::find_code(session(), "hash"))->has_value());

  ASSERT_TRUE(write([&](db::Session& s) { return tokens::insert_code(s, code); }));
  ASSERT_TRUE(write([](db::Session& s) { return tokens::erase_codes_of_account(s, AccountId{1}); }));
  EXPECT_FALSE(run(tokens::find_code(session(), "hash"))->has_value());
}

TEST_P(AccessTest, ASessionLivesWhileItsOwnerMayLogIn) {
  add_user(AccountId{1}, "alice");
  BrowserSession const browser{"hash", AccountId{1}, now, now + minute};
  ASSERT_TRUE(write([&](db::Session& s) { return sessions::insert(s, browser); }));
  auto const lives = [&](UnixMillis at) {
    return run(sessions::find_live(session(), "hash", at))->has_value();
  };
  EXPECT_TRUE(lives(now));
  EXPECT_FALSE(lives(now + minute));
  change_user(AccountId{1}, Role::user, now);
  EXPECT_FALSE(lives(now));
  change_user(AccountId{1}, Role::user, std::nullopt);
  EXPECT_TRUE(lives(now));
  ASSERT_TRUE(write([](db::Session& s) { return sessions::erase(s, "hash"); }));
  EXPECT_FALSE(lives(now));

  ASSERT_TRUE(write([&](db::Session& s) { return sessions::insert(s, browser); }));
  ASSERT_TRUE(write([](db::Session& s) { return sessions::erase_expired(s, now); }));
  EXPECT_TRUE(lives(now));
  ASSERT_TRUE(write([](db::Session& s) { return sessions::erase_of_account(s, AccountId{1}); }));
  EXPECT_FALSE(lives(now));
}

TEST_P(AccessTest, OnlyOneAccountIsTheFirstAndSettlesTheDomain) {
  auto const claim = [&](AccountId id, char const* domain) {
    return write([=](db::Session& s) { return accounts::claim_first(s, id, domain); });
  };
  EXPECT_EQ(*run(accounts::founding_domain(session())), std::nullopt);
  EXPECT_EQ(claim(AccountId{4}, "example.org"), true);
  EXPECT_EQ(claim(AccountId{3}, "other.example"), false);
  EXPECT_EQ(claim(AccountId{4}, "example.org"), false);
  EXPECT_EQ(*run(accounts::founding_domain(session())), "example.org");
}

}  // namespace
}  // namespace auklet::store
