// SPDX-License-Identifier: Apache-2.0
//
// A strict reader of multipart/form-data (RFC 7578). No preamble, no nesting, no transfer encodings: what
// browsers and the client libraries send, and nothing more.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace auklet::net {

struct Part {
  std::string name;
  std::optional<std::string> filename;  // present: the part is a file
  std::string content_type;             // empty if the part names none
  std::string_view bytes;               // in the body that was read
};

// The boundary of a Content-Type field value (RFC 2046, 5.1.1), quoted or not. Nothing if there is none that
// is valid.
std::optional<std::string> multipart_boundary(std::string_view content_type);

// The parts in order. Errors: malformed, also for more than `parts_max` parts or a part with outsized
// headers.
Result<std::vector<Part>> read_multipart(std::string_view body, std::string_view boundary,
                                         std::size_t parts_max);

}  // namespace auklet::net
