// SPDX-License-Identifier: Apache-2.0
#include "service/app_service.h"

#include <algorithm>
#include <array>

#include "base/encoding.h"
#include "domain/scope.h"
#include "service/caller.h"
#include "service/secrets.h"
#include "store/apps.h"
#include "text/unicode.h"

namespace auklet::service {

namespace {

constexpr std::size_t name_characters_max = 60;
constexpr std::size_t uri_bytes_max = 2000;
constexpr std::size_t redirect_uris_max = 20;
constexpr std::string_view default_scopes = "read";

bool is_alpha(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_scheme_character(char c) {
  return is_alpha(c) || (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
}

bool is_web_address(std::string_view uri) {
  auto const lower = base::ascii_lower(uri.substr(0, 8));
  auto const host = lower.starts_with("https://")  ? uri.substr(8)
                    : lower.starts_with("http://") ? uri.substr(7)
                                                   : std::string_view{};
  return is_redirect_uri(uri) && !host.empty();
}

Result<> check(AppRegistration const& registration) {
  if (registration.name.empty()) {
    return validation_failed("Name can't be blank");
  }
  if (text::count_graphemes(registration.name) > name_characters_max) {
    return validation_failed("Name is too long (maximum is 60 characters)");
  }
  if (registration.redirect_uris.empty()) {
    return validation_failed("Redirect URI can't be blank");
  }
  if (registration.redirect_uris.size() > redirect_uris_max) {
    return validation_failed("Redirect URI list is too long (maximum is 20 addresses)");
  }
  for (auto const& uri : registration.redirect_uris) {
    if (uri.size() > uri_bytes_max) {
      return validation_failed("Redirect URI is too long (maximum is 2000 characters)");
    }
    if (!is_redirect_uri(uri)) {
      return validation_failed("Redirect URI must be an absolute URI without a fragment, and not a script");
    }
  }
  if (registration.website &&
      (registration.website->size() > uri_bytes_max || !is_web_address(*registration.website))) {
    return validation_failed("Website must be an address that begins with http:// or https://");
  }
  auto const scopes = ScopeSet::parse(registration.scopes.value_or(std::string(default_scopes)));
  if (!scopes || scopes->empty()) {
    return validation_failed("Scopes are unknown to this server");
  }
  return {};
}

std::string join_scopes(std::string_view text) {
  std::string out;
  for (auto const name : split_scopes(text)) {
    out += out.empty() ? "" : " ";
    out += name;
  }
  return out;
}

}  // namespace

bool is_redirect_uri(std::string_view uri) {
  if (uri == out_of_band) {
    return true;
  }
  auto const colon = uri.find(':');
  if (colon == std::string_view::npos || colon == 0 || colon + 1 == uri.size()) {
    return false;
  }
  auto const scheme = base::ascii_lower(uri.substr(0, colon));
  if (!is_alpha(scheme.front()) || !std::ranges::all_of(scheme, is_scheme_character)) {
    return false;
  }
  constexpr std::array<std::string_view, 6> forbidden{"data", "javascript", "vbscript",
                                                      "file", "blob",       "about"};
  if (std::ranges::find(forbidden, scheme) != forbidden.end()) {
    return false;
  }
  // What is left must be able to stand in a Location header as it is.
  if (!std::ranges::all_of(
          uri, [](unsigned char c) { return c > 0x20 && c < 0x7F && c != '#' && c != '"' && c != '<'; })) {
    return false;
  }
  auto const is_web = scheme == "http" || scheme == "https";
  return !is_web || (uri.substr(colon).starts_with("://") && uri.size() > colon + 3 && uri[colon + 3] != '/');
}

Task<Result<RegisteredApp>> AppService::register_app(AppRegistration registration) {
  if (!rate_limiter_.take(RateRule::apps_of_peer, registration.peer).allowed) {
    co_return too_many_requests();
  }
  if (registration.website && registration.website->empty()) {
    registration.website.reset();
  }
  CO_TRY_OK(check(registration));
  auto const secret = env_.random.token();
  App app{
      .id = env_.mint<AppId>(),
      .client_id = env_.random.token(),
      .client_secret_hash = fingerprint(secret),
      .name = std::move(registration.name),
      .website = std::move(registration.website),
      .redirect_uris = std::move(registration.redirect_uris),
      .scopes = join_scopes(registration.scopes.value_or(std::string(default_scopes))),
      .created_at = env_.clock.now(),
  };
  CO_TRY(auto const transaction, co_await env_.database.begin());
  CO_TRY_OK(co_await store::apps::insert(*transaction, app));
  CO_TRY_OK(co_await transaction->commit());
  co_return RegisteredApp{std::move(app), secret};
}

Task<Result<App>> AppService::find(AppId id) {
  CO_TRY(auto app, co_await store::apps::find(env_.database.session(), id));
  if (!app) {
    co_return record_not_found();
  }
  co_return *std::move(app);
}

}  // namespace auklet::service
