// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace auklet {

// What becomes of a notification. The numbers are stored, and order by force.
enum class NotificationVerdict : std::uint8_t {
  accept = 0,
  filter = 1,  // kept apart, where the receiver may look for it
  drop = 2,
};

inline constexpr std::array<std::string_view, 3> notification_verdict_names{"accept", "filter", "drop"};

constexpr std::string_view to_string(NotificationVerdict verdict) {
  return notification_verdict_names[static_cast<std::size_t>(verdict)];
}

constexpr std::optional<NotificationVerdict> parse_notification_verdict(std::string_view text) {
  for (std::size_t i = 0; i < notification_verdict_names.size(); ++i) {
    if (notification_verdict_names[i] == text) {
      return static_cast<NotificationVerdict>(i);
    }
  }
  return std::nullopt;
}

// From whom someone wants to hear: of all that a sender is, the harshest verdict counts. Whom the receiver has accepted
// is always heard. https://docs.joinmastodon.org/entities/NotificationPolicy/
struct NotificationPolicy {
  NotificationVerdict for_not_following = NotificationVerdict::accept;  // whom the receiver does not follow
  NotificationVerdict for_not_followers =
      NotificationVerdict::accept;                                     // who do not follow, or since a moment
  NotificationVerdict for_new_accounts = NotificationVerdict::accept;  // not followed, and new
  NotificationVerdict for_private_mentions = NotificationVerdict::filter;  // not followed, and not an answer
  NotificationVerdict for_limited_accounts = NotificationVerdict::filter;  // not followed, and limited

  friend bool operator==(NotificationPolicy const&, NotificationPolicy const&) = default;
};

// Days for which a follower, and an account, counts as new.
inline constexpr int new_follower_days = 3;
inline constexpr int new_account_days = 30;

}  // namespace auklet
