// SPDX-License-Identifier: Apache-2.0
//
// https://docs.joinmastodon.org/methods/emails/
#include "api/emails.h"

#include <utility>

#include "api/services.h"
#include "service/letter_service.h"

namespace auklet::api {

namespace {

Task<Result<Reply>> resend(Call& call) {
  CO_TRY(auto email, call.reader().text("email"));
  CO_TRY_OK(co_await call.services.letters.resend(call.caller, std::move(email)));
  co_return Reply::empty();
}

Task<Result<Reply>> check(Call& call) {
  co_return Reply::of(call.caller.confirmed);
}

// Posts by e-mail for people without an account: a feature that a server has to switch on, and this one does not have. What
// is not switched on is not there.
Task<Result<Reply>> subscribe(Call&) {
  co_return service::record_not_found();
}

}  // namespace

std::vector<Route> email_routes() {
  using enum net::Method;
  using enum Scope;
  return {
      {post, "/api/v1/emails/confirmations", Access::newcomer, {write_accounts}, resend},
      {get, "/api/v1/emails/check_confirmation", Access::newcomer, {read_accounts}, check},
      {post, "/api/v1/accounts/{id}/email_subscriptions", Access::open, {}, subscribe},
  };
}

}  // namespace auklet::api
