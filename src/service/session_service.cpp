// SPDX-License-Identifier: Apache-2.0
#include "service/session_service.h"

#include "base/crypto.h"
#include "domain/access.h"
#include "service/caller.h"
#include "store/accounts.h"
#include "store/sessions.h"
#include "text/email.h"
#include "text/username.h"

namespace auklet::service {

namespace {
// Longer passwords cannot be set, so they need not be hashed to be refused.
constexpr std::size_t password_bytes_max = 1024;
}  // namespace

Task<Result<AccountId>> SessionService::check_password(LogIn log_in) {
  auto const subject = text::fold_username(log_in.identifier) + "|" + log_in.peer;
  if (!rate_limiter_.take(RateRule::log_ins_of_peer, log_in.peer).allowed ||
      !rate_limiter_.take(RateRule::log_ins_to_account, subject).allowed) {
    co_return too_many_requests();
  }
  if (log_in.password.size() > password_bytes_max) {
    log_in.password.resize(password_bytes_max);
  }
  CO_TRY(auto const user, co_await find_user(log_in.identifier));
  CO_TRY(auto const right,
         co_await hasher_.verify(std::move(log_in.password), user ? user->password_hash : std::string{}));
  if (!user || !right) {
    co_return fail(ErrorKind::unauthenticated, "Wrong name or password");
  }
  if (user->disabled_at) {
    co_return fail(ErrorKind::forbidden, "Your login is currently disabled");
  }
  if (env_.limits.confirms_email && !user->confirmed_at) {
    co_return unconfirmed_login();
  }
  co_return user->account_id;
}

Task<Result<std::optional<User>>> SessionService::find_user(std::string identifier) {
  auto& session = env_.database.session();
  auto const at = identifier.find('@');
  if (at != std::string::npos) {
    CO_TRY(auto by_email,
           co_await store::accounts::find_user_by_email(session, text::fold_email(identifier)));
    if (by_email || identifier.substr(at + 1) != env_.identity.domain) {
      co_return by_email;
    }
  }
  auto const username_key = text::fold_username(identifier.substr(0, at));
  CO_TRY(auto const account,
         co_await store::accounts::find_by_handle(session, username_key, env_.identity.domain));
  if (!account) {
    co_return std::nullopt;
  }
  co_return co_await store::accounts::find_user(session, account->id);
}

Task<Result<std::string>> SessionService::open(AccountId account) {
  auto const cookie = env_.random.token();
  auto const now = env_.clock.now();
  CO_TRY(auto const transaction, co_await env_.database.begin());
  CO_TRY_OK(co_await store::sessions::erase_expired(*transaction, now));
  CO_TRY_OK(
      co_await store::sessions::insert(*transaction, {fingerprint(cookie), account, now, now + lifetime}));
  CO_TRY_OK(co_await transaction->commit());
  co_return cookie;
}

Task<Result<std::optional<AccountId>>> SessionService::account_of(std::string cookie) {
  if (cookie.empty()) {
    co_return std::nullopt;
  }
  auto const hash = fingerprint(cookie);
  CO_TRY(auto const browser,
         co_await store::sessions::find_live(env_.database.session(), hash, env_.clock.now()));
  co_return browser ? std::optional{browser->account_id} : std::nullopt;
}

Task<Result<>> SessionService::close(std::string cookie) {
  auto const hash = fingerprint(cookie);
  CO_TRY(auto const transaction, co_await env_.database.begin());
  CO_TRY_OK(co_await store::sessions::erase(*transaction, hash));
  co_return co_await transaction->commit();
}

bool SessionService::is_csrf(std::string_view cookie, std::string_view sent) const {
  return !cookie.empty() && base::equal_constant_time(secrets_.csrf(cookie), sent);
}

}  // namespace auklet::service
