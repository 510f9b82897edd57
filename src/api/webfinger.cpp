// SPDX-License-Identifier: Apache-2.0
#include "api/webfinger.h"

#include "base/encoding.h"
#include "service/caller.h"
#include "service/local_address.h"

namespace auklet::api {

namespace {

std::string_view host_of(std::string_view base_url) {
  return base_url.substr(base_url.find("://") + 3);
}

// Handles carry the domain; some peers ask for the host of the pages instead.
bool is_ours(service::Identity const& identity, std::string_view domain) {
  auto const folded = base::ascii_lower(domain);
  return folded == base::ascii_lower(identity.domain) ||
         folded == base::ascii_lower(host_of(identity.base_url));
}

}  // namespace

Result<std::string> read_webfinger_resource(service::Identity const& identity, std::string_view resource) {
  auto const lower = base::ascii_lower(resource);
  if (lower.starts_with("https://") || lower.starts_with("http://")) {
    auto address = service::parse_local_address(identity, resource);
    if (!address || address->post) {
      return service::record_not_found();
    }
    return std::move(address->username);
  }
  if (lower.starts_with("acct:")) {
    resource.remove_prefix(5);
  }
  if (resource.starts_with('@')) {
    resource.remove_prefix(1);
  }
  auto const at = resource.find('@');
  auto const name = resource.substr(0, at);
  if (at == std::string_view::npos || name.empty() || at + 1 == resource.size() ||
      resource.find('@', at + 1) != std::string_view::npos) {
    return fail(ErrorKind::malformed, "The resource must be acct:NAME@DOMAIN or the address of a profile");
  }
  if (!is_ours(identity, resource.substr(at + 1))) {
    return service::record_not_found();
  }
  return std::string(name);
}

}  // namespace auklet::api
