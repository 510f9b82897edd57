// SPDX-License-Identifier: Apache-2.0
//
// How this server says to a push service who it is (RFC 8292): with a token that it signs.
#pragma once

#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/p256.h"

namespace auklet::push {

// `https://push.example:8443/a/b` → `https://push.example:8443`: whom the token is for.
std::string origin_of(std::string_view url);

// The token (a JWT) for that push service, good until then. `subject` is how to reach the people who run this server: a
// `mailto:` or `https:` URL.
std::string sign_token(base::P256Key const& key, std::string_view audience, std::string_view subject,
                       UnixMillis expires);

}  // namespace auklet::push
