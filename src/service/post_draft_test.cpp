// SPDX-License-Identifier: Apache-2.0
#include "service/post_draft.h"

#include <gtest/gtest.h>

namespace auklet::service {
namespace {

TEST(PostDraft, IsReadAsItWasWritten) {
  PostDraft const bare{.text = "é \"x\"\n"};
  EXPECT_EQ(*read_draft(write_draft(bare)), bare);
  PostDraft const full{.text = "t",
                       .spoiler_text = "care",
                       .sensitive = false,
                       .visibility = Visibility::private_,
                       .language = "de",
                       .in_reply_to = PostId{1'234'567'890'123'456'789},
                       .poll = {{.options = {"a", "b"},
                                 .expires_in = std::chrono::seconds{300},
                                 .multiple = true,
                                 .hide_totals = true}},
                       .media = {.ids = {MediaId{7}, MediaId{8}}},
                       .allowed_mentions = {{AccountId{5}}}};
  EXPECT_EQ(*read_draft(write_draft(full)), full);
  auto keyed = full;
  keyed.idempotency_key = "key";
  keyed.scheduled = {{ScheduledPostId{1}, from_count(1)}};
  EXPECT_EQ(*read_draft(write_draft(keyed)), full);
}

TEST(PostDraft, WhatCannotBeReadIsAnError) {
  for (auto const* text : {"", "[]", "{}", R"({"text":1})", R"({"text":"a","poll":{}})"}) {
    EXPECT_EQ(read_draft(text).error().kind, ErrorKind::malformed) << text;
  }
}

}  // namespace
}  // namespace auklet::service
