// SPDX-License-Identifier: Apache-2.0
#include "api/sign_up.h"

#include "api/oauth.h"
#include "api/services.h"
#include "service/oauth_service.h"

namespace auklet::api {

namespace {

Task<Result<Reply>> create(Call& call) {
  CO_TRY(auto request, read_sign_up(call));
  request.app = call.caller.app;
  CO_TRY(auto const account, co_await call.services.sign_up.sign_up(std::move(request)));
  CO_TRY(auto const issued,
         co_await call.services.oauth.issue_to_new_account(call.caller.app.value(), account));
  co_return token_reply(issued);
}

}  // namespace

Result<service::SignUp> read_sign_up(Call const& call) {
  auto const params = call.reader();
  TRY(auto const username, params.text("username"));
  TRY(auto const email, params.text("email"));
  TRY(auto const password, params.text("password"));
  TRY(auto const agreement, params.boolean("agreement"));
  TRY(auto const locale, params.text("locale"));
  return service::SignUp{
      .username = username.value_or(""),
      .email = email.value_or(""),
      .password = password.value_or(""),
      .agreement = agreement.value_or(false),
      .locale = locale.value_or(""),
      .peer = call.request.peer,
  };
}

std::vector<Route> sign_up_routes() {
  using enum net::Method;
  using enum Scope;
  return {
      {post, "/api/v1/accounts", Access::app, {write_accounts}, create},
  };
}

}  // namespace auklet::api
