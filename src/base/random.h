// SPDX-License-Identifier: Apache-2.0
//
// Randomness, injected: the system's for secrets, a seeded one for tests that must repeat.
#pragma once

#include <cstdint>
#include <random>
#include <span>
#include <string>

namespace auklet::base {

class Random {
 public:
  virtual ~Random() = default;
  // Fills the span; never fails (a system that cannot give randomness ends the process).
  virtual void fill(std::span<std::uint8_t> out) = 0;

  std::uint64_t next();
  // A 256-bit secret as 43 characters of base64url.
  std::string token();
};

// OpenSSL's generator; safe to call from every thread.
class SystemRandom final : public Random {
 public:
  void fill(std::span<std::uint8_t> out) override;
};

// For tests only: the same seed gives the same bytes. Not thread-safe.
class SeededRandom final : public Random {
 public:
  explicit SeededRandom(std::uint64_t seed) : engine_(seed) {}
  void fill(std::span<std::uint8_t> out) override;

 private:
  std::mt19937_64 engine_;
};

}  // namespace auklet::base
