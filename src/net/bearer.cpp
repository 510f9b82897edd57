// SPDX-License-Identifier: Apache-2.0
#include "net/bearer.h"

#include <array>
#include <string_view>

#include "base/encoding.h"

namespace auklet::net {

namespace {

// What follows the scheme in the Authorization header (RFC 9110, 11.4).
std::optional<std::string_view> find_credentials(Request const& request, std::string_view scheme) {
  auto const header = request.headers.find("Authorization");
  if (!header || header->size() <= scheme.size() || (*header)[scheme.size()] != ' ' ||
      !equal_ignoring_case(header->substr(0, scheme.size()), scheme)) {
    return std::nullopt;
  }
  auto rest = header->substr(scheme.size());
  rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
  return rest;
}

}  // namespace

std::optional<std::string> find_bearer_token(Request const& request, Params const& params) {
  if (auto const token = find_credentials(request, "Bearer")) {
    return std::string(*token);
  }
  for (std::string_view const name : {"access_token", "bearer_token"}) {
    auto const* const value = params.tree.if_contains(name);
    if (value != nullptr && value->is_string() && !value->as_string().empty()) {
      return std::string(value->as_string());
    }
  }
  return std::nullopt;
}

std::optional<BasicCredentials> find_basic_credentials(Request const& request) {
  auto const encoded = find_credentials(request, "Basic");
  auto const plain = encoded ? base::base64_decode(*encoded) : std::nullopt;
  auto const colon = plain ? plain->find(':') : std::string::npos;
  if (colon == std::string::npos) {
    return std::nullopt;
  }
  auto id = base::percent_decode(std::string_view{*plain}.substr(0, colon), true);
  auto secret = base::percent_decode(std::string_view{*plain}.substr(colon + 1), true);
  if (!id || !secret) {
    return std::nullopt;
  }
  return BasicCredentials{*std::move(id), *std::move(secret)};
}

}  // namespace auklet::net
