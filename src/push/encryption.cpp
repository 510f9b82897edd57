// SPDX-License-Identifier: Apache-2.0
#include "push/encryption.h"

#include <openssl/evp.h>

#include <memory>

#include "base/check.h"
#include "base/crypto.h"
#include "base/encoding.h"

namespace auklet::push {

namespace {

constexpr std::size_t key_bytes = 16;
constexpr std::size_t nonce_bytes = 12;
constexpr std::size_t tag_bytes = 16;
constexpr std::size_t salt_bytes = 16;
constexpr std::size_t record_bytes = 4'096;

using namespace std::string_view_literals;

std::string_view text_of(base::Sha256 const& hash) {
  return {reinterpret_cast<char const*>(hash.data()), hash.size()};
}

// HKDF with SHA-256 (RFC 5869), for at most 32 bytes: one block.
std::string derive(std::string_view salt, std::string_view secret, std::string_view info, std::size_t size) {
  CHECK(size <= sizeof(base::Sha256));
  auto const extracted = base::hmac_sha256(salt, secret);
  auto const expanded = base::hmac_sha256(text_of(extracted), std::string(info) + '\x01');
  return std::string(text_of(expanded).substr(0, size));
}

std::string big_endian(std::size_t value, int bytes) {
  std::string text;
  for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
    text += static_cast<char>(value >> shift & 255U);
  }
  return text;
}

// AES-128-GCM, the tag at the end.
std::string encrypt(std::string_view key, std::string_view nonce, std::string_view plain) {
  CHECK(key.size() == key_bytes && nonce.size() == nonce_bytes);
  std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)> const context(EVP_CIPHER_CTX_new(),
                                                                                EVP_CIPHER_CTX_free);
  CHECK(context != nullptr);
  auto const bytes = [](std::string_view text) {
    return reinterpret_cast<unsigned char const*>(text.data());
  };
  CHECK(EVP_EncryptInit_ex2(context.get(), EVP_aes_128_gcm(), bytes(key), bytes(nonce), nullptr) == 1);
  std::string sealed(plain.size() + tag_bytes, '\0');
  auto* const out = reinterpret_cast<unsigned char*>(sealed.data());
  int size = 0;
  CHECK(EVP_EncryptUpdate(context.get(), out, &size, bytes(plain), static_cast<int>(plain.size())) == 1);
  int rest = 0;
  CHECK(EVP_EncryptFinal_ex(context.get(), out + size, &rest) == 1);
  CHECK(static_cast<std::size_t>(size + rest) == plain.size());
  CHECK(EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_GET_TAG, tag_bytes, out + plain.size()) == 1);
  return sealed;
}

}  // namespace

std::optional<Sealed> seal(std::string_view message, Receiver const& receiver, base::P256Key const& sender,
                           std::string_view salt) {
  CHECK(message.size() <= message_bytes_max && salt.size() == salt_bytes);
  auto const shared = sender.agree(receiver.point);
  if (!shared) {
    return std::nullopt;
  }
  auto const info = std::string("WebPush: info\0"sv).append(receiver.point).append(sender.point());
  auto const secret = derive(receiver.auth, *shared, info, 32);
  auto const key = derive(salt, secret, "Content-Encoding: aes128gcm\0"sv, key_bytes);
  auto const nonce = derive(salt, secret, "Content-Encoding: nonce\0"sv, nonce_bytes);

  Sealed sealed;
  // The head of the only record, which ends with a 2 (RFC 8188, section 2).
  sealed.body = std::string(salt) + big_endian(record_bytes, 4) + big_endian(sender.point().size(), 1) +
                sender.point() + encrypt(key, nonce, std::string(message) + '\x02');
  sealed.headers.add("Content-Encoding", "aes128gcm");
  return sealed;
}

std::optional<Sealed> seal_as_draft(std::string_view message, Receiver const& receiver,
                                    base::P256Key const& sender, std::string_view salt) {
  CHECK(message.size() <= message_bytes_max && salt.size() == salt_bytes);
  auto const shared = sender.agree(receiver.point);
  if (!shared) {
    return std::nullopt;
  }
  auto const secret = derive(receiver.auth, *shared, "Content-Encoding: auth\0"sv, 32);
  auto const context = std::string("P-256\0"sv)
                           .append(big_endian(receiver.point.size(), 2))
                           .append(receiver.point)
                           .append(big_endian(sender.point().size(), 2))
                           .append(sender.point());
  auto const key = derive(salt, secret, std::string("Content-Encoding: aesgcm\0"sv) + context, key_bytes);
  auto const nonce = derive(salt, secret, std::string("Content-Encoding: nonce\0"sv) + context, nonce_bytes);

  Sealed sealed;
  sealed.body = encrypt(key, nonce, big_endian(0, 2).append(message));  // no padding
  sealed.headers.add("Content-Encoding", "aesgcm");
  sealed.headers.add("Encryption", "salt=" + base::base64url(salt));
  sealed.headers.add("Crypto-Key", "dh=" + base::base64url(sender.point()));
  return sealed;
}

}  // namespace auklet::push
