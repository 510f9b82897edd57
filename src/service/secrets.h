// SPDX-License-Identifier: Apache-2.0
//
// What derives from the server's secret key. The database holds fingerprints only; a token can still be told
// to its app a second time, because it is computed from its id and the key, which is not in the database.
#pragma once

#include <string>
#include <string_view>

#include "domain/ids.h"

namespace auklet::service {

class Secrets {
 public:
  // 32 bytes that nobody else knows.
  explicit Secrets(std::string key);

  // The bearer token of this id: 43 characters of base64url.
  std::string token(TokenId id) const;

  // The secret of the link in that letter: 43 characters of base64url.
  std::string letter(LetterId id) const;

  // What a form of the browser with this cookie must carry to be believed.
  std::string csrf(std::string_view cookie) const;

 private:
  std::string derive(std::string_view purpose, std::string_view of) const;

  std::string const key_;
};

// SHA-256 in hexadecimal: the form in which tokens, codes, cookies and client secrets are stored. They are
// 256 random bits each, so a fast hash is enough.
std::string fingerprint(std::string_view secret);

}  // namespace auklet::service
