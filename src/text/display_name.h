// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace auklet::text {

// A display name (or the name of a profile field) fit to stand in one line beside others: well-formed UTF-8
// without control characters, line ends, direction overrides or the invisible characters that do nothing but
// hide; runs of white space become one space; trimmed. Not escaped: display_name is plain text in JSON. Any
// bytes; linear time.
std::string clean_display_name(std::string_view name);

}  // namespace auklet::text
