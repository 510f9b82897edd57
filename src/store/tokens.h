// SPDX-License-Identifier: Apache-2.0
//
// The tables `tokens` and `authorization_codes`.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "async/task.h"
#include "base/result.h"
#include "db/database.h"
#include "domain/access.h"
#include "domain/account.h"

namespace auklet::store::tokens {

Task<Result<>> insert(db::Session& session, Token const& token);

// A token with what decides whether its bearer gets in.
struct Bearer {
  Token token;
  Role role = Role::user;  // of the account, when there is one
  bool disabled = false;   // the account may not log in, or is suspended
  bool confirmed = true;   // its e-mail address is; an app that speaks for itself has none
  std::optional<UnixMillis> used_at = {};
};
Task<Result<std::optional<Bearer>>> find_by_hash(db::Session& session, std::string_view token_hash);

// The token that the app already has for this account (or for itself) with exactly these scopes.
Task<Result<std::optional<Token>>> find_alike(db::Session& session, AppId app,
                                              std::optional<AccountId> account, std::string_view scopes);

// With what hangs on it: its push subscription.
Task<Result<>> erase(db::Session& session, TokenId id);
Task<Result<>> erase_of_account(db::Session& session, AccountId account);
// All but one.
Task<Result<>> erase_others_of_account(db::Session& session, AccountId account, TokenId kept);

// Those of the account, the one that was made or used last first.
Task<Result<std::vector<AppSession>>> list_of_account(db::Session& session, AccountId account);
// False when the token is not this account's, or is gone.
Task<Result<bool>> belongs_to(db::Session& session, TokenId id, AccountId account);
Task<Result<>> mark_used(db::Session& session, TokenId id, UnixMillis at);

Task<Result<>> insert_code(db::Session& session, AuthorizationCode const& code);
Task<Result<std::optional<AuthorizationCode>>> find_code(db::Session& session, std::string_view code_hash);
// Marks the code as traded for this token. False when somebody else was faster.
Task<Result<bool>> use_code(db::Session& session, std::string_view code_hash, TokenId token);
Task<Result<>> erase_codes_of_account(db::Session& session, AccountId account);
Task<Result<>> erase_expired_codes(db::Session& session, UnixMillis now);

}  // namespace auklet::store::tokens
