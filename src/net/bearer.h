// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "net/http.h"
#include "net/params.h"

namespace auklet::net {

// The token that a request carries, if any: `Authorization: Bearer …` (RFC 6750, 2.1; the scheme in any
// case), else the parameter access_token or bearer_token (2.2 and 2.3), as some clients still send it.
std::optional<std::string> find_bearer_token(Request const& request, Params const& params);

// `Authorization: Basic …` with the client's id and secret, each percent-encoded as in a form (RFC
// 6749, 2.3.1).
struct BasicCredentials {
  std::string id;
  std::string secret;
};
std::optional<BasicCredentials> find_basic_credentials(Request const& request);

}  // namespace auklet::net
