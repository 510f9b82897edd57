// SPDX-License-Identifier: Apache-2.0
#include "service/member_service.h"

#include "service/sign_up_service.h"
#include "store/sessions.h"
#include "store/tokens.h"
#include "text/username.h"

namespace auklet::service {

Task<Result<std::vector<store::accounts::Member>>> MemberService::list(AccountId after, int limit) {
  return store::accounts::list_members(env_.database.session(), after, limit);
}

Task<Result<>> MemberService::set_password(std::string username, std::string password) {
  CO_TRY(auto const user, co_await find(std::move(username)));
  CO_TRY_OK(validate_password(password));
  CO_TRY(auto const password_hash, co_await hasher_.hash(std::move(password)));
  CO_TRY(auto const transaction, co_await env_.database.begin());
  CO_TRY_OK(co_await store::accounts::set_password_hash(*transaction, user.account_id, password_hash));
  CO_TRY_OK(co_await store::tokens::erase_of_account(*transaction, user.account_id));
  CO_TRY_OK(co_await store::tokens::erase_codes_of_account(*transaction, user.account_id));
  CO_TRY_OK(co_await store::sessions::erase_of_account(*transaction, user.account_id));
  CO_TRY_OK(co_await transaction->commit());
  env_.bus.publish(bus::AccessChanged{user.account_id});
  co_return Result<>{};
}

Task<Result<>> MemberService::set_disabled(std::string username, bool disabled) {
  CO_TRY(auto user, co_await find(std::move(username)));
  user.disabled_at = disabled ? std::optional{env_.clock.now()} : std::nullopt;
  CO_TRY(auto const transaction, co_await env_.database.begin());
  CO_TRY_OK(co_await store::accounts::update_user(*transaction, user));
  if (disabled) {
    CO_TRY_OK(co_await store::tokens::erase_codes_of_account(*transaction, user.account_id));
    CO_TRY_OK(co_await store::sessions::erase_of_account(*transaction, user.account_id));
  }
  CO_TRY_OK(co_await transaction->commit());
  env_.bus.publish(bus::AccessChanged{user.account_id});
  co_return Result<>{};
}

Task<Result<User>> MemberService::find(std::string username) {
  auto& session = env_.database.session();
  CO_TRY(auto const account, co_await store::accounts::find_by_handle(session, text::fold_username(username),
                                                                      env_.identity.domain));
  if (account) {
    CO_TRY(auto user, co_await store::accounts::find_user(session, account->id));
    if (user) {
      co_return *std::move(user);
    }
  }
  co_return fail(ErrorKind::not_found, "There is no account " + username + " on this server");
}

}  // namespace auklet::service
