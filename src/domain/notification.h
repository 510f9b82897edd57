// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/clock.h"
#include "domain/ids.h"

namespace auklet {

// https://docs.joinmastodon.org/entities/Notification/#type — the numbers are stored: never change them.
enum class NotificationType : std::uint8_t {
  mention = 0,
  status = 1,  // someone the receiver asked to be told about has posted
  reblog = 2,
  follow = 3,
  follow_request = 4,
  favourite = 5,
  poll = 6,
  update = 7,  // a post the receiver boosted was edited
};

inline constexpr std::array<std::string_view, 8> notification_type_names{
    "mention", "status", "reblog", "follow", "follow_request", "favourite", "poll", "update"};

constexpr std::string_view to_string(NotificationType type) {
  return notification_type_names[static_cast<std::size_t>(type)];
}

constexpr std::optional<NotificationType> parse_notification_type(std::string_view text) {
  for (std::size_t i = 0; i < notification_type_names.size(); ++i) {
    if (notification_type_names[i] == text) {
      return static_cast<NotificationType>(i);
    }
  }
  return std::nullopt;
}

struct Notification {
  NotificationId id{};
  AccountId receiver{};
  NotificationType type = NotificationType::mention;
  AccountId from{};
  std::optional<PostId> post_id;
  UnixMillis created_at{};
};

}  // namespace auklet
