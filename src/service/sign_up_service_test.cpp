// SPDX-License-Identifier: Apache-2.0
#include "service/sign_up_service.h"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>

#include "service/session_service.h"
#include "service/testing/service_test.h"
#include "store/accounts.h"

namespace auklet::service {
namespace {

class SignUpServiceTest : public testing::ServiceTest {
 protected:
  static SignUp request(std::string const& name) {
    return {name, name + "@example.org", "correct horse", true, "de", "192.0.2.1"};
  }

  std::vector<std::string> complaints(SignUp asked) {
    auto const outcome = run(sign_ups.sign_up(std::move(asked)));
    std::vector<std::string> codes;
    if (!outcome) {
      for (auto const& field : outcome.error().fields) {
        codes.push_back(field.field + " " + field.code);
      }
    }
    return codes;
  }

  User user_of(AccountId id) { return **run(store::accounts::find_user(database().session(), id)); }

  RateLimiter off{clock, random, false};
  PasswordHasher hasher{random, cheap};
  Secrets secrets{std::string(32, 'k')};
  SignUpService sign_ups{env, hasher, off};
  SessionService sessions{env, secrets, hasher, off};
};
AUKLET_ON_BOTH_ENGINES(SignUpServiceTest);

using Complaints = std::vector<std::string>;

TEST_P(SignUpServiceTest, TheFirstOneOwnsTheServer) {
  auto const alice = run(sign_ups.sign_up(request("Alice")));
  ASSERT_TRUE(alice) << alice.error().message;
  auto const bob = run(sign_ups.sign_up(request("bob")));
  ASSERT_TRUE(bob) << bob.error().message;
  EXPECT_EQ(user_of(*alice).role, Role::owner);
  EXPECT_EQ(user_of(*bob).role, Role::user);
  auto const account = **run(store::accounts::find(database().session(), *alice));
  EXPECT_EQ(account.username, "Alice");
  EXPECT_EQ(account.domain, "example.org");
  EXPECT_EQ(account.uri, "https://example.org/users/Alice");
  EXPECT_EQ(account.url, "https://example.org/@Alice");
  EXPECT_EQ(user_of(*alice).locale, "de");
}

TEST_P(SignUpServiceTest, OfManyAtOnceExactlyOneOwnsTheServer) {
  std::vector<std::future<Result<AccountId>>> pending;
  for (int i = 0; i < 12; ++i) {
    pending.push_back(boost::asio::co_spawn(runtime().executor(0),
                                            sign_ups.sign_up(request("user" + std::to_string(i))),
                                            boost::asio::use_future));
  }
  int owners = 0;
  for (auto& one : pending) {
    auto const id = one.get();
    ASSERT_TRUE(id) << id.error().message << id.error().detail;
    owners += user_of(*id).role == Role::owner;
  }
  EXPECT_EQ(owners, 1);
}

TEST_P(SignUpServiceTest, OfManyWithOneNameExactlyOneGetsIt) {
  std::vector<std::future<Result<AccountId>>> pending;
  for (int i = 0; i < 8; ++i) {
    auto asked = request(i % 2 == 0 ? "alice" : "ALICE");
    asked.email = "alice" + std::to_string(i) + "@example.org";
    pending.push_back(boost::asio::co_spawn(runtime().executor(0), sign_ups.sign_up(std::move(asked)),
                                            boost::asio::use_future));
  }
  int made = 0;
  for (auto& one : pending) {
    auto const outcome = one.get();
    made += outcome.has_value();
    if (!outcome) {
      EXPECT_EQ(outcome.error().kind, ErrorKind::invalid) << outcome.error().detail;
    }
  }
  EXPECT_EQ(made, 1);
}

TEST_P(SignUpServiceTest, AnAccountOfTheAdministratorIsNeverFollowedByAStrangeOwner) {
  ASSERT_TRUE(run(sign_ups.create(request("admin"), Role::admin)));
  EXPECT_EQ(user_of(*run(sign_ups.sign_up(request("stranger")))).role, Role::user);
}

TEST_P(SignUpServiceTest, SaysWhatIsWrongFieldByField) {
  EXPECT_EQ(complaints({}), (Complaints{"username ERR_BLANK", "email ERR_BLANK", "email ERR_INVALID",
                                        "password ERR_BLANK", "agreement ERR_ACCEPTED"}));
  auto const with = [](auto change) {
    auto asked = request("alice");
    change(asked);
    return asked;
  };
  EXPECT_EQ(complaints(with([](auto& r) { r.username = "ali ce"; })), Complaints{"username ERR_INVALID"});
  EXPECT_EQ(complaints(with([](auto& r) { r.username = "аlice"; })), Complaints{"username ERR_INVALID"})
      << "Cyrillic";
  EXPECT_EQ(complaints(with([](auto& r) { r.username = std::string(31, 'a'); })),
            Complaints{"username ERR_TOO_LONG"});
  EXPECT_EQ(complaints(with([](auto& r) { r.username = "Admin"; })), Complaints{"username ERR_RESERVED"});
  EXPECT_EQ(complaints(with([](auto& r) { r.email = "alice"; })), Complaints{"email ERR_INVALID"});
  EXPECT_EQ(complaints(with([](auto& r) { r.password = "1234567"; })), Complaints{"password ERR_TOO_SHORT"});
  EXPECT_EQ(complaints(with([](auto& r) { r.password = std::string(129, 'x'); })),
            Complaints{"password ERR_TOO_LONG"});
  EXPECT_EQ(complaints(with([](auto& r) { r.password = "ünïcödé"; })), Complaints{"password ERR_TOO_SHORT"});
  EXPECT_EQ(complaints(with([](auto& r) { r.agreement = false; })), Complaints{"agreement ERR_ACCEPTED"});

  ASSERT_TRUE(run(sign_ups.sign_up(request("alice"))));
  EXPECT_EQ(complaints(request("ALICE")), (Complaints{"username ERR_TAKEN", "email ERR_TAKEN"}));
  auto const error = run(sign_ups.sign_up(with([](auto& r) { r.email = "other@example.org"; }))).error();
  EXPECT_EQ(error.kind, ErrorKind::invalid);
  EXPECT_EQ(error.message, "Validation failed: Username has already been taken");
}

TEST_P(SignUpServiceTest, ClosedRegistrationsAreForTheAdministratorAlone) {
  env.limits.registrations_open = false;
  EXPECT_EQ(run(sign_ups.sign_up(request("alice"))).error().kind, ErrorKind::forbidden);
  EXPECT_TRUE(run(sign_ups.create(request("alice"), Role::user)));
}

TEST_P(SignUpServiceTest, FiveSignUpsInHalfAnHourFromOneAddress) {
  RateLimiter on{clock, random, true};
  SignUpService limited{env, hasher, on};
  for (int i = 0; i < 5; ++i) {
    EXPECT_TRUE(run(limited.sign_up(request("user" + std::to_string(i)))));
  }
  auto const refused = run(limited.sign_up(request("user5")));
  EXPECT_EQ(refused.error().kind, ErrorKind::rate_limited);
  EXPECT_EQ(refused.error().message, "Too many requests");
  clock.advance(std::chrono::minutes{30});
  EXPECT_TRUE(run(limited.sign_up(request("user5"))));
}

TEST_P(SignUpServiceTest, PasswordsOpenTheirOwnAccountOnly) {
  auto const alice = *run(sign_ups.sign_up(request("Alice")));
  ASSERT_TRUE(run(sign_ups.sign_up(request("bob"))));
  for (auto const* name : {"alice", "ALICE", "alice@example.org", "Alice@Example.org"}) {
    EXPECT_EQ(run(sessions.check_password({name, "correct horse", "p"})), alice) << name;
  }
  for (auto const* name : {"", "carol", "alice@other.example", "@", "alice@"}) {
    EXPECT_EQ(run(sessions.check_password({name, "correct horse", "p"})).error().kind,
              ErrorKind::unauthenticated)
        << name;
  }
  EXPECT_EQ(run(sessions.check_password({"alice", "wrong horse", "p"})).error().kind,
            ErrorKind::unauthenticated);
  EXPECT_EQ(run(sessions.check_password({"alice", std::string(100'000, 'x'), "p"})).error().kind,
            ErrorKind::unauthenticated);
}

TEST_P(SignUpServiceTest, GuessingIsSlowedDownForOneAddressAlone) {
  RateLimiter on{clock, random, true};
  SessionService limited{env, secrets, hasher, on};
  auto const alice = *run(sign_ups.sign_up(request("alice")));
  for (int i = 0; i < 10; ++i) {
    EXPECT_EQ(run(limited.check_password({"alice", "guess", "bad"})).error().kind,
              ErrorKind::unauthenticated);
  }
  EXPECT_EQ(run(limited.check_password({"alice", "correct horse", "bad"})).error().kind,
            ErrorKind::rate_limited);
  EXPECT_EQ(run(limited.check_password({"alice", "correct horse", "good"})), alice);
}

TEST_P(SignUpServiceTest, SessionsOpenCloseAndExpire) {
  auto const alice = *run(sign_ups.sign_up(request("alice")));
  auto const cookie = *run(sessions.open(alice));
  EXPECT_EQ(*run(sessions.account_of(cookie)), alice);
  EXPECT_NE(*run(sessions.open(alice)), cookie);
  EXPECT_EQ(*run(sessions.account_of("")), std::nullopt);
  EXPECT_EQ(*run(sessions.account_of("unknown")), std::nullopt);
  ASSERT_TRUE(run(sessions.close(cookie)));
  EXPECT_EQ(*run(sessions.account_of(cookie)), std::nullopt);
  auto const late = *run(sessions.open(alice));
  clock.advance(SessionService::lifetime);
  EXPECT_EQ(*run(sessions.account_of(late)), std::nullopt);
}

TEST_P(SignUpServiceTest, AFormIsBelievedOnlyFromItsOwnBrowser) {
  auto const token = sessions.csrf("cookie");
  EXPECT_TRUE(sessions.is_csrf("cookie", token));
  EXPECT_FALSE(sessions.is_csrf("other", token));
  EXPECT_FALSE(sessions.is_csrf("cookie", ""));
  EXPECT_FALSE(sessions.is_csrf("", sessions.csrf("")));
}

}  // namespace
}  // namespace auklet::service
