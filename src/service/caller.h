// SPDX-License-Identifier: Apache-2.0
//
// Who asks. Doors make it from a token (or the absence of one); services decide by it.
#pragma once

#include <expected>
#include <optional>
#include <string>
#include <utility>

#include "base/result.h"
#include "domain/account.h"
#include "domain/ids.h"
#include "domain/scope.h"

namespace auklet::service {

struct Caller {
  std::optional<AccountId> account;  // absent: nobody is logged in, or the app speaks for itself
  std::optional<AppId> app;
  std::optional<TokenId> token;
  ScopeSet scopes;
  Role role = Role::user;
  std::string peer;  // address, for limits by address
  bool confirmed =
      true;  // that their e-mail address is theirs; an app that speaks for itself has none to confirm

  // The account of a caller whose door has made sure that there is one.
  AccountId self() const { return account.value(); }
  bool is(AccountId id) const { return account == id; }
};

// Absent things and things that the caller may not see are told alike.
inline std::unexpected<Error> record_not_found() {
  return fail(ErrorKind::not_found, "Record not found");
}

inline std::unexpected<Error> not_allowed() {
  return fail(ErrorKind::forbidden, "This action is not allowed");
}

// The words are Mastodon's: apps know them.
inline std::unexpected<Error> unconfirmed_login() {
  return fail(ErrorKind::forbidden, "Your login is missing a confirmed e-mail address");
}

inline std::unexpected<Error> validation_failed(std::string what) {
  return fail(ErrorKind::invalid, "Validation failed: " + std::move(what));
}

}  // namespace auklet::service
