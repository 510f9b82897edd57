// SPDX-License-Identifier: Apache-2.0
//
// Which addresses a request of this server may go to.
#pragma once

#include <boost/asio/ip/address.hpp>

namespace auklet::net {

// True for the addresses of single hosts of the public Internet: none of this machine, of a local or private network, of a
// cloud's metadata, none for many, for documentation, nor any that stand for another address (IPv4 within IPv6), because
// where they lead cannot be seen in them. By the special-purpose registries of IANA (RFC 6890 and what has been added
// since).
bool is_outside(boost::asio::ip::address const& address);

}  // namespace auklet::net
