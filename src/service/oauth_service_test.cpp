// SPDX-License-Identifier: Apache-2.0
#include "service/oauth_service.h"

#include <gtest/gtest.h>

#include "base/crypto.h"
#include "base/encoding.h"
#include "service/app_service.h"
#include "service/member_service.h"
#include "service/sign_up_service.h"
#include "service/testing/service_test.h"
#include "service/visit_log.h"
#include "store/activity.h"

namespace auklet::service {
namespace {

constexpr char const* redirect = "https://app.example/back";

class OauthServiceTest : public testing::ServiceTest {
 protected:
  OauthServiceTest() {
    auto registered = run(
        apps.register_app({"Test app", {redirect, std::string(out_of_band)}, "read write push", {}, "peer"}));
    app = registered->app;
    secret = registered->client_secret;
    alice = *run(sign_ups.sign_up({"Alice", "alice@example.org", "correct horse", true, "en", "peer"}));
  }

  AuthorizationRequest request() const { return {"code", app.client_id, redirect, "read write", "", ""}; }

  Result<std::string> consent(AuthorizationRequest const& asked) {
    TRY(auto client, run(oauth.find_client(asked)));
    TRY(auto authorization, oauth.examine(client, asked));
    return run(oauth.approve(authorization, alice));
  }

  TokenRequest trade_of(std::string code) const {
    return {"authorization_code",
            {app.client_id, secret},
            std::move(code),
            redirect,
            std::nullopt,
            std::nullopt,
            {}};
  }

  std::string failure(TokenRequest asked) {
    auto const traded = run(oauth.trade(std::move(asked)));
    return traded ? "traded" : std::string(oauth_code(traded.error()));
  }

  bool gets_in(std::string const& token) { return run(authenticator.authenticate(token)).has_value(); }

