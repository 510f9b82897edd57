// SPDX-License-Identifier: Apache-2.0
#include "base/p256.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/obj_mac.h>
#include <openssl/param_build.h>

#include <array>
#include <cstdint>

#include "base/check.h"

namespace auklet::base {

namespace {

constexpr std::size_t scalar_bytes = 32;
constexpr std::size_t point_bytes = 65;

template <auto Free>
struct FreeWith {
  void operator()(auto* what) const { Free(what); }
};
using Number = std::unique_ptr<BIGNUM, FreeWith<BN_clear_free>>;
using Group = std::unique_ptr<EC_GROUP, FreeWith<EC_GROUP_free>>;
using Point = std::unique_ptr<EC_POINT, FreeWith<EC_POINT_free>>;
using Key = std::unique_ptr<EVP_PKEY, FreeWith<EVP_PKEY_free>>;
using KeyContext = std::unique_ptr<EVP_PKEY_CTX, FreeWith<EVP_PKEY_CTX_free>>;
using DigestContext = std::unique_ptr<EVP_MD_CTX, FreeWith<EVP_MD_CTX_free>>;
using Builder = std::unique_ptr<OSSL_PARAM_BLD, FreeWith<OSSL_PARAM_BLD_free>>;
using Params = std::unique_ptr<OSSL_PARAM, FreeWith<OSSL_PARAM_free>>;
using Signature = std::unique_ptr<ECDSA_SIG, FreeWith<ECDSA_SIG_free>>;

unsigned char const* bytes_of(std::string_view text) {
  return reinterpret_cast<unsigned char const*>(text.data());
}
unsigned char* bytes_of(std::string& text) {
  return reinterpret_cast<unsigned char*>(text.data());
}

EC_GROUP const* curve() {
  static Group const group(EC_GROUP_new_by_curve_name(NID_X9_62_prime256v1));
  CHECK(group != nullptr);
  return group.get();
}

// `scalar` null: of the public part alone. Null when that is no point of the curve.
Key key_of(std::string_view point, BIGNUM const* scalar) {
  Builder const builder(OSSL_PARAM_BLD_new());
  CHECK(builder != nullptr);
  CHECK(OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, "prime256v1", 0) == 1);
  CHECK(OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(),
                                         point.size()) == 1);
  if (scalar != nullptr) {
    CHECK(OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_PRIV_KEY, scalar) == 1);
  }
  Params const params(OSSL_PARAM_BLD_to_param(builder.get()));
  KeyContext const context(EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr));
  CHECK(params != nullptr && context != nullptr && EVP_PKEY_fromdata_init(context.get()) == 1);
  EVP_PKEY* key = nullptr;
  if (EVP_PKEY_fromdata(context.get(), &key, scalar != nullptr ? EVP_PKEY_KEYPAIR : EVP_PKEY_PUBLIC_KEY,
                        params.get()) != 1) {
    return nullptr;
  }
  return Key(key);
}

}  // namespace

struct P256Key::Pair {
  Key key;
};

P256Key P256Key::make(Random& random) {
  for (;;) {
    std::array<std::uint8_t, scalar_bytes> bytes{};
    random.fill(bytes);
    // All but one in four billion numbers are keys.
    if (auto key = read({reinterpret_cast<char const*>(bytes.data()), bytes.size()})) {
      return *std::move(key);
    }
  }
}

std::optional<P256Key> P256Key::read(std::string_view private_bytes) {
  if (private_bytes.size() != scalar_bytes) {
    return std::nullopt;
  }
  Number const scalar(BN_bin2bn(bytes_of(private_bytes), static_cast<int>(private_bytes.size()), nullptr));
  CHECK(scalar != nullptr);
  if (BN_is_zero(scalar.get()) || BN_cmp(scalar.get(), EC_GROUP_get0_order(curve())) >= 0) {
    return std::nullopt;
  }
  Point const point(EC_POINT_new(curve()));
  CHECK(point != nullptr && EC_POINT_mul(curve(), point.get(), scalar.get(), nullptr, nullptr, nullptr) == 1);
  std::string encoded(point_bytes, '\0');
  CHECK(EC_POINT_point2oct(curve(), point.get(), POINT_CONVERSION_UNCOMPRESSED, bytes_of(encoded),
                           encoded.size(), nullptr) == point_bytes);
  auto pair = std::make_shared<Pair>(key_of(encoded, scalar.get()));
  CHECK(pair->key != nullptr);
  return P256Key(std::string(private_bytes), std::move(encoded), std::move(pair));
}

std::optional<std::string> P256Key::agree(std::string_view their_point) const {
  if (!is_p256_point(their_point)) {
    return std::nullopt;
  }
  auto const theirs = key_of(their_point, nullptr);
  CHECK(theirs != nullptr);
  KeyContext const context(EVP_PKEY_CTX_new(pair_->key.get(), nullptr));
  CHECK(context != nullptr && EVP_PKEY_derive_init(context.get()) == 1);
  CHECK(EVP_PKEY_derive_set_peer(context.get(), theirs.get()) == 1);
  std::string secret(scalar_bytes, '\0');
  auto size = secret.size();
  CHECK(EVP_PKEY_derive(context.get(), bytes_of(secret), &size) == 1 && size == scalar_bytes);
  return secret;
}

std::string P256Key::sign(std::string_view message) const {
  DigestContext const context(EVP_MD_CTX_new());
  CHECK(context != nullptr &&
        EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, pair_->key.get()) == 1);
  std::array<unsigned char, 80> der{};  // at most 72
  auto size = der.size();
  CHECK(EVP_DigestSign(context.get(), der.data(), &size, bytes_of(message), message.size()) == 1);
  unsigned char const* at = der.data();
  Signature const signature(d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(size)));
  CHECK(signature != nullptr);
  std::string both(2 * scalar_bytes, '\0');
  CHECK(BN_bn2binpad(ECDSA_SIG_get0_r(signature.get()), bytes_of(both), scalar_bytes) == scalar_bytes);
  CHECK(BN_bn2binpad(ECDSA_SIG_get0_s(signature.get()), bytes_of(both) + scalar_bytes, scalar_bytes) ==
        scalar_bytes);
  return both;
}

bool is_p256_point(std::string_view point) {
  if (point.size() != point_bytes || point.front() != POINT_CONVERSION_UNCOMPRESSED) {
    return false;
  }
  Point const read(EC_POINT_new(curve()));
  CHECK(read != nullptr);
  // Says no to what does not lie on the curve.
  return EC_POINT_oct2point(curve(), read.get(), bytes_of(point), point.size(), nullptr) == 1;
}

}  // namespace auklet::base
