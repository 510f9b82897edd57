// SPDX-License-Identifier: Apache-2.0
#include "push/encryption.h"

#include <gtest/gtest.h>

#include "base/encoding.h"

namespace auklet::push {
namespace {

// RFC 8291, Appendix A.
class EncryptionTest : public ::testing::Test {
 protected:
  static std::string bytes(std::string_view base64url) { return base::base64url_decode(base64url).value(); }

  std::string const message = "When I grow up, I want to be a watermelon";
  std::string const point =
      bytes("BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4");
  std::string const auth = bytes("BTBZMqHH6r4Tts7J_aSIgg");
  std::string const salt = bytes("DGv6ra1nlYgDCS1FRnbzlw");
  base::P256Key const sender =
      base::P256Key::read(bytes("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw")).value();
  Receiver const receiver{point, auth};
};

TEST_F(EncryptionTest, IsThatOfTheStandard) {
  auto const sealed = seal(message, receiver, sender, salt).value();
  EXPECT_EQ(
      base::base64url(sealed.body),
      "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8w"
      "EqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN");
  EXPECT_EQ(sealed.headers.find("Content-Encoding"), "aes128gcm");
  EXPECT_EQ(sealed.headers.size(), 1U);
}

// With the same keys; what it must be was found with node:crypto, by the text of the draft.
TEST_F(EncryptionTest, IsThatOfTheDraft) {
  auto const sealed = seal_as_draft(message, receiver, sender, salt).value();
  EXPECT_EQ(base::base64url(sealed.body),
            "4qwOLFm_mNy0vf1A8f3Bm6B5UD15y3aV_xZy14pixUhcPTIoZKHzq5i3dZ6PzqSMxBI_-VDUZ4jW04M");
  EXPECT_EQ(sealed.headers.find("Content-Encoding"), "aesgcm");
  EXPECT_EQ(sealed.headers.find("Encryption"), "salt=DGv6ra1nlYgDCS1FRnbzlw");
  EXPECT_EQ(sealed.headers.find("Crypto-Key"), "dh=" + base::base64url(sender.point()));
}

TEST_F(EncryptionTest, TakesMessagesOfEveryLength) {
  for (std::size_t const size : {std::size_t{0}, std::size_t{1}, std::size_t{1000}, message_bytes_max}) {
    std::string const text(size, 'x');
    EXPECT_EQ(seal(text, receiver, sender, salt)->body.size(), 86 + size + 1 + 16);
    EXPECT_EQ(seal_as_draft(text, receiver, sender, salt)->body.size(), 2 + size + 16);
  }
  EXPECT_EQ(seal(std::string(message_bytes_max, 'x'), receiver, sender, salt)->body.size(), 4096U);
}

TEST_F(EncryptionTest, AKeyThatIsNoneIsRefused) {
  auto astray = point;
  astray.back() = static_cast<char>(astray.back() ^ 1);
  for (auto const& no_point : {std::string{}, astray}) {
    EXPECT_FALSE(seal(message, {no_point, auth}, sender, salt));
    EXPECT_FALSE(seal_as_draft(message, {no_point, auth}, sender, salt));
  }
}

}  // namespace
}  // namespace auklet::push
