// SPDX-License-Identifier: Apache-2.0
//
// Names of local accounts. Letters are ASCII, so no Cyrillic or full-width look-alike of a name can exist
// beside it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.h"

namespace auklet::text {

constexpr std::size_t username_characters_max = 30;  // Mastodon's limit for local accounts

// ASCII letters, digits and underscores, 1 to 30 of them. ErrorKind::invalid with one FieldError for
// `username`: ERR_BLANK, ERR_INVALID or ERR_TOO_LONG. Whether the name is reserved or taken is asked
// separately.
Result<> validate_local_username(std::string_view username);

// Names that speak for the server (admin, support, …, also in look-alike digits: adm1n) and words of its
// addresses. Refused at sign-up with ERR_RESERVED; the command line may still create them. Any case.
bool is_reserved_username(std::string_view username);

// The form under which names are unique and found: ASCII lower case; other bytes stay.
std::string fold_username(std::string_view username);

}  // namespace auklet::text
