// SPDX-License-Identifier: Apache-2.0
#include "api/door.h"

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <string>
#include <utility>

#include "api/http_status.h"
#include "base/log.h"
#include "base/time_text.h"
#include "net/bearer.h"
#include "service/authenticator.h"
#include "service/environment.h"
#include "service/instance_service.h"
#include "service/rate_limiter.h"
#include "view/page_frame.h"
#include "view/pages.h"

namespace auklet::api {

namespace {

// Where browsers of other origins may call: the contract's list.
bool is_cross_origin(std::string_view path) {
  return path.starts_with("/api/") || path.starts_with("/nodeinfo/") || path.starts_with("/.well-known/") ||
         path.starts_with("/oauth/token") || path.starts_with("/oauth/revoke") ||
         path.starts_with("/oauth/userinfo");
}

bool wants_html(net::Request const& request) {
  auto const accept = request.headers.find("Accept");
  return !is_cross_origin(request.path) && accept && accept->find("text/html") != std::string_view::npos;
}

boost::json::object error_json(Error const& error) {
  boost::json::object body{{"error", error.message.empty() ? "Internal server error" : error.message}};
  boost::json::object details;
  for (auto const& field : error.fields) {
    auto& list = details[field.field];
    if (!list.is_array()) {
      list = boost::json::array{};
    }
    list.as_array().push_back({{"error", field.code}, {"description", field.description}});
  }
  if (!details.empty()) {
    body["details"] = std::move(details);
  }
  return body;
}

#define SAFE_FIELDS "X-Content-Type-Options: nosniff\r\n"
#define ALL_FIELDS SAFE_FIELDS "Vary: Authorization, Origin\r\n"
#define CROSS_ORIGIN_FIELDS                                                          \
  "Access-Control-Allow-Origin: *\r\n"                                               \
  "Access-Control-Expose-Headers: Link, Mastodon-Async-Refresh, X-RateLimit-Reset, " \
  "X-RateLimit-Limit, X-RateLimit-Remaining, X-Request-Id\r\n"

net::Response preflight() {
  net::Response response{.common_fields = SAFE_FIELDS CROSS_ORIGIN_FIELDS};
  response.headers.add("Access-Control-Allow-Methods", "POST, PUT, DELETE, GET, PATCH, OPTIONS");
  response.headers.add("Access-Control-Allow-Headers", "Authorization, Content-Type, Idempotency-Key");
  response.headers.add("Access-Control-Max-Age", "86400");
  return response;
}

void write_reply(Reply reply, net::Response& response) {
  response.status = reply.status;
  if (reply.file) {
    // Caches keep one answer for all.
    response.common_fields = SAFE_FIELDS;
    response.file = std::move(reply.file);
  }
  auto const is_json = reply.content_type.empty();
  response.body = is_json ? boost::json::serialize(reply.json) : std::move(reply.text);
  auto const is_page = reply.content_type.starts_with("text/html");
  response.headers.add("Content-Type", is_json ? std::string(json_type) : std::move(reply.content_type));
  for (auto& [name, value] : reply.headers) {
    response.headers.add(std::move(name), std::move(value));
  }
  if (response.headers.contains("Vary")) {
    response.common_fields = SAFE_FIELDS;
  }
  if (!response.headers.contains("Cache-Control")) {
    response.headers.add("Cache-Control", "private, no-store");
  }
  if (is_page) {
    if (!response.headers.contains("Content-Security-Policy")) {
      response.headers.add("Content-Security-Policy", std::string(view::content_security_policy));
    }
    response.headers.add("X-Frame-Options", "DENY");
    response.headers.add("Referrer-Policy", "same-origin");
  }
}

Reply error_reply(Error const& error, net::Request const& request, Services const& services) {
  auto const status = http_status(error.kind);
  if (status >= 500) {
    log::error("request {}: {} {}: {} ({})", request.id, net::to_string(request.method), request.path,
               error.message, error.detail);
  }
  Reply reply;
  if (wants_html(request)) {
    reply = Reply::html(
        view::error_page({.site = {services.instance.profile().title, services.env.identity.domain},
                          .status = static_cast<int>(status),
                          .message = error.message}),
        status);
  } else {
    reply = Reply::of(error_json(error));
    reply.status = status;
  }
  if (error.kind == ErrorKind::unauthenticated) {
    reply.headers.emplace_back("WWW-Authenticate", "Bearer realm=\"Auklet\", error=\"invalid_token\"");
  }
  if (error.kind == ErrorKind::unavailable || error.kind == ErrorKind::timeout) {
    reply.headers.emplace_back("Retry-After", "5");
  }
  return reply;
}

bool has_scope(service::Caller const& caller, Route const& route) {
  return route.any_of.empty() ||
         std::ranges::any_of(route.any_of, [&caller](Scope scope) { return caller.scopes.has(scope); });
}

}  // namespace

Door::Door(Services& services, std::vector<Route> routes) : services_(services) {
  for (auto& route : routes) {
    auto const method = route.method;
    auto const* const pattern = route.pattern;
    router_.add(method, pattern, std::move(route));
  }
}

Task<net::Response> Door::handle(net::Request request) {
  auto const cross_origin = is_cross_origin(request.path);
  if (cross_origin && request.method == net::Method::options) {
    co_return preflight();
  }
  net::Response response{.common_fields = cross_origin ? ALL_FIELDS CROSS_ORIGIN_FIELDS : ALL_FIELDS};
  auto const match = router_.match(request.method, request.path);
  auto reply = co_await answer(request, match, response);
  write_reply(reply ? std::move(*reply) : error_reply(reply.error(), request, services_), response);
  co_return response;
}

bool Door::takes_files(net::Request const& head) const {
  constexpr std::string_view form_type = "multipart/form-data";
  auto const type = head.headers.find("Content-Type");
  if (!type || !net::equal_ignoring_case(type->substr(0, form_type.size()), form_type)) {
    return false;
  }
  auto const match = router_.match(head.method, head.path);
  return match.route != nullptr && match.route->takes_files;
}

Task<std::expected<std::shared_ptr<net::SpooledForm>, net::Response>> Door::open_form(
    net::Request head, net::SpoolFolder& folder) {
  auto form = co_await admit_form(head, folder);
  if (form) {
    co_return std::move(*form);
  }
  net::Response response{.common_fields = ALL_FIELDS CROSS_ORIGIN_FIELDS};
  write_reply(error_reply(form.error(), head, services_), response);
  co_return std::unexpected(std::move(response));
}

Task<Result<std::shared_ptr<net::SpooledForm>>> Door::admit_form(net::Request const& head,
                                                                 net::SpoolFolder& folder) {
  auto const match = router_.match(head.method, head.path);
  CO_TRY(auto const params, net::parse_params(head));
  CO_TRY_OK(co_await identify(head, params, *match.route));
  co_return folder.open(*head.headers.find("Content-Type"));
}

Task<Result<Reply>> Door::answer(net::Request const& request, net::Router<Route>::Match const& match,
                                 net::Response& response) {
  if (match.route == nullptr) {
    if (match.allowed.empty()) {
      co_return fail(ErrorKind::not_found, "The page you are looking for does not exist");
    }
    std::string allowed;
    for (auto const method : match.allowed) {
      allowed += (allowed.empty() ? "" : ", ") + std::string(net::to_string(method));
    }
    auto reply = Reply::of({{"error", "Method not allowed"}});
    reply.status = 405;
    reply.headers.emplace_back("Allow", std::move(allowed));
    co_return reply;
  }
  CO_TRY(auto const params, net::parse_params(request));
  CO_TRY(auto const caller, co_await identify(request, params, *match.route));
  CO_TRY_OK(admit(caller, request, response));
  Call call{request, match.params, params, caller, services_};
  co_return co_await match.route->endpoint(call);
}

Task<Result<service::Caller>> Door::identify(net::Request const& request, net::Params const& params,
                                             Route const& route) {
  service::Caller nobody{.peer = request.peer};
  if (route.access == Access::open) {
    co_return nobody;
  }
  auto token = find_bearer_token(request, params);
  if (!token) {
    if (route.access == Access::optional) {
      co_return nobody;
    }
    co_return fail(ErrorKind::unauthenticated, "The access token is invalid");
  }
  CO_TRY(auto caller, co_await services_.authenticator.authenticate(std::move(*token)));
  caller.peer = request.peer;
  auto const is_for_people = route.access == Access::user || route.access == Access::newcomer;
  if (is_for_people && !caller.account) {
    co_return fail(ErrorKind::invalid, "This method requires an authenticated user");
  }
  if (!has_scope(caller, route)) {
    co_return fail(ErrorKind::forbidden, "This action is outside the authorized scopes");
  }
  if (route.access == Access::user && !caller.confirmed) {
    co_return service::unconfirmed_login();
  }
  co_return caller;
}

Result<> Door::admit(service::Caller const& caller, net::Request const& request, net::Response& response) {
  using service::RateRule;
  auto& limiter = services_.rate_limiter;
  if (!limiter.enabled() || !request.path.starts_with("/api/")) {
    return {};
  }
  auto verdict = caller.token ? limiter.take(RateRule::requests_of_token, to_text(*caller.token))
                              : limiter.take(RateRule::requests_of_peer, caller.peer);
  if (caller.account) {
    auto const of_account = limiter.take(RateRule::requests_of_account, to_text(*caller.account));
    verdict.allowed = verdict.allowed && of_account.allowed;
    if (request.method == net::Method::post && request.form) {
      auto const uploads = limiter.take(RateRule::media_of_account, to_text(*caller.account));
      if (!uploads.allowed) {
        verdict = uploads;
      }
    }
    if (request.method == net::Method::delete_ && request.path.starts_with("/api/v1/statuses/")) {
      auto const deletes = limiter.take(RateRule::deletes_of_account, to_text(*caller.account));
      if (!deletes.allowed) {
        verdict = deletes;
      }
    }
  }
  response.headers.add("X-RateLimit-Limit", std::to_string(verdict.limit));
  response.headers.add("X-RateLimit-Remaining", std::to_string(verdict.remaining));
  response.headers.add("X-RateLimit-Reset", base::iso_micros(verdict.reset));
  return verdict.allowed ? Result<>{} : service::too_many_requests();
}

}  // namespace auklet::api
