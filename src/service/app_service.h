// SPDX-License-Identifier: Apache-2.0
//
// Programs register here before they ask anyone for anything.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "async/task.h"
#include "base/result.h"
#include "domain/access.h"
#include "service/environment.h"
#include "service/rate_limiter.h"

namespace auklet::service {

// Where a code goes that a person copies by hand.
inline constexpr std::string_view out_of_band = "urn:ietf:wg:oauth:2.0:oob";

struct AppRegistration {
  std::string name;
  std::vector<std::string> redirect_uris;
  std::optional<std::string> scopes;  // `read` when absent
  std::optional<std::string> website;
  std::string peer;
};

struct RegisteredApp {
  App app;
  std::string client_secret;  // told once, here
};

class AppService {
 public:
  AppService(Environment const& env, RateLimiter& rate_limiter) : env_(env), rate_limiter_(rate_limiter) {}

  // https://docs.joinmastodon.org/methods/apps/#create. Errors: invalid, rate_limited.
  Task<Result<RegisteredApp>> register_app(AppRegistration registration);

  // ErrorKind::not_found.
  Task<Result<App>> find(AppId id);

 private:
  Environment const& env_;
  RateLimiter& rate_limiter_;
};

// An absolute URI that a browser may be sent to: no script, no data, no fragment, no white space; a custom
// scheme is fine (RFC 8252, 7.1).
bool is_redirect_uri(std::string_view uri);

}  // namespace auklet::service
