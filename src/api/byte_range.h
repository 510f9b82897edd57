// SPDX-License-Identifier: Apache-2.0
//
// Which part of a file is asked for (RFC 9110, 14).
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string_view>

namespace auklet::api {

struct ByteRange {
  std::uint64_t first = 0;
  std::uint64_t length = 0;

  friend bool operator==(ByteRange const&, ByteRange const&) = default;
};

enum class RangeError { unsatisfiable };

// Of a file of that size. Nothing when all of it is to be sent: for a header that is not understood, and for one that
// names several parts. An error when the part lies outside of the file.
std::expected<std::optional<ByteRange>, RangeError> read_range(std::string_view header, std::uint64_t size);

}  // namespace auklet::api
