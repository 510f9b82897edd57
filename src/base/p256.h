// SPDX-License-Identifier: Apache-2.0
//
// Keys on the curve P-256, for what Web Push asks of a server: RFC 8291 (agreement) and RFC 8292 (signatures).
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/random.h"

namespace auklet::base {

class P256Key {
 public:
  static P256Key make(Random& random);
  // Of the 32 bytes that private_bytes() gives. nullopt for anything that is no key.
  static std::optional<P256Key> read(std::string_view private_bytes);

  // 32 bytes, big-endian.
  std::string private_bytes() const { return private_; }
  // The public key as an uncompressed point: 65 bytes that begin with 4.
  std::string const& point() const { return point_; }

  // What both sides of an agreement (ECDH) know: 32 bytes. nullopt when theirs is no point of the curve.
  std::optional<std::string> agree(std::string_view their_point) const;

  // A signature of the algorithm ES256 (RFC 7518, 3.4): 64 bytes.
  std::string sign(std::string_view message) const;

 private:
  struct Pair;
  P256Key(std::string private_bytes, std::string point, std::shared_ptr<Pair const> pair)
      : private_(std::move(private_bytes)), point_(std::move(point)), pair_(std::move(pair)) {}

  std::string private_;
  std::string point_;
  std::shared_ptr<Pair const> pair_;
};

// Whether these bytes are a point of the curve, uncompressed.
bool is_p256_point(std::string_view point);

}  // namespace auklet::base
