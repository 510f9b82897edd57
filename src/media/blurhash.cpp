// SPDX-License-Identifier: Apache-2.0
#include "media/blurhash.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <string_view>
#include <vector>

#include "base/check.h"

namespace auklet::media {

namespace {

constexpr std::string_view digits =
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz#$%*+,-.:;=?@[]^_{|}~";
static_assert(digits.size() == 83);

using Colour = std::array<double, 3>;  // linear light, from 0 to 1

void append_digits(std::string& out, int value, int count) {
  auto divisor = 1;
  for (int i = 1; i < count; ++i) {
    divisor *= static_cast<int>(digits.size());
  }
  for (; count > 0; --count, divisor /= static_cast<int>(digits.size())) {
    out += digits[static_cast<std::size_t>(value / divisor) % digits.size()];
  }
}

std::array<double, 256> linear_values() {
  std::array<double, 256> values{};
  for (std::size_t i = 0; i < values.size(); ++i) {
    auto const v = static_cast<double>(i) / 255;
    values.at(i) = v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4);
  }
  return values;
}

int srgb_of(double linear) {
  auto const v = std::clamp(linear, 0.0, 1.0);
  auto const s = v <= 0.0031308 ? v * 12.92 : 1.055 * std::pow(v, 1 / 2.4) - 0.055;
  return static_cast<int>(s * 255 + 0.5);
}

std::vector<double> cosines(int size, int component) {
  std::vector<double> values(static_cast<std::size_t>(size));
  for (int i = 0; i < size; ++i) {
    values[static_cast<std::size_t>(i)] = std::cos(std::numbers::pi * component * i / size);
  }
  return values;
}

Colour factor(std::span<std::uint8_t const> pixels, int width, int height, int x, int y) {
  static auto const linear = linear_values();
  auto const across = cosines(width, x);
  auto const down = cosines(height, y);
  Colour sum{};
  std::size_t at = 0;
  for (auto const row : down) {
    for (auto const column : across) {
      for (auto& channel : sum) {
        channel += row * column * linear.at(pixels[at++]);
      }
    }
  }
  auto const scale = (x == 0 && y == 0 ? 1.0 : 2.0) / (static_cast<double>(width) * height);
  for (auto& channel : sum) {
    channel *= scale;
  }
  return sum;
}

// From -1…1 to 0…18, finer near the middle.
int quantised(double value) {
  return static_cast<int>(
      std::clamp(std::floor(std::copysign(std::sqrt(std::abs(value)), value) * 9 + 9.5), 0.0, 18.0));
}

}  // namespace

std::string blurhash(std::span<std::uint8_t const> pixels, int width, int height, Components components) {
  CHECK(width > 0 && height > 0 &&
        pixels.size() == static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 3);
  std::vector<Colour> factors;
  for (int y = 0; y < components.y; ++y) {
    for (int x = 0; x < components.x; ++x) {
      factors.push_back(factor(pixels, width, height, x, y));
    }
  }
  std::string hash;
  append_digits(hash, components.x - 1 + (components.y - 1) * 9, 1);
  auto largest = 0.0;
  for (auto const& colour : std::span(factors).subspan(1)) {
    for (auto const channel : colour) {
      largest = std::max(largest, std::abs(channel));
    }
  }
  auto scale = 1.0;
  auto quantised_scale = 0;
  if (factors.size() > 1) {
    quantised_scale = static_cast<int>(std::clamp(std::floor(largest * 166 - 0.5), 0.0, 82.0));
    scale = (quantised_scale + 1) / 166.0;
  }
  append_digits(hash, quantised_scale, 1);
  auto const& mean = factors.front();
  append_digits(hash, (srgb_of(mean[0]) << 16) + (srgb_of(mean[1]) << 8) + srgb_of(mean[2]), 4);
  for (auto const& colour : std::span(factors).subspan(1)) {
    append_digits(hash,
                  quantised(colour[0] / scale) * 19 * 19 + quantised(colour[1] / scale) * 19 +
                      quantised(colour[2] / scale),
                  2);
  }
  return hash;
}

}  // namespace auklet::media