  RateLimiter limiter{clock, random, false};
  PasswordHasher hasher{random, cheap};
  Secrets secrets{std::string(32, 'k')};
  Authenticator authenticator{env};
  AppService apps{env, limiter};
  SessionService sessions{env, secrets, hasher, limiter};
  SignUpService sign_ups{env, hasher, limiter};
  MemberService members{env, hasher};
  OauthService oauth{env, secrets, authenticator, sessions, true};
  App app;
  std::string secret;
  AccountId alice{};
};
AUKLET_ON_BOTH_ENGINES(OauthServiceTest);

TEST_P(OauthServiceTest, ACodeBecomesATokenThatGetsIn) {
  auto const code = consent(request());
  ASSERT_TRUE(code) << code.error().message;
  auto const issued = run(oauth.trade(trade_of(*code)));
  ASSERT_TRUE(issued) << issued.error().message;
  EXPECT_EQ(issued->text.size(), 43U);
  EXPECT_EQ(issued->token.scopes, "read write");
  EXPECT_EQ(issued->token.created_at, clock.now());
  auto const caller = run(authenticator.authenticate(issued->text));
  ASSERT_TRUE(caller) << caller.error().message;
  EXPECT_EQ(caller->account, alice);
  EXPECT_EQ(caller->app, app.id);
  EXPECT_EQ(caller->role, Role::owner);
  EXPECT_TRUE(caller->scopes.has(Scope::write_statuses));
  EXPECT_FALSE(caller->scopes.has(Scope::push));
  VisitLog visits{env};
  Authenticator counting{env, 10, &visits};
  ASSERT_TRUE(run(counting.authenticate(issued->text)));
  EXPECT_EQ(run(store::activity::count(database().session(), week_of(clock.now())))->people, 1);
}

TEST_P(OauthServiceTest, NothingThatProvesAnythingIsInTheDatabase) {
  auto const code = consent(request());
  auto const issued = run(oauth.trade(trade_of(*code)));
  ASSERT_TRUE(issued);
  auto const cookie = run(sessions.open(alice));
  for (auto const& stored : {run(database().session().query("SELECT token_hash FROM tokens")),
                             run(database().session().query("SELECT code_hash FROM authorization_codes")),
                             run(database().session().query("SELECT session_hash FROM sessions")),
                             run(database().session().query("SELECT client_secret_hash FROM apps"))}) {
    ASSERT_FALSE(stored->empty());
    for (auto const row : *stored) {
      EXPECT_EQ(row.text(0).size(), 64U);
      for (auto const& known : {*code, issued->text, *cookie, secret}) {
        EXPECT_NE(row.text(0), known);
      }
    }
  }
}

TEST_P(OauthServiceTest, TheSameConsentGivesTheSameToken) {
  auto const first = run(oauth.trade(trade_of(*consent(request()))));
  auto const second = run(oauth.trade(trade_of(*consent(request()))));
  ASSERT_TRUE(first && second);
  EXPECT_EQ(first->text, second->text);
  auto narrower = request();
  narrower.scope = "read";
  EXPECT_NE(run(oauth.trade(trade_of(*consent(narrower))))->text, first->text);
}

TEST_P(OauthServiceTest, ACodeTradedTwiceLosesItsToken) {
  auto const code = *consent(request());
  auto const issued = run(oauth.trade(trade_of(code)));
  ASSERT_TRUE(issued);
  EXPECT_TRUE(gets_in(issued->text));
  EXPECT_EQ(failure(trade_of(code)), "invalid_grant");
  EXPECT_FALSE(gets_in(issued->text));
}

TEST_P(OauthServiceTest, ACodeIsBoundToTimeAddressAndApp) {
  auto elsewhere = trade_of(*consent(request()));
  elsewhere.redirect_uri = std::string(out_of_band);
  EXPECT_EQ(failure(elsewhere), "invalid_grant");

  auto const other = run(apps.register_app({"Other", {redirect}, "read write", {}, "peer"}));
  auto stolen = trade_of(*consent(request()));
  stolen.client = {other->app.client_id, other->client_secret};
  EXPECT_EQ(failure(stolen), "invalid_grant");

  auto const late = trade_of(*consent(request()));
  clock.advance(OauthService::code_lifetime);
  EXPECT_EQ(failure(late), "invalid_grant");

  EXPECT_EQ(failure(trade_of("never given")), "invalid_grant");
  EXPECT_EQ(failure(trade_of("")), "invalid_request");
}

TEST_P(OauthServiceTest, ClientsProveWhoTheyAre) {
  auto wrong = trade_of(*consent(request()));
  wrong.client.secret = "wrong";
  EXPECT_EQ(failure(wrong), "invalid_client");
  wrong.client = {"nobody", secret};
  EXPECT_EQ(failure(wrong), "invalid_client");
  wrong.client = {app.client_id, std::nullopt};
  EXPECT_EQ(failure(wrong), "invalid_client") << "neither a secret nor PKCE";
}

TEST_P(OauthServiceTest, PkceStandsInForASecret) {
  std::string const verifier(43, 'v');
  auto asked = request();
  asked.code_challenge = base::base64url(base::sha256(verifier));
  asked.code_challenge_method = "S256";
  auto trade = trade_of(*consent(asked));
  trade.client.secret.reset();
  EXPECT_EQ(failure(trade), "invalid_grant") << "no verifier";
  trade.code_verifier = std::string(43, 'w');
  EXPECT_EQ(failure(trade), "invalid_grant");
  trade.code_verifier = "short";
  EXPECT_EQ(failure(trade), "invalid_grant");
  trade.code_verifier = verifier;
  EXPECT_EQ(failure(trade), "traded");

  auto stripped = trade_of(*consent(request()));
  stripped.code_verifier = verifier;
  EXPECT_EQ(failure(stripped), "invalid_grant") << "a verifier without a challenge";
}

TEST_P(OauthServiceTest, OnlySoundRequestsReachAPerson) {
  auto asked = request();
  asked.client_id = "nobody";
  EXPECT_EQ(oauth_code(run(oauth.find_client(asked)).error()), "invalid_client");
  asked = request();
  asked.redirect_uri = "https://app.example/back/";
  EXPECT_EQ(oauth_code(run(oauth.find_client(asked)).error()), "invalid_redirect_uri");

  auto const refused = [&](auto change) {
    auto changed = request();
    change(changed);
    auto const outcome = oauth.examine(app, changed);
    return outcome ? "" : std::string(oauth_code(outcome.error()));
  };
  EXPECT_EQ(refused([](auto& r) { r.response_type = "token"; }), "unsupported_response_type");
  EXPECT_EQ(refused([](auto& r) { r.scope = "read telepathy"; }), "invalid_scope");
  EXPECT_EQ(refused([](auto& r) { r.scope = "admin:read"; }), "invalid_scope");
  EXPECT_EQ(refused([](auto& r) { r.code_challenge = std::string(43, 'x'); }), "invalid_request");
  EXPECT_EQ(refused([](auto& r) {
              r.code_challenge = std::string(43, 'x');
              r.code_challenge_method = "plain";
            }),
            "invalid_request");
  EXPECT_EQ(refused([](auto& r) {
              r.code_challenge = "short";
              r.code_challenge_method = "S256";
            }),
            "invalid_request");
  EXPECT_EQ(refused([](auto& r) { r.scope = "write:media read"; }), "");
  EXPECT_EQ(oauth.examine(app, {"code", app.client_id, redirect, "", "", ""})->scopes, "read");
}

TEST_P(OauthServiceTest, AppsSpeakForThemselves) {
  TokenRequest asked{"client_credentials", {app.client_id, secret}, "", "", std::nullopt, "write", {}};
  auto const issued = run(oauth.trade(asked));
  ASSERT_TRUE(issued) << issued.error().message;
  auto const caller = run(authenticator.authenticate(issued->text));
  ASSERT_TRUE(caller);
  EXPECT_EQ(caller->account, std::nullopt);
  EXPECT_EQ(caller->app, app.id);
  EXPECT_EQ(run(oauth.trade(asked))->text, issued->text);
  asked.scope = "admin:write";
  EXPECT_EQ(failure(asked), "invalid_scope");
  asked.client.secret.reset();
  EXPECT_EQ(failure(asked), "invalid_client");
  asked = {"refresh_token", {app.client_id, secret}, "", "", std::nullopt, std::nullopt, {}};
  EXPECT_EQ(failure(asked), "unsupported_grant_type");
  asked.grant_type.clear();
  EXPECT_EQ(failure(asked), "invalid_request");
}

TEST_P(OauthServiceTest, ThePasswordGrantIsForTestsAlone) {
  TokenRequest asked{"password",
                     {app.client_id, secret},
                     "",
                     "",
                     std::nullopt,
                     "read",
                     {"alice@example.org", "correct horse", "p"}};
  EXPECT_EQ(run(authenticator.authenticate(run(oauth.trade(asked))->text))->account, alice);
  asked.log_in.identifier = "ALICE";
  EXPECT_EQ(failure(asked), "traded");
  asked.log_in.password = "wrong horse";
  EXPECT_EQ(failure(asked), "invalid_grant");
  OauthService usual{env, secrets, authenticator, sessions, false};
  asked.log_in.password = "correct horse";
  EXPECT_EQ(oauth_code(run(usual.trade(asked)).error()), "unsupported_grant_type");
}

TEST_P(OauthServiceTest, RevokingIsForTheOwnAppAndAtOnce) {
  auto const issued = run(oauth.trade(trade_of(*consent(request()))));
  ASSERT_TRUE(gets_in(issued->text));
  auto const other = run(apps.register_app({"Other", {redirect}, "read", {}, "peer"}));
  auto const refused = run(oauth.revoke({other->app.client_id, other->client_secret}, issued->text));
  EXPECT_EQ(oauth_code(refused.error()), "unauthorized_client");
  EXPECT_EQ(refused.error().kind, ErrorKind::forbidden);
  EXPECT_EQ(oauth_code(run(oauth.revoke({app.client_id, "wrong"}, issued->text)).error()),
            "unauthorized_client");
  EXPECT_TRUE(gets_in(issued->text));
  EXPECT_TRUE(run(oauth.revoke({app.client_id, secret}, issued->text)));
  EXPECT_FALSE(gets_in(issued->text));
  EXPECT_TRUE(run(oauth.revoke({app.client_id, secret}, issued->text)));
  EXPECT_TRUE(run(oauth.revoke({app.client_id, secret}, "unknown")));
}

TEST_P(OauthServiceTest, DisabledPeopleAreToldSoAtOnce) {
  auto const issued = run(oauth.trade(trade_of(*consent(request()))));
  ASSERT_TRUE(gets_in(issued->text));
  ASSERT_TRUE(run(members.set_disabled("alice", true)));
  auto const refused = run(authenticator.authenticate(issued->text));
  EXPECT_EQ(refused.error().kind, ErrorKind::forbidden);
  EXPECT_EQ(refused.error().message, "Your login is currently disabled");
  ASSERT_TRUE(run(members.set_disabled("alice", false)));
  EXPECT_TRUE(gets_in(issued->text));
}

TEST_P(OauthServiceTest, ANewPasswordEndsEverything) {
  auto const issued = run(oauth.trade(trade_of(*consent(request()))));
  auto const code = *consent(request());
  auto const cookie = *run(sessions.open(alice));
  ASSERT_TRUE(gets_in(issued->text));
  ASSERT_TRUE(run(members.set_password("alice", "battery staple")));
  EXPECT_FALSE(gets_in(issued->text));
  EXPECT_EQ(failure(trade_of(code)), "invalid_grant");
  EXPECT_EQ(*run(sessions.account_of(cookie)), std::nullopt);
  EXPECT_FALSE(run(sessions.check_password({"alice", "correct horse", "p"})));
  EXPECT_EQ(run(sessions.check_password({"alice", "battery staple", "p"})), alice);
  EXPECT_EQ(run(members.set_password("alice", "short")).error().kind, ErrorKind::invalid);
  EXPECT_EQ(run(members.set_password("nobody", "battery staple")).error().kind, ErrorKind::not_found);
}

TEST_P(OauthServiceTest, AnotherServerKeyNeverHandsOutDeadTokens) {
  auto const before = run(oauth.trade(trade_of(*consent(request()))));
  Secrets const replaced{std::string(32, 'n')};
  OauthService after{env, replaced, authenticator, sessions, true};
  auto const issued = run(after.trade(trade_of(*consent(request()))));
  ASSERT_TRUE(issued);
  EXPECT_NE(issued->text, before->text);
  EXPECT_TRUE(gets_in(issued->text));
}

TEST_P(OauthServiceTest, UnknownTokensAreInvalid) {
  for (auto const* token : {"", "x", "0123456789012345678901234567890123456789012"}) {
    auto const refused = run(authenticator.authenticate(token));
    EXPECT_EQ(refused.error().kind, ErrorKind::unauthenticated);
    EXPECT_EQ(refused.error().message, "The access token is invalid");
  }
}

TEST_P(OauthServiceTest, AppsAreCheckedBeforeTheyAreTaken) {
  auto const taken = [&](AppRegistration registration) {
    registration.peer = "peer";
    return run(apps.register_app(std::move(registration))).has_value();
  };
  for (auto const* good :
       {"https://a.example/x?y=z", "http://localhost:3000", "icecubesapp://", "com.example-auth://callback",
        "oauth2redirect://x", "urn:ietf:wg:oauth:2.0:oob"}) {
    EXPECT_TRUE(taken({"App", {good}, {}, {}, {}})) << good;
  }
  for (auto const* bad : {"", "/relative", "javascript:alert(1)", "JavaScript:alert(1)", "data:text/html,x",
                          "vbscript:x", "https://", "https:///x", "https://a.example/#fragment",
                          "https://a.example/a b", "https://a.example/\nx", "1http://x", "https"}) {
    EXPECT_FALSE(taken({"App", {bad}, {}, {}, {}})) << bad;
  }
  EXPECT_FALSE(taken({"App", {"https://a.example/" + std::string(2000, 'x')}, {}, {}, {}}));
  EXPECT_FALSE(taken({"App", {}, {}, {}, {}}));
  EXPECT_FALSE(taken({"", {redirect}, {}, {}, {}}));
  EXPECT_FALSE(taken({std::string(61, 'n'), {redirect}, {}, {}, {}}));
  EXPECT_FALSE(taken({"App", {redirect}, "telepathy", {}, {}}));
  EXPECT_FALSE(taken({"App", {redirect}, {}, "javascript:alert(1)", {}}));
  EXPECT_TRUE(taken({"App", {redirect}, "read write follow push", "https://app.example", {}}));
}

}  // namespace
}  // namespace auklet::service
