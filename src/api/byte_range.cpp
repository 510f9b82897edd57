// SPDX-License-Identifier: Apache-2.0
#include "api/byte_range.h"

#include <algorithm>
#include <charconv>

namespace auklet::api {

namespace {

std::optional<std::uint64_t> number_in(std::string_view digits) {
  std::uint64_t number = 0;
  auto const [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return error == std::errc{} && end == digits.data() + digits.size() ? std::optional{number} : std::nullopt;
}

}  // namespace

std::expected<std::optional<ByteRange>, RangeError> read_range(std::string_view header, std::uint64_t size) {
  constexpr std::string_view unit = "bytes=";
  auto const dash = header.find('-');
  if (!header.starts_with(unit) || dash == std::string_view::npos ||
      header.find(',') != std::string_view::npos) {
    return std::nullopt;
  }
  auto const first_digits = header.substr(unit.size(), dash - unit.size());
  auto const last_digits = header.substr(dash + 1);
  auto const first = number_in(first_digits);
  auto const last = number_in(last_digits);
  if ((!first && !first_digits.empty()) || (!last && !last_digits.empty()) || (!first && !last) ||
      (first && last && *last < *first)) {
    return std::nullopt;
  }
  if (!first) {  // the last so many bytes
    if (*last == 0 || size == 0) {
      return std::unexpected(RangeError::unsatisfiable);
    }
    auto const length = std::min(*last, size);
    return ByteRange{size - length, length};
  }
  if (*first >= size) {
    return std::unexpected(RangeError::unsatisfiable);
  }
  return ByteRange{*first, std::min(last.value_or(size - 1), size - 1) - *first + 1};
}

}  // namespace auklet::api
