// SPDX-License-Identifier: Apache-2.0
#include "net/forwarded.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace auklet::net {

namespace {

using boost::asio::ip::address;

// All entries of all X-Forwarded-For fields, in order.
std::vector<std::string_view> forwarded_entries(Headers const& headers) {
  std::vector<std::string_view> entries;
  for (auto const& [name, value] : headers) {
    if (!equal_ignoring_case(name, "X-Forwarded-For")) {
      continue;
    }
    for (std::string_view rest = value;;) {
      auto const comma = rest.find(',');
      auto entry = rest.substr(0, comma);
      entry.remove_prefix(std::min(entry.find_first_not_of(" \t"), entry.size()));
      entry = entry.substr(0, entry.find_last_not_of(" \t") + 1);
      entries.push_back(entry);
      if (comma == std::string_view::npos) {
        break;
      }
      rest.remove_prefix(comma + 1);
    }
  }
  return entries;
}

}  // namespace

address plain_address(address const& address) {
  if (address.is_v6() && address.to_v6().is_v4_mapped()) {
    return make_address_v4(boost::asio::ip::v4_mapped, address.to_v6());
  }
  return address;
}

address forwarded_client(address const& peer, Headers const& headers,
                         std::span<address const> trusted_proxies) {
  auto const is_trusted = [trusted_proxies](address const& a) {
    return std::ranges::find(trusted_proxies, a) != trusted_proxies.end();
  };
  if (!is_trusted(peer)) {
    return peer;
  }
  auto client = peer;
  auto entries = forwarded_entries(headers);
  while (!entries.empty() && is_trusted(client)) {
    boost::system::error_code ec;
    auto const next = boost::asio::ip::make_address(std::string(entries.back()), ec);
    if (ec) {
      break;
    }
    client = plain_address(next);
    entries.pop_back();
  }
  return client;
}

}  // namespace auklet::net
