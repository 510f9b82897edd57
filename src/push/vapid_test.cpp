// SPDX-License-Identifier: Apache-2.0
#include "push/vapid.h"

#include <gtest/gtest.h>

#include "base/encoding.h"

namespace auklet::push {
namespace {

TEST(Vapid, TheOriginIsWhereThePushServiceIs) {
  EXPECT_EQ(origin_of("https://push.example/a/b?c"), "https://push.example");
  EXPECT_EQ(origin_of("https://push.example:8443/a"), "https://push.example:8443");
  EXPECT_EQ(origin_of("https://push.example"), "https://push.example");
  EXPECT_EQ(origin_of("https://push.example?a"), "https://push.example");
  EXPECT_EQ(origin_of("no address"), "no address");
}

TEST(Vapid, ATokenSaysForWhomAndUntilWhen) {
  base::SeededRandom random(1);
  auto const key = base::P256Key::make(random);
  auto const token =
      sign_token(key, "https://push.example", "mailto:owner@rock.example", from_count(1'775'926'510'999));
  auto const first = token.find('.');
  auto const second = token.find('.', first + 1);
  EXPECT_EQ(base::base64url_decode(token.substr(0, first)), R"({"typ":"JWT","alg":"ES256"})");
  EXPECT_EQ(base::base64url_decode(token.substr(first + 1, second - first - 1)),
            R"({"aud":"https://push.example","exp":1775926510,"sub":"mailto:owner@rock.example"})");
  EXPECT_EQ(base::base64url_decode(token.substr(second + 1))->size(), 64U);
}

}  // namespace
}  // namespace auklet::push
