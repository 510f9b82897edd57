// SPDX-License-Identifier: Apache-2.0
#include "api/browser.h"

#include <fmt/format.h>

#include <algorithm>

#include "api/client_files.h"
#include "api/http_status.h"
#include "api/services.h"
#include "service/account_loader.h"
#include "service/environment.h"
#include "service/instance_service.h"
#include "service/oauth_service.h"
#include "service/session_service.h"
#include "view/pages.h"
#include "view/renderer.h"

namespace auklet::api {

namespace {

constexpr std::string_view session_cookie = "auklet_session";
constexpr std::string_view visitor_cookie = "auklet_visitor";
constexpr std::size_t cookie_value_bytes_max = 64;

// RFC 6265, 5.4. The value of the first cookie of that name; empty when there is none.
std::string find_cookie(net::Request const& request, std::string_view name) {
  auto rest = request.headers.find("Cookie").value_or("");
  while (!rest.empty()) {
    auto const end = rest.find(';');
    auto pair = rest.substr(0, end);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    pair.remove_prefix(std::min(pair.find_first_not_of(' '), pair.size()));
    auto const equals = pair.find('=');
    if (equals != std::string_view::npos && pair.substr(0, equals) == name) {
      auto const value = pair.substr(equals + 1);
      return value.size() <= cookie_value_bytes_max ? std::string(value) : std::string{};
    }
  }
  return {};
}

}  // namespace

Task<Result<Browser>> Browser::of(Call& call) {
  auto& sessions = call.services.sessions;
  Browser browser;
  browser.secure_ = call.services.env.identity.base_url.starts_with("https://");
  browser.session_ = find_cookie(call.request, session_cookie);
  browser.visitor_ = find_cookie(call.request, visitor_cookie);
  CO_TRY(browser.account_, co_await sessions.account_of(browser.session_));
  if (!browser.account_ && browser.visitor_.empty()) {
    browser.new_visitor_ = call.services.env.random.token();
    browser.visitor_ = browser.new_visitor_;
  }
  browser.csrf_ = sessions.csrf(browser.account_ ? browser.session_ : browser.visitor_);
  co_return browser;
}

bool Browser::sent_by_own_form(Call const& call) const {
  // A visitor's cookie that this very call brought to life cannot have been in any form.
  return new_visitor_.empty() &&
         call.services.sessions.is_csrf(account_ ? session_ : visitor_, read_text(call, "csrf"));
}

Reply Browser::page(std::string html, unsigned status) const {
  auto reply = Reply::html(std::move(html), status);
  reply.headers.emplace_back("Cache-Control", "no-store");
  if (!new_visitor_.empty()) {
    reply.headers.emplace_back("Set-Cookie", cookie(visitor_cookie, new_visitor_, 24 * 3600));
  }
  return reply;
}

Reply Browser::log_in(std::string const& session, std::string location) const {
  auto reply = see_other(std::move(location));
  auto const lifetime = std::chrono::seconds(service::SessionService::lifetime).count();
  reply.headers.emplace_back("Set-Cookie", cookie(session_cookie, session, lifetime));
  reply.headers.emplace_back("Set-Cookie", cookie(visitor_cookie, "", 0));
  return reply;
}

Reply Browser::log_out(std::string location) const {
  auto reply = see_other(std::move(location));
  reply.headers.emplace_back("Set-Cookie", cookie(session_cookie, "", 0));
  return reply;
}

std::string Browser::cookie(std::string_view name, std::string_view value,
                            std::int64_t max_age_seconds) const {
  return fmt::format("{}={}; Path=/; Max-Age={}; HttpOnly; SameSite=Lax{}", name, value, max_age_seconds,
                     secure_ ? "; Secure" : "");
}

view::Site site_of(Call const& call) {
  return {call.services.instance.profile().title, call.services.env.identity.domain};
}

view::Site public_site_of(Call const& call) {
  auto site = site_of(call);
  site.script_path = call.services.client.takeover_path();
  return site;
}

Reply with_client(Reply page) {
  page.headers.emplace_back("Content-Security-Policy", std::string(client_security_policy));
  return page;
}

Task<Result<view::Viewer>> viewer_of(Call& call, AccountId account) {
  CO_TRY(auto const accounts,
         co_await service::load_accounts(call.services.env.database.session(), {account}));
  if (accounts.empty()) {
    co_return service::record_not_found();
  }
  co_return view::Viewer{accounts.front().username, accounts.front().display_name,
                         call.services.view.avatar_url(accounts.front())};
}

Reply error_reply(Call const& call, Browser const& browser, Error error) {
  // What is wrong with an app's request is not the person's mistake to correct (RFC 6749, 4.1.2.1).
  auto const status = service::oauth_code(error).empty() ? http_status(error.kind) : 400;
  return browser.page(view::error_page({site_of(call), static_cast<int>(status), std::move(error.message)}),
                      status);
}

Reply see_other(std::string location) {
  auto reply = Reply::redirect(std::move(location));
  reply.status = 303;
  reply.headers.emplace_back("Cache-Control", "no-store");
  return reply;
}

std::string read_return_to(Call const& call) {
  auto path = read_text(call, "return_to");
  auto const is_path = path.starts_with('/') && !path.starts_with("//") && !path.starts_with("/\\") &&
                       std::ranges::all_of(path, [](unsigned char c) { return c > 0x20 && c < 0x7F; });
  return is_path ? path : "/";
}

std::string read_text(Call const& call, std::string_view name) {
  return call.reader().text(name).value_or(std::nullopt).value_or("");
}

}  // namespace auklet::api
