// SPDX-License-Identifier: Apache-2.0
#include "blob/blob_store.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "base/encoding.h"
#include "domain/media.h"

namespace auklet::blob {

namespace {

constexpr std::size_t stem_digits = 32;
constexpr std::size_t name_bytes_max = 64;

bool is_lower(char c) {
  return c >= 'a' && c <= 'z';
}
bool is_hex(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
}

}  // namespace

bool is_blob_name(std::string_view name) {
  auto const stem = name.substr(0, stem_digits);
  if (name.size() > name_bytes_max || stem.size() != stem_digits || !std::ranges::all_of(stem, is_hex)) {
    return false;
  }
  auto rest = name.substr(stem_digits);
  auto const dot = rest.find('.');
  auto const suffix = rest.substr(0, dot);
  auto const well_suffixed = suffix.empty() || (suffix.size() > 1 && suffix.front() == '-' &&
                                                std::ranges::all_of(suffix.substr(1), is_lower));
  return dot != std::string_view::npos && well_suffixed && !media_type_of(name).empty();
}

std::string new_blob_stem(base::Random& random) {
  std::array<std::uint8_t, stem_digits / 2> bytes{};
  random.fill(bytes);
  return base::hex(bytes);
}

}  // namespace auklet::blob
