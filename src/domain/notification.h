// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

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
  quote = 8,
  quoted_update = 9,  // a post the receiver quoted was edited; the notification is about the receiver's own
};

inline constexpr std::array<std::string_view, 10> notification_type_names{
    "mention",   "status", "reblog", "follow", "follow_request",
    "favourite", "poll",   "update", "quote",  "quoted_update"};

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

// A set of types.
using NotificationTypes = std::uint32_t;
constexpr NotificationTypes bit_of(NotificationType type) {
  return NotificationTypes{1} << static_cast<unsigned>(type);
}
constexpr bool includes(NotificationTypes types, NotificationType type) {
  return (types & bit_of(type)) != 0;
}
inline constexpr NotificationTypes all_notification_types =
    (NotificationTypes{1} << notification_type_names.size()) - 1;

// Those that a policy may filter; the others are about what the receiver does.
inline constexpr NotificationTypes filterable_types =
    all_notification_types & ~(bit_of(NotificationType::poll) | bit_of(NotificationType::update) |
                               bit_of(NotificationType::quoted_update));

// Those of which many about the same thing are shown as one group.
inline constexpr NotificationTypes groupable_types =
    bit_of(NotificationType::favourite) | bit_of(NotificationType::reblog) | bit_of(NotificationType::follow);
// Hours from the first of a group within which others join it.
inline constexpr std::int64_t group_span_hours = 12;

struct Notification {
  NotificationId id{};
  AccountId receiver{};
  NotificationType type = NotificationType::mention;
  AccountId from{};
  std::optional<PostId> post_id;
  UnixMillis created_at{};
  std::optional<std::int64_t> group_hour =
      {};                 // in which its group began, since 1970; absent: it stands alone
  bool filtered = false;  // kept apart: domain/notification_policy.h
};

// Which notifications of someone are one: those of a type, about a post (or none), of one hour.
struct NotificationGroup {
  NotificationType type{};
  std::optional<PostId> post;
  std::int64_t hour = 0;

  friend bool operator==(NotificationGroup const&, NotificationGroup const&) = default;
};

// What stands for a group, or for a notification that stands alone: `favourite-POST-HOUR`, `follow-HOUR`,
// `ungrouped-ID`. https://docs.joinmastodon.org/entities/Notification/#group_key
using GroupKey = std::variant<NotificationId, NotificationGroup>;
// `grouped`: the types of which groups are shown at all.
GroupKey group_key(Notification const& notification, NotificationTypes grouped = groupable_types);
std::string to_text(GroupKey const& key);
std::optional<GroupKey> parse_group_key(std::string_view text);

}  // namespace auklet
