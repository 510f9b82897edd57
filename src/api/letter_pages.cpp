// SPDX-License-Identifier: Apache-2.0
#include "api/letter_pages.h"

#include <utility>

#include "api/http_status.h"
#include "api/services.h"
#include "service/caller.h"
#include "service/letter_service.h"
#include "view/letter_pages.h"

namespace auklet::api {

namespace {

// Who is at the browser; not_found where there are no letters.
Task<Result<Browser>> open(Call& call) {
  if (!call.services.letters.are_sent()) {
    co_return fail(ErrorKind::not_found, "This server sends no e-mail. Ask the people who run it.");
  }
  co_return co_await Browser::of(call);
}

constexpr LetterPurpose purpose_of(bool for_password) {
  return for_password ? LetterPurpose::reset : LetterPurpose::confirm;
}

Reply ask_page(Call const& call, Browser const& browser, bool for_password, std::string error,
               unsigned status) {
  return browser.page(view::ask_letter_page({.site = site_of(call),
                                             .for_password = for_password,
                                             .error = std::move(error),
                                             .csrf = browser.csrf()}),
                      status);
}

template <bool for_password>
Task<Result<Reply>> show_ask(Call& call) {
  CO_TRY(auto const browser, co_await open(call));
  co_return ask_page(call, browser, for_password, {}, 200);
}

// The same answer whether somebody has that address or not.
template <bool for_password>
Task<Result<Reply>> ask(Call& call) {
  CO_TRY(auto const browser, co_await open(call));
  if (!browser.sent_by_own_form(call)) {
    co_return ask_page(call, browser, for_password, stale_form, 422);
  }
  auto const asked = co_await call.services.letters.ask(purpose_of(for_password), read_text(call, "email"),
                                                        call.request.peer);
  if (!asked) {
    co_return ask_page(call, browser, for_password, asked.error().message, http_status(asked.error().kind));
  }
  co_return browser.page(
      view::notice_page({.site = site_of(call),
                         .title = "Look into your mail",
                         .message = "If an account here has this address, a link is on its way to it.",
                         .link = "/auth/sign_in",
                         .link_text = "Log in"}));
}

Reply confirm_page(Call const& call, Browser const& browser, std::string token, std::string error,
                   unsigned status) {
  return browser.page(view::confirm_page({.site = site_of(call),
                                          .token = std::move(token),
                                          .error = std::move(error),
                                          .csrf = browser.csrf()}),
                      status);
}

Task<Result<Reply>> show_confirm(Call& call) {
  CO_TRY(auto const browser, co_await open(call));
  auto token = read_text(call, "confirmation_token");
  auto const good = co_await call.services.letters.check(LetterPurpose::confirm, token);
  co_return confirm_page(call, browser, std::move(token), good ? "" : good.error().message,
                         good ? 200 : http_status(good.error().kind));
}

Task<Result<Reply>> confirm(Call& call) {
  CO_TRY(auto const browser, co_await open(call));
  auto token = read_text(call, "confirmation_token");
  if (!browser.sent_by_own_form(call)) {
    co_return confirm_page(call, browser, std::move(token), stale_form, 422);
  }
  auto const done = co_await call.services.letters.confirm(token);
  if (!done) {
    co_return confirm_page(call, browser, std::move(token), done.error().message,
                           http_status(done.error().kind));
  }
  co_return browser.page(view::notice_page({.site = site_of(call),
                                            .title = "Your address is confirmed",
                                            .message = "Everything is open to you now.",
                                            .link = "/auth/sign_in?return_to=/home",
                                            .link_text = "Log in"}));
}

Reply password_page(Call const& call, Browser const& browser, std::string token, Error error,
                    unsigned status) {
  return browser.page(
      view::new_password_page({.site = site_of(call),
                               .token = std::move(token),
                               .error = error.fields.empty() ? std::move(error.message) : std::string{},
                               .errors = std::move(error.fields),
                               .csrf = browser.csrf()}),
      status);
}

Task<Result<Reply>> show_password(Call& call) {
  CO_TRY(auto const browser, co_await open(call));
  auto token = read_text(call, "reset_password_token");
  auto const good = co_await call.services.letters.check(LetterPurpose::reset, token);
  co_return password_page(call, browser, std::move(token), good ? Error{} : good.error(),
                          good ? 200 : http_status(good.error().kind));
}

Task<Result<Reply>> set_password(Call& call) {
  CO_TRY(auto const browser, co_await open(call));
  auto token = read_text(call, "reset_password_token");
  if (!browser.sent_by_own_form(call)) {
    co_return password_page(call, browser, std::move(token), {ErrorKind::invalid, stale_form, {}, {}}, 422);
  }
  auto const done = co_await call.services.letters.reset_password(token, read_text(call, "password"));
  if (!done) {
    co_return password_page(call, browser, std::move(token), done.error(), http_status(done.error().kind));
  }
  co_return browser.page(view::notice_page({.site = site_of(call),
                                            .title = "Your password is set",
                                            .message = "Log in with it, in all your browsers and apps.",
                                            .link = "/auth/sign_in?return_to=/home",
                                            .link_text = "Log in"}));
}

}  // namespace

Reply letter_sent_page(Call const& call, Browser const& browser, std::string const& email) {
  return browser.page(view::notice_page(
      {.site = site_of(call),
       .title = "Look into your mail",
       .message = "We have sent a link to " + email + ". Follow it, and your account is open.",
       .link = "/auth/confirmation/new",
       .link_text = "Nothing came?"}));
}

std::vector<Route> letter_page_routes() {
  using enum net::Method;
  return {
      {get, "/auth/confirmation/new", Access::open, {}, show_ask<false>},
      {post, "/auth/confirmation/new", Access::open, {}, ask<false>},
      {get, "/auth/confirmation", Access::open, {}, show_confirm},
      {post, "/auth/confirmation", Access::open, {}, confirm},
      {get, "/auth/password/new", Access::open, {}, show_ask<true>},
      {post, "/auth/password/new", Access::open, {}, ask<true>},
      {get, "/auth/password/edit", Access::open, {}, show_password},
      {post, "/auth/password", Access::open, {}, set_password},
  };
}

}  // namespace auklet::api
