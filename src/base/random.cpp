// SPDX-License-Identifier: Apache-2.0
#include "base/random.h"

#include <openssl/rand.h>

#include <array>
#include <cstring>

#include "base/check.h"
#include "base/encoding.h"

namespace auklet::base {

std::uint64_t Random::next() {
  std::array<std::uint8_t, sizeof(std::uint64_t)> bytes;
  fill(bytes);
  std::uint64_t value;
  std::memcpy(&value, bytes.data(), sizeof value);
  return value;
}

std::string Random::token() {
  std::array<std::uint8_t, 32> bytes;
  fill(bytes);
  return base64url(bytes);
}

void SystemRandom::fill(std::span<std::uint8_t> out) {
  CHECK(RAND_bytes(out.data(), static_cast<int>(out.size())) == 1);
}

void SeededRandom::fill(std::span<std::uint8_t> out) {
  for (auto& byte : out) {
    byte = static_cast<std::uint8_t>(engine_());
  }
}

}  // namespace auklet::base
