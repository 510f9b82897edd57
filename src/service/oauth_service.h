// SPDX-License-Identifier: Apache-2.0
//
// OAuth 2.0 as Mastodon's clients use it: authorization codes with PKCE (RFC 6749, RFC 7636), client
// credentials, revocation (RFC 7009). The password grant exists for test runs alone.
//
// Errors that a client program must tell apart carry an OAuth code: see oauth_error() and oauth_code().
#pragma once

#include <chrono>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include "async/task.h"
#include "base/result.h"
#include "domain/access.h"
#include "service/authenticator.h"
#include "service/environment.h"
#include "service/secrets.h"
#include "service/session_service.h"

namespace auklet::service {

// An error of the OAuth protocol (RFC 6749, 5.2): the code is what programs read, the description what their
// authors do.
std::unexpected<Error> oauth_error(ErrorKind kind, std::string code, std::string description);
// The code of such an error; empty for every other error.
std::string_view oauth_code(Error const& error);

// What an app's link to the consent page says.
struct AuthorizationRequest {
  std::string response_type;
  std::string client_id;
  std::string redirect_uri;
  std::string scope;  // `read` when empty
  std::string code_challenge;
  std::string code_challenge_method;
};

// A request that may be shown to a person for consent.
struct Authorization {
  App app;
  std::string redirect_uri;
  std::string scopes;
  std::optional<std::string> code_challenge;
};

struct ClientCredentials {
  std::string id;
  std::optional<std::string> secret;
};

struct TokenRequest {
  std::string grant_type;
  ClientCredentials client;
  std::string code;
  std::string redirect_uri;
  std::optional<std::string> code_verifier;
  std::optional<std::string> scope;
  LogIn log_in;  // of the password grant
};

struct IssuedToken {
  std::string text;
  Token token;
};

class OauthService {
 public:
  static constexpr std::chrono::minutes code_lifetime{10};

  OauthService(Environment const& env, Secrets const& secrets, Authenticator& authenticator,
               SessionService& sessions, bool password_grant)
      : env_(env),
        secrets_(secrets),
        authenticator_(authenticator),
        sessions_(sessions),
        password_grant_(password_grant) {}

  // The app, once it is certain that a browser may be sent to the redirect URI, be it with an error. OAuth
  // errors invalid_client and invalid_redirect_uri: tell them to the person, never to that address.
  Task<Result<App>> find_client(AuthorizationRequest request);

  // The rest of the request. OAuth errors unsupported_response_type, invalid_scope and invalid_request: send
  // them to the redirect URI.
  Result<Authorization> examine(App app, AuthorizationRequest const& request) const;

  // The person agrees: a code that can be traded once within ten minutes.
  Task<Result<std::string>> approve(Authorization authorization, AccountId account);

  // POST /oauth/token. OAuth errors invalid_client, invalid_grant, invalid_scope, invalid_request and
  // unsupported_grant_type; a code that is traded twice loses the token it gave.
  Task<Result<IssuedToken>> trade(TokenRequest request);

  // A token for an account that has just signed up through this app, with the app's scopes.
  Task<Result<IssuedToken>> issue_to_new_account(AppId app, AccountId account);

  // POST /oauth/revoke. Unknown tokens are fine. OAuth error unauthorized_client when the token is another
  // app's or the client is not who it says.
  Task<Result<>> revoke(ClientCredentials client, std::string token);

 private:
  Task<Result<App>> authenticate_client(ClientCredentials client);
  Task<Result<IssuedToken>> trade_code(App app, TokenRequest request);
  Task<Result<IssuedToken>> trade_credentials(App app, TokenRequest request);
  Task<Result<IssuedToken>> trade_password(App app, TokenRequest request);
  Task<Result<IssuedToken>> issue(App const& app, std::optional<AccountId> account, std::string scopes);
  Task<Result<IssuedToken>> find_or_insert(db::Session& session, AppId app, std::optional<AccountId> account,
                                           std::string scopes);
  Task<Result<>> punish_replay(TokenId token);

  Environment const& env_;
  Secrets const& secrets_;
  Authenticator& authenticator_;
  SessionService& sessions_;
  bool const password_grant_;
};

}  // namespace auklet::service
