// SPDX-License-Identifier: Apache-2.0
#include "service/secrets.h"

#include "base/check.h"
#include "base/crypto.h"
#include "base/encoding.h"

namespace auklet::service {

Secrets::Secrets(std::string key) : key_(std::move(key)) {
  CHECK(key_.size() == 32);
}

std::string Secrets::token(TokenId id) const {
  return derive("token:", to_text(id));
}

std::string Secrets::letter(LetterId id) const {
  return derive("letter:", to_text(id));
}

std::string Secrets::csrf(std::string_view cookie) const {
  return derive("csrf:", cookie);
}

std::string Secrets::derive(std::string_view purpose, std::string_view of) const {
  return base::base64url(base::hmac_sha256(key_, std::string(purpose).append(of)));
}

std::string fingerprint(std::string_view secret) {
  return base::hex(base::sha256(secret));
}

}  // namespace auklet::service
