// SPDX-License-Identifier: Apache-2.0
//
// Who is asking, when a proxy stands in between.
#pragma once

#include <boost/asio/ip/address.hpp>
#include <span>

#include "net/http.h"

namespace auklet::net {

// An IPv4 address that came mapped into IPv6 (::ffff:a.b.c.d) as the plain IPv4 address.
boost::asio::ip::address plain_address(boost::asio::ip::address const& address);

// The address furthest from us that only trusted proxies vouch for: X-Forwarded-For is read from its end for
// as long as the one who wrote the entry is trusted. An entry that is no address ends the reading.
boost::asio::ip::address forwarded_client(boost::asio::ip::address const& peer, Headers const& headers,
                                          std::span<boost::asio::ip::address const> trusted_proxies);

}  // namespace auklet::net
