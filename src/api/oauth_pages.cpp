// SPDX-License-Identifier: Apache-2.0
#include "api/oauth_pages.h"

#include <initializer_list>

#include "api/browser.h"
#include "api/client_files.h"
#include "api/services.h"
#include "base/encoding.h"
#include "domain/scope.h"
#include "service/app_service.h"
#include "service/oauth_service.h"
#include "view/pages.h"

namespace auklet::api {

namespace {

using service::AuthorizationRequest;
using Pairs = std::initializer_list<std::pair<std::string_view, std::string_view>>;

AuthorizationRequest read_request(Call const& call) {
  return {
      .response_type = read_text(call, "response_type"),
      .client_id = read_text(call, "client_id"),
      .redirect_uri = read_text(call, "redirect_uri"),
      .scope = read_text(call, "scope"),
      .code_challenge = read_text(call, "code_challenge"),
      .code_challenge_method = read_text(call, "code_challenge_method"),
  };
}

// Empty values are left out.
std::string with_query(std::string uri, Pairs pairs) {
  auto separator = uri.find('?') == std::string::npos ? '?' : '&';
  for (auto const& [name, value] : pairs) {
    if (!value.empty()) {
      uri += separator;
      uri += std::string(name) + "=" + base::percent_encode(value);
      separator = '&';
    }
  }
  return uri;
}

// The same page again, once somebody has logged in. force_login is dropped: it has been honoured then.
std::string this_page(AuthorizationRequest const& request, std::string const& state) {
  return with_query("/oauth/authorize", {{"response_type", request.response_type},
                                         {"client_id", request.client_id},
                                         {"redirect_uri", request.redirect_uri},
                                         {"scope", request.scope},
                                         {"state", state},
                                         {"code_challenge", request.code_challenge},
                                         {"code_challenge_method", request.code_challenge_method}});
}

Reply to_log_in(std::string const& page, bool force) {
  return see_other(with_query("/auth/sign_in", {{"return_to", page}, {"force", force ? "1" : ""}}));
}

// RFC 6749, 4.1.2.1: to the app when it has an address, else to the person.
Reply tell_app(Call const& call, Browser const& browser, AuthorizationRequest const& request, Error error) {
  auto const code = service::oauth_code(error);
  if (code.empty() || request.redirect_uri == service::out_of_band) {
    return error_reply(call, browser, std::move(error));
  }
  return see_other(with_query(
      request.redirect_uri,
      {{"error", code}, {"error_description", error.message}, {"state", read_text(call, "state")}}));
}

Task<Result<Reply>> consent_page(Call& call, Browser const& browser, AuthorizationRequest const& request,
                                 service::Authorization authorization) {
  auto state = read_text(call, "state");
  auto return_to = this_page(request, state);
  CO_TRY(auto viewer, co_await viewer_of(call, browser.account().value()));
  co_return browser.page(view::consent_page({
      .site = site_of(call),
      .viewer = std::move(viewer),
      .app_name = std::move(authorization.app.name),
      .app_website = authorization.app.website.value_or(""),
      .scopes = ScopeSet::parse(authorization.scopes).value_or(ScopeSet{}),
      .client_id = request.client_id,
      .redirect_uri = request.redirect_uri,
      .response_type = request.response_type,
      .scope = authorization.scopes,
      .state = std::move(state),
      .code_challenge = request.code_challenge,
      .code_challenge_method = request.code_challenge_method,
      .csrf = browser.csrf(),
      .return_to = std::move(return_to),
  }));
}

Task<Result<Reply>> approve(Call& call, AuthorizationRequest const& request,
                            service::Authorization authorization, AccountId account) {
  CO_TRY(auto const code, co_await call.services.oauth.approve(std::move(authorization), account));
  if (request.redirect_uri == service::out_of_band) {
    co_return see_other(with_query("/oauth/authorize/native", {{"code", code}}));
  }
  co_return see_other(
      with_query(request.redirect_uri, {{"code", code}, {"state", read_text(call, "state")}}));
}

// The web client of this server is not asked about: it is the server's own hand. The code goes to an address of this
// server, whose page alone can redeem it (PKCE), so that an app that names that address gains nothing.
bool is_own_client(Call const& call, service::Authorization const& authorization) {
  return authorization.redirect_uri == call.services.env.identity.base_url + "/authorize" &&
         authorization.code_challenge.has_value() && !call.services.client.empty();
}

Task<Result<Reply>> show(Call& call) {
  CO_TRY(auto const browser, co_await Browser::of(call));
  auto const request = read_request(call);
  auto app = co_await call.services.oauth.find_client(request);
  if (!app) {
    co_return error_reply(call, browser, std::move(app).error());
  }
  auto authorization = call.services.oauth.examine(*std::move(app), request);
  if (!authorization) {
    co_return tell_app(call, browser, request, std::move(authorization).error());
  }
  auto const force = call.reader().boolean("force_login").value_or(std::nullopt).value_or(false);
  if (!browser.account() || force) {
    co_return to_log_in(this_page(request, read_text(call, "state")), force);
  }
  if (is_own_client(call, *authorization)) {
    co_return co_await approve(call, request, *std::move(authorization), *browser.account());
  }
  co_return co_await consent_page(call, browser, request, *std::move(authorization));
}

Task<Result<Reply>> decide(Call& call) {
  CO_TRY(auto const browser, co_await Browser::of(call));
  auto const request = read_request(call);
  auto app = co_await call.services.oauth.find_client(request);
  if (!app) {
    co_return error_reply(call, browser, std::move(app).error());
  }
  auto authorization = call.services.oauth.examine(*std::move(app), request);
  if (!authorization) {
    co_return tell_app(call, browser, request, std::move(authorization).error());
  }
  if (!browser.account()) {
    co_return to_log_in(this_page(request, read_text(call, "state")), false);
  }
  if (!browser.sent_by_own_form(call)) {
    co_return co_await consent_page(call, browser, request, *std::move(authorization));
  }
  if (read_text(call, "decision") != "approve") {
    co_return tell_app(
        call, browser, request,
        service::oauth_error(ErrorKind::forbidden, "access_denied", "The person did not agree").error());
  }
  co_return co_await approve(call, request, *std::move(authorization), *browser.account());
}

Task<Result<Reply>> show_code(Call& call) {
  CO_TRY(auto const browser, co_await Browser::of(call));
  co_return browser.page(view::code_page({site_of(call), read_text(call, "code")}));
}

}  // namespace

std::vector<Route> oauth_page_routes() {
  using enum net::Method;
  return {
      {get, "/oauth/authorize", Access::open, {}, show},
      {post, "/oauth/authorize", Access::open, {}, decide},
      {delete_, "/oauth/authorize", Access::open, {}, decide},
      {get, "/oauth/authorize/native", Access::open, {}, show_code},
  };
}

}  // namespace auklet::api
