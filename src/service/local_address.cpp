// SPDX-License-Identifier: Apache-2.0
#include "service/local_address.h"

#include "base/encoding.h"
#include "base/ids.h"

namespace auklet::service {

namespace {

bool take_prefix(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) {
    return false;
  }
  text.remove_prefix(prefix.size());
  return true;
}

// The text up to the next slash; it and the slash are taken away.
std::string_view take_segment(std::string_view& path) {
  auto const slash = path.find('/');
  auto const segment = path.substr(0, slash);
  path.remove_prefix(slash == std::string_view::npos ? path.size() : slash + 1);
  return segment;
}

std::string_view without_scheme(std::string_view url) {
  auto const colon = url.find("://");
  if (colon == std::string_view::npos) {
    return {};
  }
  auto const scheme = base::ascii_lower(url.substr(0, colon));
  return scheme == "https" || scheme == "http" ? url.substr(colon + 3) : std::string_view{};
}

// The path behind the host, without its first slash; nullopt for another server.
std::optional<std::string_view> path_of(Identity const& identity, std::string_view url) {
  auto rest = without_scheme(url.substr(0, url.find_first_of("?#")));
  auto const host = take_segment(rest);
  if (host.empty() || base::ascii_lower(host) != base::ascii_lower(without_scheme(identity.base_url))) {
    return std::nullopt;
  }
  return rest;
}

}  // namespace

std::optional<LocalAddress> parse_local_address(Identity const& identity, std::string_view url) {
  auto const found = path_of(identity, url);
  if (!found) {
    return std::nullopt;
  }
  auto path = *found;
  auto const is_page = take_prefix(path, "@");
  if (!is_page && !take_prefix(path, "users/")) {
    return std::nullopt;
  }
  LocalAddress address{.username = std::string(take_segment(path)), .post = std::nullopt};
  if (address.username.empty()) {
    return std::nullopt;
  }
  if (path.empty()) {
    return address;
  }
  if (!is_page && !take_prefix(path, "statuses/")) {
    return std::nullopt;
  }
  auto const id = base::parse_id(take_segment(path));
  if (!id || !path.empty()) {
    return std::nullopt;
  }
  address.post = PostId{*id};
  return address;
}

}  // namespace auklet::service
