// SPDX-License-Identifier: Apache-2.0
#include "service/letter_service.h"

#include <chrono>

#include "service/authenticator.h"
#include "service/letters.h"
#include "service/oauth_service.h"
#include "service/session_service.h"
#include "service/sign_up_service.h"
#include "service/testing/people_test.h"
#include "store/apps.h"
#include "store/letters.h"
#include "text/email.h"

namespace auklet::service {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class LetterServiceTest : public testing::PeopleTest {
 protected:
  LetterServiceTest() { env.limits.confirms_email = true; }

  AccountId sign_up(std::string const& name, std::optional<AppId> app = {}) {
    return get(sign_ups.sign_up({.username = name,
                                 .email = name + "@example.org",
                                 .password = "long enough",
                                 .agreement = true,
                                 .locale = "en",
                                 .peer = "1.2.3.4",
                                 .app = app}));
  }
  App app() {
    App const made{.id = env.mint<AppId>(),
                   .client_id = random.token(),
                   .client_secret_hash = "",
                   .name = "app",
                   .website = {},
                   .redirect_uris = {"urn:ietf:wg:oauth:2.0:oob"},
                   .scopes = "read write",
                   .created_at = clock.now()};
    get(insert(database(), made));
    return made;
  }
  static Task<Result<>> insert(db::Database& database, App app) {
    CO_TRY(auto const transaction, co_await database.begin());
    CO_TRY_OK(co_await store::apps::insert(*transaction, app));
    co_return co_await transaction->commit();
  }
  // The letters that wait to be sent, in the order in which they were asked for.
  std::vector<LetterDetails> waiting() {
    std::vector<LetterDetails> list;
    auto const rows = get(database().session().query("SELECT payload FROM jobs WHERE kind = $1 ORDER BY id",
                                                     {std::string_view(send_letter_job)}));
    for (auto const row : rows) {
      if (auto details = get(letters.find(LetterId{*base::parse_id(row.string(0))}))) {
        list.push_back(*std::move(details));
      }
    }
    return list;
  }
  std::string token_for(std::string const& name) {
    for (auto const& details : waiting()) {
      if (details.username == name) {
        return details.token;
      }
    }
    throw std::runtime_error("no letter for " + name);
  }
  // Does what the job does that a request has enqueued.
  void answer_requests() {
    auto const rows = get(database().session().query("SELECT payload FROM jobs WHERE kind = $1",
                                                     {std::string_view(LetterService::answer_job)}));
    for (auto const row : rows) {
      get(letters.answer(row.string(0)));
    }
    get(forget(database()));
  }
  static Task<Result<>> forget(db::Database& database) {
    CO_TRY(auto const transaction, co_await database.begin());
    CO_TRY_OK(co_await transaction->execute("DELETE FROM jobs WHERE kind = $1",
                                            {std::string_view(LetterService::answer_job)}));
    co_return co_await transaction->commit();
  }
  ErrorKind log_in(std::string const& name, std::string password = "long enough") {
    auto const outcome = run(sessions.check_password({name, std::move(password), "1.2.3.4"}));
    return outcome ? ErrorKind::internal : outcome.error().kind;
  }
  static constexpr auto fine = ErrorKind::internal;

