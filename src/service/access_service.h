// SPDX-License-Identifier: Apache-2.0
//
// Where one is logged in, and with which password: an extension of this server, the Mastodon API has nothing for it.
#pragma once

#include <string>
#include <vector>

#include "async/task.h"
#include "base/result.h"
#include "domain/access.h"
#include "service/authenticator.h"
#include "service/caller.h"
#include "service/environment.h"
#include "service/password_hasher.h"
#include "service/session_service.h"

namespace auklet::service {

// A job on a schedule: AccessService::write_uses.
inline constexpr char const* write_token_uses_job = "write_token_uses";

struct PasswordChange {
  std::string current;
  std::string chosen;
};

class AccessService {
 public:
  AccessService(Environment const& env, Authenticator& authenticator, SessionService& sessions,
                PasswordHasher& hasher)
      : env_(env), authenticator_(authenticator), sessions_(sessions), hasher_(hasher) {}

  // One's own tokens, the one used last first.
  Task<Result<std::vector<AppSession>>> list(Caller caller);

  // Ends one of one's own, which may be the caller's. Browsers have to ask for the password again before they let an app
  // in, else the one whose token is gone would fetch itself another. Errors: not_found.
  Task<Result<>> end(Caller caller, TokenId id);
  // Ends all but the caller's own.
  Task<Result<>> end_others(Caller caller);

  // Ends everything but the caller's own token. Errors: invalid, with the field that is wrong (`current_password`,
  // `password`), rate_limited by the rules of logging in.
  Task<Result<>> change_password(Caller caller, PasswordChange change);

  // Writes down which tokens the authenticator has met since the last time: each once a day, and never while somebody
  // waits for an answer.
  Task<Result<>> write_uses();

 private:
  Environment const& env_;
  Authenticator& authenticator_;
  SessionService& sessions_;
  PasswordHasher& hasher_;
};

}  // namespace auklet::service
