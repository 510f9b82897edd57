// SPDX-License-Identifier: Apache-2.0
#include "service/password_hasher.h"

#include <argon2.h>

#include <algorithm>
#include <array>
#include <thread>

#include "base/check.h"

namespace auklet::service {

namespace {

constexpr std::uint32_t lanes = 1;
constexpr std::size_t salt_bytes = 16;
constexpr std::size_t hash_bytes = 32;
constexpr std::size_t phc_bytes_max = 256;

using Salt = std::array<std::uint8_t, salt_bytes>;

std::string compute(PasswordCost const& cost, std::string const& password, Salt const& salt) {
  std::array<char, phc_bytes_max> phc{};
  auto const outcome =
      argon2id_hash_encoded(cost.iterations, cost.memory_kib, lanes, password.data(), password.size(),
                            salt.data(), salt.size(), hash_bytes, phc.data(), phc.size());
  CHECK(outcome == ARGON2_OK);  // parameters are ours and checked by the configuration; memory is the world's
  return phc.data();
}

std::size_t threads_of(PasswordCost const& cost) {
  return cost.concurrency > 0 ? cost.concurrency : std::max(1U, std::thread::hardware_concurrency());
}

}  // namespace

PasswordHasher::PasswordHasher(base::Random& random, PasswordCost cost)
    : random_(random), cost_(cost), pool_(threads_of(cost), cost.queue_max) {}

Task<Result<std::string>> PasswordHasher::hash(std::string password) {
  Salt salt;
  random_.fill(salt);
  co_return co_await pool_.run(
      [cost = cost_, password = std::move(password), salt] { return compute(cost, password, salt); });
}

Task<Result<bool>> PasswordHasher::verify(std::string password, std::string phc) {
  co_return co_await pool_.run([cost = cost_, password = std::move(password), phc = std::move(phc)] {
    if (phc.empty()) {
      compute(cost, password, Salt{});
      return false;
    }
    return argon2id_verify(phc.c_str(), password.data(), password.size()) == ARGON2_OK;
  });
}

}  // namespace auklet::service