  RateLimiter limiter{clock, random, false};
  PasswordHasher hasher{random, cheap};
  Secrets secrets{std::string(32, 'k')};
  SignUpService sign_ups{env, hasher, limiter};
  SessionService sessions{env, secrets, hasher, limiter};
  Authenticator authenticator{env};
  OauthService oauth{env, secrets, authenticator, sessions, true};
  LetterService letters{env, secrets, hasher, limiter};
};
AUKLET_ON_BOTH_ENGINES(LetterServiceTest);

TEST_P(LetterServiceTest, WhoSignsUpConfirmsTheAddressOnce) {
  auto const ann = app();
  auto const id = sign_up("ann", ann.id);
  auto const token = get(oauth.issue_to_new_account(ann.id, id));
  EXPECT_FALSE(get(authenticator.authenticate(token.text)).confirmed);
  EXPECT_EQ(log_in("ann"), ErrorKind::forbidden);
  EXPECT_EQ(log_in("ann", "wrong"), ErrorKind::unauthenticated);

  ASSERT_THAT(waiting(), SizeIs(1));
  EXPECT_EQ(waiting()[0].letter.email, "ann@example.org");
  auto const link = token_for("ann");
  get(letters.check(LetterPurpose::confirm, link));
  EXPECT_EQ(refusal(letters.check(LetterPurpose::reset, link)), ErrorKind::invalid);
  get(letters.confirm(link));
  EXPECT_TRUE(get(authenticator.authenticate(token.text)).confirmed)
      << "although it was remembered otherwise";
  EXPECT_EQ(log_in("ann"), fine);
  EXPECT_EQ(refusal(letters.confirm(link)), ErrorKind::invalid);
  EXPECT_THAT(waiting(), IsEmpty());
}

TEST_P(LetterServiceTest, WithoutMailEveryoneIsBelieved) {
  env.limits.confirms_email = false;
  sign_up("ann");
  EXPECT_THAT(waiting(), IsEmpty());
  EXPECT_EQ(log_in("ann"), fine);
  env.limits.confirms_email = true;
  EXPECT_EQ(log_in("ann"), fine) << "also later";
  sign_up("bob");
  env.limits.confirms_email = false;
  EXPECT_EQ(log_in("bob"), fine) << "who cannot be sent anything any more";
}

TEST_P(LetterServiceTest, WhomTheAdministratorMakesAnAccountIsBelieved) {
  SignUp request;
  request.username = "ann";
  request.email = "ann@example.org";
  request.password = "long enough";
  get(sign_ups.create(request, Role::user));
  EXPECT_EQ(log_in("ann"), fine);
  EXPECT_THAT(waiting(), IsEmpty());
}

TEST_P(LetterServiceTest, ALinkThatIsMadeUpOrOldIsNone) {
  sign_up("ann");
  auto const link = token_for("ann");
  auto const id = link.substr(0, link.find('.'));
  auto flipped = link;
  flipped.back() = flipped.back() == 'A' ? 'B' : 'A';
  for (auto const& made_up : {std::string{}, std::string("."), id, id + ".", "1" + link, link + "x", flipped,
                              "x." + link, "99999999999999999999." + link.substr(link.find('.') + 1)}) {
    EXPECT_EQ(refusal(letters.confirm(made_up)), ErrorKind::invalid) << made_up;
  }
  clock.advance(confirm_within);
  EXPECT_EQ(refusal(letters.confirm(link)), ErrorKind::invalid);
  EXPECT_EQ(log_in("ann"), ErrorKind::forbidden);
  get(letters.forget_expired());
  EXPECT_EQ(get(store::letters::find(database().session(), LetterId{*base::parse_id(id)})), std::nullopt);
}

TEST_P(LetterServiceTest, IsSentAgainToTheAppThatSignedThemUp) {
  auto const own = app();
  auto const id = sign_up("ann", own.id);
  auto const first = token_for("ann");
  Caller const caller{.account = id, .app = own.id, .peer = "1.2.3.4"};
  get(letters.resend(caller, std::nullopt));
  auto const second = token_for("ann");
  EXPECT_NE(first, second);
  EXPECT_EQ(refusal(letters.confirm(first)), ErrorKind::invalid) << "the newer one is the good one";

  EXPECT_EQ(refusal(letters.resend({.account = id, .app = app().id}, std::nullopt)), ErrorKind::forbidden);
  EXPECT_EQ(refusal(letters.resend(caller, "nonsense")), ErrorKind::invalid);
  sign_up("bob");
  EXPECT_EQ(refusal(letters.resend(caller, "BOB@example.org")), ErrorKind::invalid);
  get(letters.resend(caller, "other@example.net"));
  EXPECT_EQ(refusal(letters.confirm(second)), ErrorKind::invalid) << "it went to the former address";
  ASSERT_EQ(waiting().back().letter.email, "other@example.net");
  get(letters.confirm(waiting().back().token));
  EXPECT_EQ(log_in("other@example.net"), fine);
  EXPECT_EQ(log_in("ann@example.org"), fine) << "as a handle";
  EXPECT_EQ(refusal(letters.resend(caller, std::nullopt)), ErrorKind::forbidden);
}

TEST_P(LetterServiceTest, WhoAsksIsNotToldWhetherThereIsSuchAnAddress) {
  sign_up("ann");
  for (auto const* const email : {"ann@example.org", "nobody@example.org", "nonsense", ""}) {
    get(letters.ask(LetterPurpose::reset, email, "1.2.3.4"));
  }
  answer_requests();
  auto const sent = waiting();
  ASSERT_THAT(sent, SizeIs(2));
  EXPECT_EQ(sent[1].letter.purpose, LetterPurpose::reset);
  EXPECT_EQ(sent[1].letter.email, "ann@example.org");
  get(letters.ask(LetterPurpose::confirm, "ANN@example.org", "1.2.3.4"));
  answer_requests();
  auto const again = waiting();
  ASSERT_THAT(again, SizeIs(2));
  get(letters.confirm(again[1].token));
  get(letters.ask(LetterPurpose::confirm, "ann@example.org", "1.2.3.4"));
  answer_requests();
  EXPECT_THAT(waiting(), SizeIs(1)) << "there is nothing to confirm";
  EXPECT_EQ(refusal(letters.answer("fly ann@example.org")), ErrorKind::malformed);
}

TEST_P(LetterServiceTest, ANewPasswordEndsAllThatWasBegunWithTheOldOne) {
  auto const own = app();
  auto const id = sign_up("ann", own.id);
  get(letters.confirm(token_for("ann")));
  auto const token = get(oauth.issue_to_new_account(own.id, id));
  auto const cookie = get(sessions.open(id));
  get(authenticator.authenticate(token.text));
  get(letters.ask(LetterPurpose::reset, "ann@example.org", "1.2.3.4"));
  answer_requests();
  auto const link = token_for("ann");
  EXPECT_EQ(refusal(letters.confirm(link)), ErrorKind::invalid) << "it is for something else";
  EXPECT_EQ(refusal(letters.reset_password(link, "short")), ErrorKind::invalid);
  EXPECT_EQ(get(sessions.account_of(cookie)), id) << "nothing has happened";
  get(letters.reset_password(link, "another long one"));
  EXPECT_EQ(get(sessions.account_of(cookie)), std::nullopt);
  EXPECT_EQ(refusal(authenticator.authenticate(token.text)), ErrorKind::unauthenticated);
  EXPECT_EQ(log_in("ann"), ErrorKind::unauthenticated);
  EXPECT_EQ(log_in("ann", "another long one"), fine);
  EXPECT_EQ(refusal(letters.reset_password(link, "a third long one")), ErrorKind::invalid);
}

TEST_P(LetterServiceTest, ALetterThatIsOldIsNotSent) {
  sign_up("ann");
  clock.advance(confirm_within);
  EXPECT_THAT(waiting(), IsEmpty());
  EXPECT_FALSE(get(letters.find(LetterId{1})).has_value());
}

TEST_P(LetterServiceTest, NobodyIsFloodedWithLetters) {
  RateLimiter strict{clock, random, true};
  LetterService careful{env, secrets, hasher, strict};
  for (int i = 0; i < 5; ++i) {
    get(careful.ask(LetterPurpose::reset, "ann@example.org", "1.2.3." + std::to_string(i)));
  }
  EXPECT_EQ(refusal(careful.ask(LetterPurpose::reset, "ANN@example.org", "1.2.3.9")),
            ErrorKind::rate_limited);
  get(careful.ask(LetterPurpose::reset, "bob@example.org", "1.2.3.9"));
}

}  // namespace
}  // namespace auklet::service
