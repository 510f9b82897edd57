// SPDX-License-Identifier: Apache-2.0
//
// How an account comes to be.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "async/task.h"
#include "base/result.h"
#include "domain/account.h"
#include "service/environment.h"
#include "service/password_hasher.h"
#include "service/rate_limiter.h"

namespace auklet::service {

struct SignUp {
  std::string username;
  std::string email;
  std::string password;
  bool agreement = false;  // to the rules of this server
  std::string locale;      // BCP 47; `en` when it is none
  std::string peer;
  std::optional<AppId> app = {};  // that signs them up; nothing for a browser
};

// Passwords are counted in code points; the upper bound only keeps the work bounded.
inline constexpr std::size_t password_characters_min = 8;
inline constexpr std::size_t password_characters_max = 128;

// ErrorKind::invalid with one FieldError for `password`: ERR_BLANK, ERR_INVALID, ERR_TOO_SHORT or
// ERR_TOO_LONG.
Result<> validate_password(std::string_view password);

class SignUpService {
 public:
  SignUpService(Environment const& env, PasswordHasher& hasher, RateLimiter& rate_limiter)
      : env_(env), hasher_(hasher), rate_limiter_(rate_limiter) {}

  // A stranger signs up; the first account of the server becomes its owner. Where the server sends mail they are sent a
  // link, and can do little before they follow it. Errors: invalid with one
  // FieldError for each thing that is wrong (https://docs.joinmastodon.org/methods/accounts/#create),
  // forbidden when registrations are closed, rate_limited.
  Task<Result<AccountId>> sign_up(SignUp request);

  // The administrator makes an account: names that strangers may not take are fine, and so are closed
  // registrations.
  Task<Result<AccountId>> create(SignUp request, Role role);

 private:
  Task<Result<AccountId>> make_account(SignUp request, std::optional<Role> role);
  Task<Result<std::vector<FieldError>>> find_taken(SignUp const& request);

  Environment const& env_;
  PasswordHasher& hasher_;
  RateLimiter& rate_limiter_;
};

}  // namespace auklet::service
