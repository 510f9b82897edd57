// SPDX-License-Identifier: Apache-2.0
//
// Times as text, in the exact forms that Mastodon clients parse: IceCubes silently takes "now" for any other
// form.
#pragma once

#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"

namespace auklet::base {

// `2026-04-11T16:55:10.452Z`: always three decimals and Z.
std::string iso_millis(UnixMillis time);

// `2026-04-11T16:55:10Z`: no decimals.
std::string iso_seconds(UnixMillis time);

// `2026-04-11T00:00:00.000Z`: midnight (UTC) of that day, as Account.created_at wants it.
std::string iso_midnight(UnixMillis time);

// `2026-04-11`.
std::string iso_date(UnixMillis time);

// `2026-04-11T23:15:00.346000Z`: six decimals, as X-RateLimit-Reset wants it.
std::string iso_micros(UnixMillis time);

// `Sat, 11 Apr 2026 16:55:10 GMT` (RFC 9110, 5.6.7).
std::string http_date(UnixMillis time);

// Reads an ISO 8601 date-time: `T` or a space, optional fraction, `Z` or ±hh:mm (none means UTC).
// ErrorKind::invalid.
Result<UnixMillis> parse_iso(std::string_view text);

}  // namespace auklet::base
