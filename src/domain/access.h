// SPDX-License-Identifier: Apache-2.0
//
// How programs and people get in: apps, the tokens they hold, and the sessions of browsers. What proves
// anything is known by its SHA-256 alone (hexadecimal): who reads the database cannot log in with it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "domain/ids.h"

namespace auklet {

// A program that asks to act for people: an OAuth client (RFC 6749).
struct App {
  AppId id{};
  std::string client_id;
  std::string client_secret_hash;
  std::string name;
  std::optional<std::string> website;
  std::vector<std::string> redirect_uris;
  std::string scopes;  // names in the order in which the app asked for them
  UnixMillis created_at{};
};

struct Token {
  TokenId id{};
  std::string token_hash;
  AppId app_id{};
  std::optional<AccountId> account_id;  // absent: the app speaks for itself
  std::string scopes;                   // names in the order in which they were asked for
  UnixMillis created_at{};
};

// A token as its owner sees it: an app, or the web client in a browser, that acts for them.
struct AppSession {
  TokenId id{};
  std::string app_name;
  std::optional<std::string> website;
  std::string scopes;
  UnixMillis created_at{};
  std::optional<UnixMillis>
      used_at;  // the first use of the last day on which there was one, as far as is known
};

// What a person's consent gives to an app, to be traded for a token once.
struct AuthorizationCode {
  std::string code_hash;
  AppId app_id{};
  AccountId account_id{};
  std::string redirect_uri;
  std::string scopes;
  std::optional<std::string> code_challenge;  // PKCE, always S256 (RFC 7636)
  std::optional<TokenId> token_id;            // once it has been traded
  UnixMillis expires_at{};
};

// A browser in which someone has logged in.
struct BrowserSession {
  std::string session_hash;
  AccountId account_id{};
  UnixMillis created_at{};
  UnixMillis expires_at{};
};

}  // namespace auklet
