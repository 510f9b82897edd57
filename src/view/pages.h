// SPDX-License-Identifier: Apache-2.0
//
// The plain HTML pages of signing up, logging in and letting an app in: pure functions from what is known to
// a whole document. No script is needed anywhere, every text is escaped, every form carries `csrf`. Addresses
// and field names are part of the interface, told at each page; page_frame.h has the headers to send with
// them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "domain/scope.h"
#include "view/page_frame.h"

namespace auklet::view {

// GET /
struct HomePage {
  Site site;
  std::string description;  // of the server, plain text
  std::int64_t people = 0;
  std::int64_t posts = 0;
  bool registrations_open = true;
  std::optional<Viewer> viewer;
  std::string csrf;         // for logging out
  bool has_client = false;  // the web client is at /home
};
std::string home_page(HomePage const& page);

// GET and POST /auth/sign_up: username, email, password, agreement=true, csrf, return_to
struct SignUpPage {
  Site site;
  std::string username;  // as typed before
  std::string email;
  bool agreement = false;
  std::string error;               // about the whole, such as too many attempts; may be empty
  std::vector<FieldError> errors;  // shown beside their fields; about unknown fields above the form
  std::string csrf;
  std::string return_to;
};
std::string sign_up_page(SignUpPage const& page);

// GET and POST /auth/sign_in: identifier (e-mail or username), password, csrf, return_to
struct SignInPage {
  Site site;
  std::string identifier;  // as typed before
  std::string error;
  bool registrations_open = true;
  std::string csrf;
  std::string return_to;
  bool sends_mail = false;  // so that there is help for a forgotten password
};
std::string sign_in_page(SignInPage const& page);

// GET /oauth/authorize; the form is posted there with decision=approve|deny, csrf and the fields of the
// request below.
struct ConsentPage {
  Site site;
  Viewer viewer;
  std::string app_name;
  std::string app_website;  // shown as a link only when it is http(s); may be empty
  ScopeSet scopes;          // what is asked, as a reader sees it
  // The request, passed through.
  std::string client_id;
  std::string redirect_uri;
  std::string response_type;
  std::string scope;
  std::string state;
  std::string code_challenge;
  std::string code_challenge_method;
  std::string csrf;
  std::string return_to;  // this very page: where logging out leads, to log in as somebody else
};
std::string consent_page(ConsentPage const& page);

// GET /oauth/authorize/native: the code stands in `<input readonly class="oauth-code">`.
struct CodePage {
  Site site;
  std::string code;
};
std::string code_page(CodePage const& page);

// Any error answered to a browser. `message` is Error::message, safe to show.
struct ErrorPage {
  Site site;
  int status = 500;
  std::string message;
};
std::string error_page(ErrorPage const& page);

// One line a kind of thing the scopes open, in the words of a person: {"See your follows, blocks and mutes",
// …}.
std::vector<std::string> describe_scopes(ScopeSet const& scopes);

}  // namespace auklet::view
