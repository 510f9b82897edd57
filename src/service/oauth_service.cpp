// SPDX-License-Identifier: Apache-2.0
#include "service/oauth_service.h"

#include <algorithm>

#include "base/crypto.h"
#include "base/encoding.h"
#include "domain/scope.h"
#include "service/app_service.h"
#include "store/apps.h"
#include "store/tokens.h"

namespace auklet::service {

namespace {

constexpr std::string_view oauth_field = "oauth";
constexpr std::string_view default_scopes = "read";

std::unexpected<Error> invalid_client() {
  return oauth_error(ErrorKind::unauthenticated, "invalid_client",
                     "There is no such client, or it did not prove who it is");
}

std::unexpected<Error> invalid_grant() {
  return oauth_error(
      ErrorKind::invalid, "invalid_grant",
      "The grant is unknown, expired, used, revoked, or was given to another client or address");
}

std::unexpected<Error> invalid_scope() {
  return oauth_error(ErrorKind::invalid, "invalid_scope",
                     "A requested scope is unknown or not one of this app");
}

std::unexpected<Error> missing(std::string_view parameter) {
  return oauth_error(ErrorKind::invalid, "invalid_request",
                     "Missing required parameter: " + std::string(parameter));
}

bool is_unreserved(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
         c == '_' || c == '~';
}

// RFC 7636, 4.1.
bool is_verifier(std::string_view text) {
  return text.size() >= 43 && text.size() <= 128 && std::ranges::all_of(text, is_unreserved);
}

// SHA-256 in base64url is always this long (RFC 7636, 4.2).
bool is_challenge(std::string_view text) {
  return text.size() == 43 && std::ranges::all_of(text, is_unreserved);
}

// RFC 9700, 2.1.1: a verifier without a challenge is refused too, else PKCE could be stripped from a request.
bool proves_possession(AuthorizationCode const& code, std::optional<std::string> const& verifier) {
  if (!code.code_challenge) {
    return !verifier;
  }
  return verifier && is_verifier(*verifier) &&
         base::equal_constant_time(base::base64url(base::sha256(*verifier)), *code.code_challenge);
}

// The requested scopes in the order in which the API echoes them; without a request `read`, or what else the
// app has.
Result<std::string> choose_scopes(App const& app, std::string_view requested) {
  auto const allowed = ScopeSet::parse(app.scopes).value_or(ScopeSet{});
  std::string chosen;
  for (auto const name : split_scopes(requested)) {
    chosen += chosen.empty() ? "" : " ";
    chosen += name;
  }
  if (chosen.empty()) {
    return allowed.contains(*ScopeSet::parse(default_scopes)) ? std::string(default_scopes) : app.scopes;
  }
  auto const wanted = ScopeSet::parse(chosen);
  if (!wanted || !allowed.contains(*wanted)) {
    return invalid_scope();
  }
  return chosen;
}

}  // namespace

std::unexpected<Error> oauth_error(ErrorKind kind, std::string code, std::string description) {
  FieldError field{std::string(oauth_field), std::move(code), description};
  return std::unexpected(Error{kind, std::move(description), {}, {std::move(field)}});
}

std::string_view oauth_code(Error const& error) {
  return error.fields.size() == 1 && error.fields.front().field == oauth_field
             ? std::string_view{error.fields.front().code}
             : std::string_view{};
}

Task<Result<App>> OauthService::find_client(AuthorizationRequest request) {
  if (request.client_id.empty()) {
    co_return missing("client_id");
  }
  CO_TRY(auto app, co_await store::apps::find_by_client_id(env_.database.session(), request.client_id));
  if (!app) {
    co_return invalid_client();
  }
  if (std::ranges::find(app->redirect_uris, request.redirect_uri) == app->redirect_uris.end()) {
    co_return oauth_error(ErrorKind::invalid, "invalid_redirect_uri",
                          "The redirect URI is not one that this app has registered");
  }
  co_return *std::move(app);
}

Result<Authorization> OauthService::examine(App app, AuthorizationRequest const& request) const {
  if (request.response_type != "code") {
    return oauth_error(ErrorKind::invalid, "unsupported_response_type", "The response type must be: code");
  }
  TRY(auto scopes, choose_scopes(app, request.scope));
  std::optional<std::string> challenge;
  if (!request.code_challenge.empty() || !request.code_challenge_method.empty()) {
    if (request.code_challenge_method != "S256") {
      return oauth_error(ErrorKind::invalid, "invalid_request", "The code challenge method must be: S256");
    }
    if (!is_challenge(request.code_challenge)) {
      return oauth_error(ErrorKind::invalid, "invalid_request",
                         "The code challenge is not a SHA-256 in base64url");
    }
    challenge = request.code_challenge;
  }
  return Authorization{std::move(app), request.redirect_uri, std::move(scopes), std::move(challenge)};
}

Task<Result<std::string>> OauthService::approve(Authorization authorization, AccountId account) {
  auto const code = env_.random.token();
  auto const now = env_.clock.now();
  AuthorizationCode const row{
      .code_hash = fingerprint(code),
      .app_id = authorization.app.id,
      .account_id = account,
      .redirect_uri = std::move(authorization.redirect_uri),
      .scopes = std::move(authorization.scopes),
      .code_challenge = std::move(authorization.code_challenge),
      .token_id = std::nullopt,
      .expires_at = now + code_lifetime,
  };
  CO_TRY(auto const transaction, co_await env_.database.begin());
  CO_TRY_OK(co_await store::tokens::erase_expired_codes(*transaction, now));
  CO_TRY_OK(co_await store::tokens::insert_code(*transaction, row));
  CO_TRY_OK(co_await transaction->commit());
  co_return code;
}

Task<Result<IssuedToken>> OauthService::trade(TokenRequest request) {
  CO_TRY(auto app, co_await authenticate_client(request.client));
  if (request.grant_type == "authorization_code") {
    co_return co_await trade_code(std::move(app), std::move(request));
  }
  if (request.grant_type == "client_credentials") {
    co_return co_await trade_credentials(std::move(app), std::move(request));
  }
  if (request.grant_type == "password" && password_grant_) {
    co_return co_await trade_password(std::move(app), std::move(request));
  }
  if (request.grant_type.empty()) {
    co_return missing("grant_type");
  }
  co_return oauth_error(ErrorKind::invalid, "unsupported_grant_type",
                        "This server does not know that grant type");
}

// A secret that is sent must be right; whether one is needed depends on the grant.
Task<Result<App>> OauthService::authenticate_client(ClientCredentials client) {
  CO_TRY(auto app, co_await store::apps::find_by_client_id(env_.database.session(), client.id));
  if (!app ||
      (client.secret && !base::equal_constant_time(fingerprint(*client.secret), app->client_secret_hash))) {
    co_return invalid_client();
  }
  co_return *std::move(app);
}

Task<Result<IssuedToken>> OauthService::trade_code(App app, TokenRequest request) {
  if (request.code.empty()) {
    co_return missing("code");
  }
  auto const code_hash = fingerprint(request.code);
  CO_TRY(auto const code, co_await store::tokens::find_code(env_.database.session(), code_hash));
  if (!code || code->app_id != app.id) {
    co_return invalid_grant();
  }
  if (!request.client.secret && !code->code_challenge) {
    co_return invalid_client();  // nothing at all proves that this is the app
  }
  if (code->token_id) {
    CO_TRY_OK(co_await punish_replay(*code->token_id));
    co_return invalid_grant();
  }
  if (code->expires_at <= env_.clock.now() || code->redirect_uri != request.redirect_uri ||
      !proves_possession(*code, request.code_verifier)) {
    co_return invalid_grant();
  }
  CO_TRY(auto const transaction, co_await env_.database.begin());
  CO_TRY(auto issued, co_await find_or_insert(*transaction, app.id, code->account_id, code->scopes));
  CO_TRY(auto const first, co_await store::tokens::use_code(*transaction, code_hash, issued.token.id));
  if (!first) {
    co_return invalid_grant();
  }
  CO_TRY_OK(co_await transaction->commit());
  co_return issued;
}

// RFC 6749, 4.1.2: who presents a code a second time may have stolen it, or the one before may.
Task<Result<>> OauthService::punish_replay(TokenId token) {
  CO_TRY(auto const transaction, co_await env_.database.begin());
  CO_TRY_OK(co_await store::tokens::erase(*transaction, token));
  CO_TRY_OK(co_await transaction->commit());
  authenticator_.forget(fingerprint(secrets_.token(token)));
  co_return Result<>{};
}

Task<Result<IssuedToken>> OauthService::trade_credentials(App app, TokenRequest request) {
  if (!request.client.secret) {
    co_return invalid_client();
  }
  CO_TRY(auto scopes, choose_scopes(app, request.scope.value_or("")));
  co_return co_await issue(app, std::nullopt, std::move(scopes));
}

Task<Result<IssuedToken>> OauthService::trade_password(App app, TokenRequest request) {
  if (!request.client.secret) {
    co_return invalid_client();
  }
  CO_TRY(auto scopes, choose_scopes(app, request.scope.value_or("")));
  auto const account = co_await sessions_.check_password(std::move(request.log_in));
  if (!account) {
    auto const kind = account.error().kind;
    if (kind == ErrorKind::unauthenticated || kind == ErrorKind::forbidden) {
      co_return invalid_grant();
    }
    co_return std::unexpected(account.error());
  }
  co_return co_await issue(app, *account, std::move(scopes));
}

Task<Result<IssuedToken>> OauthService::issue_to_new_account(AppId app_id, AccountId account) {
  CO_TRY(auto const app, co_await store::apps::find(env_.database.session(), app_id));
  if (!app) {
    co_return invalid_client();
  }
  co_return co_await issue(*app, account, app->scopes);
}

Task<Result<IssuedToken>> OauthService::issue(App const& app, std::optional<AccountId> account,
                                              std::string scopes) {
  CO_TRY(auto const transaction, co_await env_.database.begin());
  CO_TRY(auto issued, co_await find_or_insert(*transaction, app.id, account, std::move(scopes)));
  CO_TRY_OK(co_await transaction->commit());
  co_return issued;
}

// An app that asks again for the same gets the same token, so that logging in does not fill the table.
Task<Result<IssuedToken>> OauthService::find_or_insert(db::Session& session, AppId app,
                                                       std::optional<AccountId> account, std::string scopes) {
  CO_TRY(auto const alike, co_await store::tokens::find_alike(session, app, account, scopes));
  if (alike) {
    auto text = secrets_.token(alike->id);
    if (fingerprint(text) == alike->token_hash) {  // not so after the server's key was replaced
      co_return IssuedToken{std::move(text), *alike};
    }
  }
  auto const id = env_.mint<TokenId>();
  auto text = secrets_.token(id);
  Token token{
      .id = id,
      .token_hash = fingerprint(text),
      .app_id = app,
      .account_id = account,
      .scopes = std::move(scopes),
      .created_at = env_.clock.now(),
  };
  CO_TRY_OK(co_await store::tokens::insert(session, token));
  co_return IssuedToken{std::move(text), std::move(token)};
}

Task<Result<>> OauthService::revoke(ClientCredentials client, std::string token) {
  auto const foreign = [] {
    return oauth_error(ErrorKind::forbidden, "unauthorized_client", "This client may not revoke this token");
  };
  auto const app = co_await authenticate_client(std::move(client));
  if (!app) {
    co_return oauth_code(app.error()).empty() ? std::unexpected(app.error()) : foreign();
  }
  auto const token_hash = fingerprint(token);
  CO_TRY(auto const bearer, co_await store::tokens::find_by_hash(env_.database.session(), token_hash));
  if (!bearer) {
    co_return Result<>{};
  }
  if (bearer->token.app_id != app->id) {
    co_return foreign();
  }
  CO_TRY(auto const transaction, co_await env_.database.begin());
  CO_TRY_OK(co_await store::tokens::erase(*transaction, bearer->token.id));
  CO_TRY_OK(co_await transaction->commit());
  authenticator_.forget(token_hash);
  if (bearer->token.account_id) {
    env_.bus.publish(bus::AccessChanged{*bearer->token.account_id});
  }
  co_return Result<>{};
}

}  // namespace auklet::service
