// SPDX-License-Identifier: Apache-2.0
//
// A picture in some thirty characters, which clients show as colours while the picture loads.
// https://github.com/woltapp/blurhash/blob/master/Algorithm.md
#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace auklet::media {

struct Components {
  int x = 4;  // 1 to 9
  int y = 4;
};

// `pixels`: width × height × 3 bytes of sRGB, row by row.
std::string blurhash(std::span<std::uint8_t const> pixels, int width, int height, Components components = {});

}  // namespace auklet::media
