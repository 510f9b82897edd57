// SPDX-License-Identifier: Apache-2.0
#include "base/p256.h"

#include <gtest/gtest.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>

#include "base/encoding.h"

namespace auklet::base {
namespace {

std::string bytes(std::string_view base64url) {
  return base64url_decode(base64url).value();
}

// RFC 8291, Appendix A.
TEST(P256, KeysOfTheStandardAgree) {
  auto const sender = P256Key::read(bytes("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw")).value();
  auto const receiver = P256Key::read(bytes("q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94")).value();
  EXPECT_EQ(base64url(sender.point()),
            "BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8");
  EXPECT_EQ(base64url(receiver.point()),
            "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4");
  EXPECT_EQ(base64url(sender.agree(receiver.point()).value()), "kyrL1jIIOHEzg3sM2ZWRHDRB62YACZhhSlknJ672kSs");
  EXPECT_EQ(sender.agree(receiver.point()), receiver.agree(sender.point()));
}

TEST(P256, AKeyIsReadAgain) {
  SeededRandom random(1);
  auto const key = P256Key::make(random);
  EXPECT_EQ(key.private_bytes().size(), 32U);
  EXPECT_EQ(P256Key::read(key.private_bytes())->point(), key.point());
  EXPECT_NE(P256Key::make(random).point(), key.point());
}

TEST(P256, WhatIsNoKeyIsRefused) {
  EXPECT_FALSE(P256Key::read(""));
  EXPECT_FALSE(P256Key::read(std::string(31, 'x')));
  EXPECT_FALSE(P256Key::read(std::string(33, 'x')));
  EXPECT_FALSE(P256Key::read(std::string(32, '\0')));
  EXPECT_FALSE(P256Key::read(std::string(32, '\xff'))) << "beyond the order of the curve";
}

TEST(P256, WhatIsNoPointIsRefused) {
  SeededRandom random(2);
  auto const key = P256Key::make(random);
  EXPECT_TRUE(is_p256_point(key.point()));
  auto astray = key.point();
  astray.back() = static_cast<char>(astray.back() ^ 1);
  for (auto const& text : {std::string{}, std::string(65, '\0'), std::string(65, '\4'), astray,
                           key.point().substr(0, 64), key.point() + '\0', '\2' + key.point().substr(1, 32)}) {
    EXPECT_FALSE(is_p256_point(text));
    EXPECT_FALSE(key.agree(text));
  }
}

TEST(P256, ASignatureIsTheKeysOverTheMessage) {
  SeededRandom random(3);
  auto const key = P256Key::make(random);
  auto const good = [&](std::string_view message, std::string const& signature) {
    auto const* r = reinterpret_cast<unsigned char const*>(signature.data());
    auto* sig = ECDSA_SIG_new();
    ECDSA_SIG_set0(sig, BN_bin2bn(r, 32, nullptr), BN_bin2bn(r + 32, 32, nullptr));
    unsigned char* der = nullptr;
    auto const size = i2d_ECDSA_SIG(sig, &der);
    ECDSA_SIG_free(sig);
    EVP_PKEY* public_key = nullptr;
    auto* context = EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr);
    auto point = key.point();
    char group[] = "prime256v1";
    OSSL_PARAM const params[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, group, 0),
        OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size()),
        OSSL_PARAM_construct_end()};
    EVP_PKEY_fromdata_init(context);
    EVP_PKEY_fromdata(context, &public_key, EVP_PKEY_PUBLIC_KEY, const_cast<OSSL_PARAM*>(params));
    auto* verifier = EVP_MD_CTX_new();
    EVP_DigestVerifyInit(verifier, nullptr, EVP_sha256(), nullptr, public_key);
    auto const verdict =
        EVP_DigestVerify(verifier, der, static_cast<std::size_t>(size),
                         reinterpret_cast<unsigned char const*>(message.data()), message.size());
    EVP_MD_CTX_free(verifier);
    EVP_PKEY_free(public_key);
    EVP_PKEY_CTX_free(context);
    OPENSSL_free(der);
    return verdict == 1;
  };
  for (int i = 0; i < 20; ++i) {  // numbers with leading zeros too
    auto const message = "message " + std::to_string(i);
    auto const signature = key.sign(message);
    ASSERT_EQ(signature.size(), 64U);
    EXPECT_TRUE(good(message, signature));
    EXPECT_FALSE(good("another", signature));
  }
}

}  // namespace
}  // namespace auklet::base
