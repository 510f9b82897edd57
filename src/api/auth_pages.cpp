// SPDX-License-Identifier: Apache-2.0
#include "api/auth_pages.h"

#include "api/browser.h"
#include "api/http_status.h"
#include "api/letter_pages.h"
#include "api/services.h"
#include "api/sign_up.h"
#include "service/environment.h"
#include "service/letter_service.h"
#include "service/session_service.h"
#include "view/pages.h"

namespace auklet::api {

namespace {

// The web client logs the browser out with it. Browsers set this field, and no page can: a page of another site is known
// by it, and so is a form, which would carry the secret instead.
bool sent_by_own_script(Call const& call) {
  auto const& headers = call.request.headers;
  return headers.find("Origin") == call.services.env.identity.base_url &&
         headers.find("Sec-Fetch-Mode").value_or("") == "cors";
}

Reply sign_in_page(Call const& call, Browser const& browser, std::string identifier, std::string error,
                   unsigned status) {
  return browser.page(view::sign_in_page({
                          .site = site_of(call),
                          .identifier = std::move(identifier),
                          .error = std::move(error),
                          .registrations_open = call.services.env.limits.registrations_open,
                          .csrf = browser.csrf(),
                          .return_to = read_return_to(call),
                          .sends_mail = call.services.letters.are_sent(),
                      }),
                      status);
}

Reply sign_up_page(Call const& call, Browser const& browser, service::SignUp typed, Error error,
                   unsigned status) {
  return browser.page(view::sign_up_page({
                          .site = site_of(call),
                          .username = std::move(typed.username),
                          .email = std::move(typed.email),
                          .agreement = typed.agreement,
                          .error = error.fields.empty() ? std::move(error.message) : std::string{},
                          .errors = std::move(error.fields),
                          .csrf = browser.csrf(),
                          .return_to = read_return_to(call),
                      }),
                      status);
}

// A new session in place of the old one, so that a cookie known before is worth nothing after.
Task<Result<Reply>> begin_session(Call& call, Browser const& browser, AccountId account) {
  auto& sessions = call.services.sessions;
  if (!browser.session().empty()) {
    CO_TRY_OK(co_await sessions.close(browser.session()));
  }
  CO_TRY(auto const session, co_await sessions.open(account));
  co_return browser.log_in(session, read_return_to(call));
}

Task<Result<Reply>> show_sign_in(Call& call) {
  CO_TRY(auto const browser, co_await Browser::of(call));
  if (browser.account() && read_text(call, "force").empty()) {
    co_return see_other(read_return_to(call));
  }
  co_return sign_in_page(call, browser, {}, {}, 200);
}

Task<Result<Reply>> sign_in(Call& call) {
  CO_TRY(auto const browser, co_await Browser::of(call));
  auto identifier = read_text(call, "identifier");
  if (!browser.sent_by_own_form(call)) {
    co_return sign_in_page(call, browser, std::move(identifier), stale_form, 422);
  }
  auto const account = co_await call.services.sessions.check_password(
      {identifier, read_text(call, "password"), call.request.peer});
  if (!account) {
    auto const& error = account.error();
    co_return sign_in_page(call, browser, std::move(identifier), error.message, http_status(error.kind));
  }
  co_return co_await begin_session(call, browser, *account);
}

Task<Result<Reply>> show_sign_up(Call& call) {
  CO_TRY(auto const browser, co_await Browser::of(call));
  if (browser.account()) {
    co_return see_other(read_return_to(call));
  }
  if (!call.services.env.limits.registrations_open) {
    co_return error_reply(call, browser, {ErrorKind::forbidden, "Registrations are closed", {}, {}});
  }
  co_return sign_up_page(call, browser, {}, {}, 200);
}

Task<Result<Reply>> sign_up(Call& call) {
  CO_TRY(auto const browser, co_await Browser::of(call));
  CO_TRY(auto const typed, read_sign_up(call));
  if (!browser.sent_by_own_form(call)) {
    co_return sign_up_page(call, browser, typed, {ErrorKind::invalid, stale_form, {}, {}}, 422);
  }
  auto const account = co_await call.services.sign_up.sign_up(typed);
  if (!account) {
    auto const& error = account.error();
    co_return sign_up_page(call, browser, typed, error, http_status(error.kind));
  }
  if (call.services.letters.are_sent()) {
    co_return letter_sent_page(call, browser, typed.email);
  }
  co_return co_await begin_session(call, browser, *account);
}

Task<Result<Reply>> sign_out(Call& call) {
  CO_TRY(auto const browser, co_await Browser::of(call));
  if (!browser.account()) {
    co_return see_other(read_return_to(call));
  }
  if (!browser.sent_by_own_form(call) && !sent_by_own_script(call)) {
    co_return error_reply(call, browser, {ErrorKind::invalid, stale_form, {}, {}});
  }
  CO_TRY_OK(co_await call.services.sessions.close(browser.session()));
  co_return browser.log_out(read_return_to(call));
}

}  // namespace

std::vector<Route> auth_page_routes() {
  using enum net::Method;
  return {
      {get, "/auth/sign_in", Access::open, {}, show_sign_in},
      {post, "/auth/sign_in", Access::open, {}, sign_in},
      {get, "/auth/sign_up", Access::open, {}, show_sign_up},
      {post, "/auth/sign_up", Access::open, {}, sign_up},
      {post, "/auth/sign_out", Access::open, {}, sign_out},
  };
}

}  // namespace auklet::api
