// SPDX-License-Identifier: Apache-2.0
//
// Bytes as text and back. Decoders take outside bytes and say no by std::nullopt.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace auklet::base {

std::string hex(std::span<std::uint8_t const> bytes);

// RFC 4648 section 5, without padding.
std::string base64url(std::span<std::uint8_t const> bytes);
std::string base64url(std::string_view bytes);
// Padding optional; the alphabet of section 4 is taken too, as some clients send it.
std::optional<std::string> base64url_decode(std::string_view text);

// RFC 4648 section 4, padded.
std::string base64(std::span<std::uint8_t const> bytes);
// RFC 4648 section 4; padding optional. For HTTP Basic credentials.
std::optional<std::string> base64_decode(std::string_view text);

// Percent-encodes everything but RFC 3986 unreserved characters.
std::string percent_encode(std::string_view text);
// Percent-decodes; with `plus_is_space` as in application/x-www-form-urlencoded. nullopt on a bad or cut
// escape.
std::optional<std::string> percent_decode(std::string_view text, bool plus_is_space);

// The five characters that matter in HTML text and quoted attributes.
std::string html_escape(std::string_view text);

// Well-formed UTF-8 (RFC 3629: no overlong forms, no surrogates, at most U+10FFFF).
bool is_utf8(std::string_view text);

// ASCII only; every other byte stays.
std::string ascii_lower(std::string_view text);

}  // namespace auklet::base
