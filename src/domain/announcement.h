// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "domain/account.h"
#include "domain/ids.h"

namespace auklet {

// What whoever runs the server wants everyone on it to know.
struct Announcement {
  AnnouncementId id{};
  std::string text;  // as typed
  // What it is about. After its end it is not shown any more.
  std::optional<UnixMillis> starts_at;
  std::optional<UnixMillis> ends_at;
  bool all_day = false;  // of both only the days count
  UnixMillis published_at{};

  friend bool operator==(Announcement const&, Announcement const&) = default;
};

// How many reacted to one with the same emoji.
struct AnnouncementReaction {
  AnnouncementId announcement{};
  std::string name;
  std::int64_t count = 0;
  bool own = false;  // who asks is among them

  friend bool operator==(AnnouncementReaction const&, AnnouncementReaction const&) = default;
};

// An announcement with all that is needed to show it.
struct AnnouncementDetails {
  Announcement announcement;
  std::string content;            // as HTML
  std::vector<Account> mentions;  // in order of appearance
  std::vector<std::string> tags;  // folded names, in order of appearance
  std::vector<AnnouncementReaction> reactions;
  std::optional<bool> read;  // by who asks; nothing when that is nobody
};

}  // namespace auklet
