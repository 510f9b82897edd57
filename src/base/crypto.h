// SPDX-License-Identifier: Apache-2.0
//
// The few primitives the house needs, all OpenSSL's.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace auklet::base {

using Sha256 = std::array<std::uint8_t, 32>;
using Sha1 = std::array<std::uint8_t, 20>;

Sha256 sha256(std::string_view bytes);
// Proves nothing any more: for protocols that have it as a check sum, such as the WebSocket handshake.
Sha1 sha1(std::string_view bytes);
Sha256 hmac_sha256(std::string_view key, std::string_view message);

// Compares secrets in time that depends on the lengths alone.
bool equal_constant_time(std::string_view a, std::string_view b);

}  // namespace auklet::base
