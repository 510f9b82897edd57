// SPDX-License-Identifier: Apache-2.0
//
// https://docs.joinmastodon.org/methods/push/
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "domain/ids.h"
#include "domain/notification.h"

namespace auklet {

// What a push is wanted for: the types of notifications, by their numbers, and those that this server does not have but
// that clients ask for and want to find again. The numbers are stored: never change them.
struct PushAlert {
  std::string_view name;
  std::uint8_t bit;
};
inline constexpr std::array<PushAlert, 5> foreign_push_alerts{{
    {"admin.sign_up", 40},
    {"admin.report", 41},
    {"severed_relationships", 44},
    {"moderation_warning", 45},
    {"annual_report", 46},
}};
using PushAlerts = std::uint64_t;

// Whose doings a push is wanted for. The numbers are stored.
enum class PushPolicy : std::uint8_t { all = 0, followed = 1, follower = 2, none = 3 };
inline constexpr std::array<std::string_view, 4> push_policy_names{"all", "followed", "follower", "none"};

constexpr std::string_view to_string(PushPolicy policy) {
  return push_policy_names[static_cast<std::size_t>(policy)];
}
constexpr std::optional<PushPolicy> parse_push_policy(std::string_view text) {
  for (std::size_t i = 0; i < push_policy_names.size(); ++i) {
    if (push_policy_names[i] == text) {
      return static_cast<PushPolicy>(i);
    }
  }
  return std::nullopt;
}

// Where an app is reached while it does not run: one for each of its tokens.
struct PushSubscription {
  std::int64_t id = 0;
  TokenId token{};
  AccountId account{};
  std::string endpoint;  // a URL of the push service
  std::string p256dh;    // the app's public key, a point of P-256
  std::string auth;      // the secret that it shares with this server alone, 16 bytes
  PushAlerts wanted = 0;
  PushAlerts named = 0;  // those that the app has said anything about
  PushPolicy policy = PushPolicy::all;
  bool standard = false;  // encrypted as RFC 8291 says, instead of as its fourth draft did
  UnixMillis created_at{};
};

}  // namespace auklet
