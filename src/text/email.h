// SPDX-License-Identifier: Apache-2.0
//
// E-mail addresses, as far as a sign-up form can judge them: only a message that arrives proves one.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.h"

namespace auklet::text {

constexpr std::size_t email_bytes_max = 254;       // RFC 5321 4.5.3.1.3, without the angle brackets
constexpr std::size_t email_local_bytes_max = 64;  // RFC 5321 4.5.3.1.1

// One @, something before it and a host name with a dot (or `localhost`) after it; no spaces, control
// characters or characters that need quoting; well-formed UTF-8. ErrorKind::invalid with one FieldError for
// `email`: ERR_BLANK, ERR_INVALID or ERR_TOO_LONG.
Result<> validate_email(std::string_view email);

// The form under which addresses are unique: lower case in every script, the domain in its ASCII form. Mail
// to the address goes to what was typed: the part before the @ belongs to the receiving host (RFC 5321 2.4).
std::string fold_email(std::string_view email);

}  // namespace auklet::text
