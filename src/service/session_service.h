// SPDX-License-Identifier: Apache-2.0
//
// Logging in with a password, and the browsers in which somebody has.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "async/task.h"
#include "base/result.h"
#include "domain/account.h"
#include "service/environment.h"
#include "service/password_hasher.h"
#include "service/rate_limiter.h"
#include "service/secrets.h"

namespace auklet::service {

struct LogIn {
  std::string identifier;  // e-mail address or user name
  std::string password;
  std::string peer;
};

class SessionService {
 public:
  // How long a browser stays logged in.
  static constexpr std::chrono::hours lifetime{24 * 30};

  SessionService(Environment const& env, Secrets const& secrets, PasswordHasher& hasher,
                 RateLimiter& rate_limiter)
      : env_(env), secrets_(secrets), hasher_(hasher), rate_limiter_(rate_limiter) {}

  // Whose name and password these are. It takes as long for a name that nobody has. Errors: unauthenticated
  // for a wrong name or password alike, forbidden when the password is right but the login is disabled
  // or its e-mail address is not confirmed, rate_limited, unavailable.
  Task<Result<AccountId>> check_password(LogIn log_in);

  // The value of the cookie for a browser in which this account has just proved who it is. Always a new one,
  // so that a cookie known before the log-in is worth nothing after it.
  Task<Result<std::string>> open(AccountId account);

  // Nothing for an unknown, closed or expired session, or one whose owner may not log in any more.
  Task<Result<std::optional<AccountId>>> account_of(std::string cookie);

  Task<Result<>> close(std::string cookie);

  // What a form must carry: bound to a cookie, of a session or of a visitor who is not logged in.
  std::string csrf(std::string_view cookie) const { return secrets_.csrf(cookie); }
  // Compares in constant time; an empty cookie is never right.
  bool is_csrf(std::string_view cookie, std::string_view sent) const;

 private:
  Task<Result<std::optional<User>>> find_user(std::string identifier);

  Environment const& env_;
  Secrets const& secrets_;
  PasswordHasher& hasher_;
  RateLimiter& rate_limiter_;
};

}  // namespace auklet::service
