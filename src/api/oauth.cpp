// SPDX-License-Identifier: Apache-2.0
#include "api/oauth.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "api/services.h"
#include "domain/scope.h"
#include "net/bearer.h"
#include "service/account_loader.h"
#include "service/environment.h"
#include "view/renderer.h"

namespace auklet::api {

namespace {

using service::ClientCredentials;

// RFC 6749, 5.2. Errors without an OAuth code are the door's business.
Result<Reply> oauth_failure(Error error) {
  auto const code = service::oauth_code(error);
  if (code.empty()) {
    return std::unexpected(std::move(error));
  }
  auto reply = Reply::of(boost::json::object{{"error", code}, {"error_description", error.message}});
  reply.status = error.kind == ErrorKind::unauthenticated ? 401
                 : error.kind == ErrorKind::forbidden     ? 403
                                                          : 400;
  if (reply.status == 401) {
    reply.headers.emplace_back("WWW-Authenticate", "Basic realm=\"oauth\"");
  }
  return reply;
}

// The header wins: a client that sends it means it (RFC 6749, 2.3.1).
Result<ClientCredentials> read_client(Call const& call) {
  if (auto basic = find_basic_credentials(call.request)) {
    return ClientCredentials{std::move(basic->id), std::move(basic->secret)};
  }
  auto const params = call.reader();
  TRY(auto id, params.text("client_id"));
  TRY(auto secret, params.text("client_secret"));
  if (secret && secret->empty()) {
    secret.reset();
  }
  return ClientCredentials{id.value_or(""), std::move(secret)};
}

Result<service::TokenRequest> read_token_request(Call const& call) {
  auto const params = call.reader();
  service::TokenRequest request;
  TRY(request.client, read_client(call));
  TRY(auto const grant_type, params.text("grant_type"));
  TRY(auto const code, params.text("code"));
  TRY(auto const redirect_uri, params.text("redirect_uri"));
  TRY(request.code_verifier, params.text("code_verifier"));
  TRY(request.scope, params.text("scope"));
  TRY(auto const username, params.text("username"));
  TRY(auto const password, params.text("password"));
  request.grant_type = grant_type.value_or("");
  request.code = code.value_or("");
  request.redirect_uri = redirect_uri.value_or("");
  if (request.code_verifier && request.code_verifier->empty()) {
    request.code_verifier.reset();
  }
  request.log_in = {username.value_or(""), password.value_or(""), call.request.peer};
  return request;
}

boost::json::array names(std::initializer_list<std::string_view> list) {
  return boost::json::array(list.begin(), list.end());
}

Task<Result<Reply>> create_token(Call& call) {
  CO_TRY(auto request, read_token_request(call));
  auto const issued = co_await call.services.oauth.trade(std::move(request));
  co_return issued ? Result<Reply>(token_reply(*issued)) : oauth_failure(issued.error());
}

Task<Result<Reply>> revoke_token(Call& call) {
  CO_TRY(auto client, read_client(call));
  CO_TRY(auto token, call.reader().text("token"));
  auto const revoked = co_await call.services.oauth.revoke(std::move(client), token.value_or(""));
  co_return revoked ? Result<Reply>(Reply::empty()) : oauth_failure(revoked.error());
}

Task<Result<Reply>> show_user_info(Call& call) {
  auto const& env = call.services.env;
  CO_TRY(auto const accounts, co_await service::load_accounts(env.database.session(), {call.caller.self()}));
  if (accounts.empty()) {
    co_return service::record_not_found();
  }
  auto const& account = accounts.front();
  co_return Reply::of(boost::json::object{
      {"iss", env.identity.base_url + "/"},
      {"sub", account.uri},
      {"name", account.display_name},
      {"preferred_username", account.username},
      {"profile", account.url},
      {"picture", call.services.view.avatar_url(account)},
  });
}

Task<Result<Reply>> show_metadata(Call& call) {
  auto const& base = call.services.env.identity.base_url;
  boost::json::array scopes(scope_names().begin(), scope_names().end());
  co_return Reply::of(boost::json::object{
      {"issuer", base + "/"},
      {"service_documentation", "https://docs.joinmastodon.org/"},
      {"authorization_endpoint", base + "/oauth/authorize"},
      {"token_endpoint", base + "/oauth/token"},
      {"app_registration_endpoint", base + "/api/v1/apps"},
      {"revocation_endpoint", base + "/oauth/revoke"},
      {"userinfo_endpoint", base + "/oauth/userinfo"},
      {"scopes_supported", std::move(scopes)},
      {"response_types_supported", names({"code"})},
      {"response_modes_supported", names({"query"})},
      {"grant_types_supported", names({"authorization_code", "client_credentials"})},
      {"token_endpoint_auth_methods_supported", names({"client_secret_basic", "client_secret_post"})},
      {"code_challenge_methods_supported", names({"S256"})},
  });
}

}  // namespace

Reply token_reply(service::IssuedToken const& issued) {
  auto const created_at = std::chrono::floor<std::chrono::seconds>(issued.token.created_at);
  auto reply = Reply::of(boost::json::object{
      {"access_token", issued.text},
      {"token_type", "Bearer"},
      {"scope", issued.token.scopes},
      {"created_at", created_at.time_since_epoch().count()},
  });
  reply.headers.emplace_back("Cache-Control", "no-store");  // RFC 6749, 5.1
  return reply;
}

std::vector<Route> oauth_routes() {
  using enum net::Method;
  using enum Scope;
  return {
      {post, "/oauth/token", Access::open, {}, create_token},
      {post, "/oauth/revoke", Access::open, {}, revoke_token},
      {get, "/oauth/userinfo", Access::user, {profile}, show_user_info},
      {post, "/oauth/userinfo", Access::user, {profile}, show_user_info},
      {get, "/.well-known/oauth-authorization-server", Access::open, {}, show_metadata},
  };
}

}  // namespace auklet::api
