// SPDX-License-Identifier: Apache-2.0
//
// What links in e-mails are good for: showing that an address is one's own, and choosing a new password. How the mails
// are sent is the business of the room `mail`. docs/decisions/0036-mail.md
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "async/task.h"
#include "base/result.h"
#include "domain/account.h"
#include "domain/letter.h"
#include "service/caller.h"
#include "service/environment.h"
#include "service/password_hasher.h"
#include "service/rate_limiter.h"
#include "service/secrets.h"

namespace auklet::service {

// A letter with all that is needed to write it.
struct LetterDetails {
  Letter letter;
  std::string username;
  std::string token;  // for the link
};

class LetterService {
 public:
  LetterService(Environment const& env, Secrets const& secrets, PasswordHasher& hasher,
                RateLimiter& rate_limiter)
      : env_(env), secrets_(secrets), hasher_(hasher), rate_limiter_(rate_limiter) {}

  // Whether there are letters at all.
  bool are_sent() const { return env_.limits.confirms_email; }

  // A person who has not confirmed their address is sent the link again, to another address when one is given.
  // https://docs.joinmastodon.org/methods/emails/#confirmation Errors: forbidden for another app than the one that signed
  // them up, and once the address is confirmed; invalid for an address that is none or is taken; rate_limited.
  Task<Result<>> resend(Caller caller, std::optional<std::string> email);

  // Somebody at a browser says that this is their address. Whether it is, and whose, nobody is told by the answer or the time
  // that it takes: a job looks. Errors: rate_limited.
  Task<Result<>> ask(LetterPurpose purpose, std::string email, std::string peer);

  // Errors of all that take a token: invalid for one that is made up, too old or used.
  Task<Result<>> confirm(std::string token);
  Task<Result<>> check(LetterPurpose purpose, std::string token) const;
  // Ends all sessions and tokens of the account. The address is confirmed with it. Errors: invalid with one FieldError
  // for a password that is none; the link is good for another try then.
  Task<Result<>> reset_password(std::string token, std::string password);

  // For the jobs. Nothing for a letter that nobody needs any more.
  Task<Result<std::optional<LetterDetails>>> find(LetterId id) const;
  static constexpr char const* answer_job = "answer_letter_request";
  Task<Result<>> answer(std::string payload);
  Task<Result<>> forget_expired();

 private:
  // The id in a token of ours.
  std::optional<LetterId> read(std::string_view token) const;
  Task<Result<Letter>> find_good(LetterPurpose purpose, std::string token) const;
  // In the transaction that does what it allows.
  Task<Result<Letter>> use(db::Session& session, LetterPurpose purpose, std::string token) const;

  Environment const& env_;
  Secrets const& secrets_;
  PasswordHasher& hasher_;
  RateLimiter& rate_limiter_;
};

}  // namespace auklet::service
