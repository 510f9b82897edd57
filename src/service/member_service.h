// SPDX-License-Identifier: Apache-2.0
//
// What whoever runs the server does with the accounts on it.
#pragma once

#include <string>
#include <vector>

#include "async/task.h"
#include "base/result.h"
#include "service/environment.h"
#include "service/password_hasher.h"
#include "store/accounts.h"

namespace auklet::service {

class MemberService {
 public:
  MemberService(Environment const& env, PasswordHasher& hasher) : env_(env), hasher_(hasher) {}

  // Everyone with a login here, oldest first, at most `limit` after the given one.
  Task<Result<std::vector<store::accounts::Member>>> list(AccountId after, int limit);

  // Ends all sessions and tokens of the account. Errors: not_found, invalid for a password against the rules.
  Task<Result<>> set_password(std::string username, std::string password);
  // Ends all sessions of the account; its tokens are refused until it is enabled again. ErrorKind::not_found.
  Task<Result<>> set_disabled(std::string username, bool disabled);

 private:
  Task<Result<User>> find(std::string username);

  Environment const& env_;
  PasswordHasher& hasher_;
};

}  // namespace auklet::service
