// SPDX-License-Identifier: Apache-2.0
#include "base/crypto.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <memory>

#include "base/check.h"

namespace auklet::base {

namespace {
unsigned char const* bytes_of(std::string_view text) {
  return reinterpret_cast<unsigned char const*>(text.data());
}
}  // namespace

Sha256 sha256(std::string_view bytes) {
  Sha256 digest;
  unsigned int size = 0;
  // Fetched once: EVP_sha256() makes OpenSSL look for the algorithm at every call.
  static EVP_MD* const algorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  // Each thread has its own; made anew for each call it costs as much as the hashing.
  thread_local std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> const context(EVP_MD_CTX_new(),
                                                                                     EVP_MD_CTX_free);
  CHECK(EVP_DigestInit_ex2(context.get(), algorithm, nullptr) == 1);
  CHECK(EVP_DigestUpdate(context.get(), bytes.data(), bytes.size()) == 1);
  CHECK(EVP_DigestFinal_ex(context.get(), digest.data(), &size) == 1);
  CHECK(size == digest.size());
  return digest;
}

Sha1 sha1(std::string_view bytes) {
  Sha1 digest;
  unsigned int size = 0;
  CHECK(EVP_Digest(bytes.data(), bytes.size(), digest.data(), &size, EVP_sha1(), nullptr) == 1);
  CHECK(size == digest.size());
  return digest;
}

Sha256 hmac_sha256(std::string_view key, std::string_view message) {
  Sha256 digest;
  unsigned int size = 0;
  CHECK(HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), bytes_of(message), message.size(),
             digest.data(), &size) != nullptr);
  CHECK(size == digest.size());
  return digest;
}

bool equal_constant_time(std::string_view a, std::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace auklet::base
