// SPDX-License-Identifier: Apache-2.0
#include "service/access_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "service/app_service.h"
#include "service/oauth_service.h"
#include "service/sign_up_service.h"
#include "service/testing/service_test.h"

namespace auklet::service {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr char const* password = "correct horse";

class AccessServiceTest : public testing::ServiceTest {
 protected:
  AccessServiceTest() {
    alice = *run(sign_ups.sign_up({"Alice", "alice@example.org", password, true, "en", "peer"}));
    bob = *run(sign_ups.sign_up({"Bob", "bob@example.org", password, true, "en", "peer"}));
  }

  // A token of an app of that name, as text.
  std::string log_in(AccountId account, std::string const& name) {
    auto const app = run(apps.register_app({name, {"https://app.example/back"}, "read write", {}, "peer"}));
    return run(oauth.issue_to_new_account(app->app.id, account))->text;
  }

  Result<Caller> caller_of(std::string const& token) { return run(authenticator.authenticate(token)); }
  bool gets_in(std::string const& token) { return caller_of(token).has_value(); }
  bool knows_password(std::string const& text) {
    return run(sessions.check_password({"alice", text, "peer"})).has_value();
  }
  std::vector<std::string> names(std::string const& token) {
    std::vector<std::string> found;
    for (auto const& session : *run(access.list(*caller_of(token)))) {
      found.push_back(session.app_name);
    }
    return found;
  }
  std::vector<std::string> refused_fields(std::string const& token, PasswordChange change) {
    auto const changed = run(access.change_password(*caller_of(token), std::move(change)));
    std::vector<std::string> fields;
    for (auto const& field : changed ? std::vector<FieldError>{} : changed.error().fields) {
      fields.push_back(field.field + " " + field.code);
    }
    return fields;
  }

  RateLimiter limiter{clock, random, true};
  PasswordHasher hasher{random, cheap};
  Secrets secrets{std::string(32, 'k')};
  Authenticator authenticator{env};
  AppService apps{env, limiter};
  SessionService sessions{env, secrets, hasher, limiter};
  SignUpService sign_ups{env, hasher, limiter};
  OauthService oauth{env, secrets, authenticator, sessions, true};
  AccessService access{env, authenticator, sessions, hasher};
  AccountId alice{};
  AccountId bob{};
};
AUKLET_ON_BOTH_ENGINES(AccessServiceTest);

TEST_P(AccessServiceTest, OneSeesOnesOwnAndWhenTheyWereUsed) {
  auto const phone = log_in(alice, "Phone");
  log_in(bob, "Tablet");
  clock.advance(std::chrono::hours{1});
  auto const desk = log_in(alice, "Desk");
  EXPECT_THAT(names(desk), ElementsAre("Desk", "Phone"));
  auto listed = *run(access.list(*caller_of(desk)));
  EXPECT_EQ(listed[0].used_at, clock.now()) << "the list itself is a use";
  EXPECT_EQ(listed[1].used_at, std::nullopt);

  clock.advance(std::chrono::hours{48});
  ASSERT_TRUE(gets_in(phone));
  listed = *run(access.list(*caller_of(desk)));
  auto const used = clock.now();
  EXPECT_EQ(listed[0].used_at, used);
  EXPECT_EQ(listed[1].used_at, used);

  // Once a day, however often it is looked up.
  clock.advance(std::chrono::minutes{5});
  ASSERT_TRUE(gets_in(phone));
  EXPECT_THAT(authenticator.take_uses(), IsEmpty());
}

TEST_P(AccessServiceTest, OneEndsOneOfOnesOwnAndNobodyElses) {
  auto const phone = log_in(alice, "Phone");
  auto const desk = log_in(alice, "Desk");
  auto const tablet = log_in(bob, "Tablet");
  auto const cookie = *run(sessions.open(alice));
  ASSERT_TRUE(gets_in(tablet));
  auto const foreign = run(access.end(*caller_of(desk), *caller_of(tablet)->token));
  EXPECT_EQ(foreign.error().kind, ErrorKind::not_found);
  EXPECT_TRUE(gets_in(tablet));
  EXPECT_EQ(*run(sessions.account_of(cookie)), alice);

  ASSERT_TRUE(run(access.end(*caller_of(desk), *caller_of(phone)->token)));
  EXPECT_FALSE(gets_in(phone));
  EXPECT_TRUE(gets_in(desk));
  EXPECT_EQ(*run(sessions.account_of(cookie)), std::nullopt) << "the browser would fetch another token";
  EXPECT_EQ(run(access.end(*caller_of(desk), TokenId{1})).error().kind, ErrorKind::not_found);
}

TEST_P(AccessServiceTest, OneEndsAllOthers) {
  auto const phone = log_in(alice, "Phone");
  auto const desk = log_in(alice, "Desk");
  auto const tablet = log_in(bob, "Tablet");
  ASSERT_TRUE(gets_in(phone) && gets_in(tablet));
  ASSERT_TRUE(run(access.end_others(*caller_of(desk))));
  EXPECT_FALSE(gets_in(phone));
  EXPECT_THAT(names(desk), ElementsAre("Desk"));
  EXPECT_TRUE(gets_in(tablet));
}

TEST_P(AccessServiceTest, ANewPasswordEndsWhatTheOldOneBegan) {
  auto const phone = log_in(alice, "Phone");
  auto const desk = log_in(alice, "Desk");
  auto const cookie = *run(sessions.open(alice));
  ASSERT_TRUE(gets_in(phone));
  ASSERT_TRUE(run(access.change_password(*caller_of(desk), {password, "battery staple"})));
  EXPECT_TRUE(knows_password("battery staple"));
  EXPECT_FALSE(knows_password(password));
  EXPECT_TRUE(gets_in(desk));
  EXPECT_FALSE(gets_in(phone));
  EXPECT_EQ(*run(sessions.account_of(cookie)), std::nullopt);
}

TEST_P(AccessServiceTest, ThePasswordIsOnlyChangedByWhoKnowsIt) {
  auto const phone = log_in(alice, "Phone");
  auto const desk = log_in(alice, "Desk");
  EXPECT_THAT(refused_fields(desk, {"wrong horse", "battery staple"}),
              ElementsAre("current_password ERR_INVALID"));
  EXPECT_THAT(refused_fields(desk, {password, "short"}), ElementsAre("password ERR_TOO_SHORT"));
  EXPECT_TRUE(knows_password(password));
  EXPECT_TRUE(gets_in(phone));

  Result<> last;
  for (int guess = 0; guess < 12; ++guess) {
    last =
        run(access.change_password(*caller_of(desk), {"guess " + std::to_string(guess), "battery staple"}));
  }
  EXPECT_EQ(last.error().kind, ErrorKind::rate_limited);
}

}  // namespace
}  // namespace auklet::service
