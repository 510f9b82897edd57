// SPDX-License-Identifier: Apache-2.0
#include "domain/notification.h"

#include <gtest/gtest.h>

namespace auklet {
namespace {

Notification of(NotificationType type, std::optional<PostId> post, std::optional<std::int64_t> hour) {
  return {.id = NotificationId{7}, .type = type, .post_id = post, .group_hour = hour};
}

TEST(GroupKey, NamesTheGroupOrTheOne) {
  using enum NotificationType;
  EXPECT_EQ(to_text(group_key(of(favourite, PostId{5}, 490'000))), "favourite-5-490000");
  EXPECT_EQ(to_text(group_key(of(reblog, PostId{5}, 490'000))), "reblog-5-490000");
  EXPECT_EQ(to_text(group_key(of(follow, {}, 490'000))), "follow-490000");
  EXPECT_EQ(to_text(group_key(of(mention, PostId{5}, {}))), "ungrouped-7");
  EXPECT_EQ(to_text(group_key(of(favourite, PostId{5}, {}))), "ungrouped-7")
      << "from before there were groups";
  EXPECT_EQ(to_text(group_key(of(favourite, PostId{5}, 1), bit_of(follow))), "ungrouped-7")
      << "not asked for";
}

TEST(GroupKey, IsReadAsItIsWritten) {
  for (auto const* text : {"favourite-5-490000", "reblog-5-490000", "follow-490000", "ungrouped-7"}) {
    auto const key = parse_group_key(text);
    ASSERT_TRUE(key) << text;
    EXPECT_EQ(to_text(*key), text);
  }
}

TEST(GroupKey, AnythingElseIsNone) {
  for (auto const* text :
       {"", "-", "follow", "follow-", "follow-x", "follow-5-490000", "favourite-490000", "favourite--1",
        "favourite-5-", "mention-5-490000", "poll-5-490000", "ungrouped-", "ungrouped-x", "ungrouped--7",
        "ungrouped-99999999999999999999", "favourite-5-490000-1", "Favourite-5-490000", "490000", "-5-1"}) {
    EXPECT_FALSE(parse_group_key(text)) << text;
  }
}

}  // namespace
}  // namespace auklet
