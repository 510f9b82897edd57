// SPDX-License-Identifier: Apache-2.0
#include "media/blurhash.h"

#include <gtest/gtest.h>

#include <vector>

namespace auklet::media {
namespace {

std::vector<std::uint8_t> filled(int width, int height, std::uint8_t red, std::uint8_t green,
                                 std::uint8_t blue) {
  std::vector<std::uint8_t> pixels;
  for (int i = 0; i < width * height; ++i) {
    pixels.insert(pixels.end(), {red, green, blue});
  }
  return pixels;
}

TEST(Blurhash, HasAsManyDigitsAsItSays) {
  auto const pixels = filled(8, 8, 10, 20, 30);
  for (int x = 1; x <= 9; ++x) {
    for (int y = 1; y <= 9; ++y) {
      EXPECT_EQ(blurhash(pixels, 8, 8, {x, y}).size(), static_cast<std::size_t>(4 + 2 * x * y));
    }
  }
}

TEST(Blurhash, BeginsWithTheMeanColour) {
  // By hand: 1 × 1 components are size flag 0, no scale, and the colour in base 83.
  EXPECT_EQ(blurhash(filled(3, 5, 0, 0, 0), 3, 5, {1, 1}), "000000");
  EXPECT_EQ(blurhash(filled(3, 5, 255, 255, 255), 3, 5, {1, 1}), "00TSUA");
  EXPECT_EQ(blurhash(filled(1, 1, 255, 0, 0), 1, 1, {1, 1}), "00TI:j");
}

TEST(Blurhash, TellsLeftFromRight) {
  auto pixels = filled(16, 16, 0, 0, 0);
  auto mirrored = pixels;
  for (std::size_t y = 0; y < 16; ++y) {
    for (std::size_t x = 0; x < 8 * 3; ++x) {
      pixels[y * 16 * 3 + x] = 255;
      mirrored[y * 16 * 3 + 8 * 3 + x] = 255;
    }
  }
  auto const one = blurhash(pixels, 16, 16);
  auto const other = blurhash(mirrored, 16, 16);
  ASSERT_EQ(one.size(), 36U);
  EXPECT_EQ(one.front(), 'U') << "four by four";
  EXPECT_EQ(one.substr(2, 4), other.substr(2, 4)) << "the same mean";
  EXPECT_NE(one, other);
}

}  // namespace
}  // namespace auklet::media
