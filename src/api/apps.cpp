// SPDX-License-Identifier: Apache-2.0
#include "api/apps.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "api/services.h"
#include "domain/scope.h"
#include "service/app_service.h"
#include "service/push_service.h"

namespace auklet::api {

namespace {

// https://docs.joinmastodon.org/entities/Application/
boost::json::object show_app(App const& app, std::string const& vapid_key) {
  boost::json::array scopes;
  for (auto const name : split_scopes(app.scopes)) {
    scopes.emplace_back(name);
  }
  boost::json::array uris;
  std::string lines;
  for (auto const& uri : app.redirect_uris) {
    uris.emplace_back(uri);
    lines += lines.empty() ? "" : "\n";
    lines += uri;
  }
  return {
      {"id", to_text(app.id)},
      {"name", app.name},
      {"website", app.website ? boost::json::value(*app.website) : boost::json::value(nullptr)},
      {"scopes", std::move(scopes)},
      {"redirect_uris", std::move(uris)},
      {"redirect_uri", lines},
      {"vapid_key", vapid_key},  // deprecated: it is in /api/v2/instance, too
  };
}

// A list, or one text with the addresses parted by white space: clients send both.
std::vector<std::string> split_addresses(std::vector<std::string> const& texts) {
  std::vector<std::string> addresses;
  for (std::string_view text : texts) {
    while (!text.empty()) {
      auto const end = text.find_first_of(" \r\n\t");
      if (end != 0) {
        addresses.emplace_back(text.substr(0, end));
      }
      text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
  }
  return addresses;
}

Task<Result<Reply>> create(Call& call) {
  auto const params = call.reader();
  service::AppRegistration registration;
  CO_TRY(auto const name, params.text("client_name"));
  registration.name = name.value_or("");
  CO_TRY(auto const uris, params.texts("redirect_uris"));
  registration.redirect_uris = split_addresses(uris);
  CO_TRY(registration.scopes, params.text("scopes"));
  if (registration.scopes && registration.scopes->empty()) {
    registration.scopes.reset();
  }
  CO_TRY(registration.website, params.text("website"));
  registration.peer = call.request.peer;

  CO_TRY(auto const registered, co_await call.services.apps.register_app(std::move(registration)));
  CO_TRY(auto const vapid_key, co_await call.services.push.public_key());
  auto json = show_app(registered.app, vapid_key);
  json["client_id"] = registered.app.client_id;
  json["client_secret"] = registered.client_secret;
  json["client_secret_expires_at"] = 0;
  co_return Reply::of(std::move(json));
}

Task<Result<Reply>> verify_credentials(Call& call) {
  CO_TRY(auto const app, co_await call.services.apps.find(call.caller.app.value()));
  CO_TRY(auto const vapid_key, co_await call.services.push.public_key());
  co_return Reply::of(show_app(app, vapid_key));
}

}  // namespace

std::vector<Route> app_routes() {
  using enum net::Method;
  return {
      {post, "/api/v1/apps", Access::open, {}, create},
      {get, "/api/v1/apps/verify_credentials", Access::app, {}, verify_credentials},
  };
}

}  // namespace auklet::api
