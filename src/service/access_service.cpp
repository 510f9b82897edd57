// SPDX-License-Identifier: Apache-2.0
#include "service/access_service.h"

#include <utility>

#include "service/sign_up_service.h"
#include "store/accounts.h"
#include "store/sessions.h"
#include "store/tokens.h"

namespace auklet::service {

namespace {

// What could still become a token.
Task<Result<>> end_browsers(db::Session& session, AccountId account) {
  CO_TRY_OK(co_await store::tokens::erase_codes_of_account(session, account));
  co_return co_await store::sessions::erase_of_account(session, account);
}

std::unexpected<Error> wrong_password() {
  FieldError field{"current_password", "ERR_INVALID", "is not the current one"};
  return std::unexpected(
      Error{ErrorKind::invalid, "Validation failed: Current password is wrong", {}, {std::move(field)}});
}

}  // namespace

Task<Result<std::vector<AppSession>>> AccessService::list(Caller caller) {
  CO_TRY_OK(co_await write_uses());
  co_return co_await store::tokens::list_of_account(env_.database.session(), caller.self());
}

Task<Result<>> AccessService::end(Caller caller, TokenId id) {
  auto const self = caller.self();
  CO_TRY(auto const transaction, co_await env_.database.begin());
  CO_TRY(auto const own, co_await store::tokens::belongs_to(*transaction, id, self));
  if (!own) {
    co_return record_not_found();
  }
  CO_TRY_OK(co_await store::tokens::erase(*transaction, id));
  CO_TRY_OK(co_await end_browsers(*transaction, self));
  CO_TRY_OK(co_await transaction->commit());
  env_.bus.publish(bus::AccessChanged{self});
  co_return Result<>{};
}

Task<Result<>> AccessService::end_others(Caller caller) {
  auto const self = caller.self();
  CO_TRY(auto const transaction, co_await env_.database.begin());
  CO_TRY_OK(co_await store::tokens::erase_others_of_account(*transaction, self, caller.token.value()));
  CO_TRY_OK(co_await end_browsers(*transaction, self));
  CO_TRY_OK(co_await transaction->commit());
  env_.bus.publish(bus::AccessChanged{self});
  co_return Result<>{};
}

Task<Result<>> AccessService::change_password(Caller caller, PasswordChange change) {
  auto const self = caller.self();
  CO_TRY_OK(validate_password(change.chosen));
  CO_TRY(auto const account, co_await store::accounts::find(env_.database.session(), self));
  if (!account) {
    co_return record_not_found();
  }
  auto const proof =
      co_await sessions_.check_password({account->username, std::move(change.current), caller.peer});
  if (!proof) {
    if (proof.error().kind == ErrorKind::unauthenticated) {
      co_return wrong_password();
    }
    co_return std::unexpected(proof.error());
  }
  CO_TRY(auto const password_hash, co_await hasher_.hash(std::move(change.chosen)));
  CO_TRY(auto const transaction, co_await env_.database.begin());
  CO_TRY_OK(co_await store::accounts::set_password_hash(*transaction, self, password_hash));
  CO_TRY_OK(co_await store::tokens::erase_others_of_account(*transaction, self, caller.token.value()));
  CO_TRY_OK(co_await end_browsers(*transaction, self));
  CO_TRY_OK(co_await transaction->commit());
  env_.bus.publish(bus::AccessChanged{self});
  co_return Result<>{};
}

Task<Result<>> AccessService::write_uses() {
  auto const uses = authenticator_.take_uses();
  if (uses.empty()) {
    co_return Result<>{};
  }
  CO_TRY(auto const transaction, co_await env_.database.begin());
  for (auto const& [token, at] : uses) {
    CO_TRY_OK(co_await store::tokens::mark_used(*transaction, token, at));
  }
  co_return co_await transaction->commit();
}

}  // namespace auklet::service
