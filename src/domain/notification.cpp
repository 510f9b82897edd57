// SPDX-License-Identifier: Apache-2.0
#include "domain/notification.h"

#include "base/ids.h"

namespace auklet {

namespace {

constexpr std::string_view alone = "ungrouped-";

// Takes "-NUMBER" off the end.
std::optional<std::int64_t> take_number(std::string_view& text) {
  auto const dash = text.rfind('-');
  if (dash == std::string_view::npos) {
    return std::nullopt;
  }
  auto const number = base::parse_id(text.substr(dash + 1));
  text.remove_suffix(text.size() - dash);
  return number;
}

}  // namespace

GroupKey group_key(Notification const& notification, NotificationTypes grouped) {
  if (!notification.group_hour || !includes(grouped, notification.type)) {
    return notification.id;
  }
  return NotificationGroup{notification.type, notification.post_id, *notification.group_hour};
}

std::string to_text(GroupKey const& key) {
  if (auto const* id = std::get_if<NotificationId>(&key)) {
    return std::string(alone) + to_text(*id);
  }
  auto const& group = std::get<NotificationGroup>(key);
  std::string text(to_string(group.type));
  if (group.post) {
    text += '-' + to_text(*group.post);
  }
  return text + '-' + std::to_string(group.hour);
}

std::optional<GroupKey> parse_group_key(std::string_view text) {
  if (text.starts_with(alone)) {
    auto const id = base::parse_id(text.substr(alone.size()));
    return id ? std::optional<GroupKey>{NotificationId{*id}} : std::nullopt;
  }
  auto const hour = take_number(text);
  if (!hour) {
    return std::nullopt;
  }
  NotificationGroup group{.type = {}, .post = {}, .hour = *hour};
  if (text != to_string(NotificationType::follow)) {
    auto const post = take_number(text);
    if (!post) {
      return std::nullopt;
    }
    group.post = PostId{*post};
  }
  auto const type = parse_notification_type(text);
  if (!type || !includes(groupable_types, *type) ||
      group.post.has_value() != (*type != NotificationType::follow)) {
    return std::nullopt;
  }
  group.type = *type;
  return group;
}

}  // namespace auklet
