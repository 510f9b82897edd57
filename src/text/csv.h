// SPDX-License-Identifier: Apache-2.0
//
// Comma-separated values (RFC 4180), as people carry their lists from one server to another.
#pragma once

#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace auklet::text {

using CsvRow = std::vector<std::string>;

// Appends a row, quoted where it must be, and a line end.
void append_csv(std::string& out, CsvRow const& row);

struct CsvLimits {
  std::size_t rows_max = 20'000;
  std::size_t cells_max = 16;  // of a row
  std::size_t cell_bytes_max = 4096;
};
// Rows without any text are left out; line ends may be \n or \r\n, a byte order mark is passed over. Errors: malformed
// for what is no UTF-8 or has an open quote; too_large for anything over the limits.
Result<std::vector<CsvRow>> read_csv(std::string_view text, CsvLimits const& limits = {});

}  // namespace auklet::text
