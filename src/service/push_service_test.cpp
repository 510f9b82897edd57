// SPDX-License-Identifier: Apache-2.0
#include "service/push_service.h"

#include "base/encoding.h"
#include "service/testing/people_test.h"

namespace auklet::service {
namespace {

class PushServiceTest : public testing::PeopleTest {
 protected:
  static Caller with(Account const& account, int token) {
    return {.account = account.id, .token = TokenId{token}};
  }

  PushDraft draft(std::string endpoint = "https://push.example/a") {
    return {.endpoint = std::move(endpoint),
            .p256dh = base::base64url(base::P256Key::make(random).point()),
            .auth = base::base64url(std::string(16, 'a'))};
  }

  PushService pushes{env};
};
AUKLET_ON_BOTH_ENGINES(PushServiceTest);

TEST_P(PushServiceTest, ATokenHasOneSubscription) {
  auto const alice = join("alice");
  EXPECT_EQ(refusal(pushes.find(with(alice, 1))), ErrorKind::not_found);
  EXPECT_EQ(refusal(pushes.change(with(alice, 1), {})), ErrorKind::not_found);
  auto sent = draft();
  sent.standard = true;
  sent.wishes = {.wanted = 1, .named = 3, .policy = PushPolicy::followed};
  get(pushes.subscribe(with(alice, 1), sent));
  auto const found = get(pushes.find(with(alice, 1)));
  EXPECT_EQ(found.endpoint, sent.endpoint);
  EXPECT_EQ(base::base64url(found.p256dh), sent.p256dh);
  EXPECT_EQ(base::base64url(found.auth), sent.auth);
  EXPECT_TRUE(found.standard);
  EXPECT_EQ(found.wanted, 1U);
  EXPECT_EQ(found.named, 3U);
  EXPECT_EQ(found.policy, PushPolicy::followed);

  get(pushes.subscribe(with(alice, 1), draft("https://push.example/b")));
  get(pushes.subscribe(with(alice, 2), draft("https://push.example/c")));
  EXPECT_EQ(get(pushes.find(with(alice, 1))).endpoint, "https://push.example/b");
  EXPECT_EQ(get(pushes.find(with(alice, 1))).wanted, 0U);
  EXPECT_EQ(get(pushes.find(with(alice, 2))).endpoint, "https://push.example/c");

  get(pushes.change(with(alice, 1), {.wanted = 2, .named = 2, .policy = PushPolicy::none}));
  EXPECT_EQ(get(pushes.find(with(alice, 1))).wanted, 2U);
  EXPECT_EQ(get(pushes.find(with(alice, 1))).policy, PushPolicy::none);
  get(pushes.unsubscribe(with(alice, 1)));
  get(pushes.unsubscribe(with(alice, 1)));
  EXPECT_EQ(refusal(pushes.find(with(alice, 1))), ErrorKind::not_found);
  EXPECT_EQ(get(pushes.find(with(alice, 2))).endpoint, "https://push.example/c");
}

TEST_P(PushServiceTest, WhatCannotBePushedToIsRefused) {
  auto const alice = join("alice");
  auto const refused = [&](PushDraft const& sent) {
    return refusal(pushes.subscribe(with(alice, 1), sent)) == ErrorKind::invalid;
  };
  for (auto const* endpoint :
       {"", "push.example", "ftp://push.example", "https://", "https:///a", "javascript:alert(1)",
        "https://user@push.example/", "https://push.example/\n", "https://push.example/é"}) {
    EXPECT_TRUE(refused(draft(endpoint))) << endpoint;
  }
  EXPECT_TRUE(refused(draft("https://push.example/" + std::string(2048, 'x'))));
  for (auto const& key : {std::string{}, std::string("!"), std::string(87, 'A')}) {
    auto sent = draft();
    sent.p256dh = key;
    EXPECT_TRUE(refused(sent)) << key;
  }
  for (auto const& auth : {std::string{}, std::string("!"), base::base64url(std::string(15, 'a')),
                           base::base64url(std::string(17, 'a'))}) {
    auto sent = draft();
    sent.auth = auth;
    EXPECT_TRUE(refused(sent)) << auth;
  }
  EXPECT_EQ(refusal(pushes.subscribe(as(alice), draft())), ErrorKind::forbidden) << "without a token";
}

TEST_P(PushServiceTest, TheServersKeyIsMadeOnce) {
  auto const key = get(pushes.public_key());
  EXPECT_TRUE(base::is_p256_point(base::base64url_decode(key).value()));
  EXPECT_EQ(get(pushes.public_key()), key);
  PushService other_node{env};
  EXPECT_EQ(get(other_node.public_key()), key);
}

}  // namespace
}  // namespace auklet::service
