// SPDX-License-Identifier: Apache-2.0
//
// A question with options, part of a post. https://docs.joinmastodon.org/entities/Poll/
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "domain/ids.h"

namespace auklet {

// What people of this server may ask, as Mastodon has it.
inline constexpr std::size_t poll_options_max = 4;
inline constexpr std::size_t poll_option_characters_max = 50;
inline constexpr std::chrono::seconds poll_duration_min = std::chrono::minutes{5};
inline constexpr std::chrono::seconds poll_duration_max = std::chrono::days{31};

struct PollOption {
  std::string title;
  std::int64_t votes = 0;

  friend bool operator==(PollOption const&, PollOption const&) = default;
};

// A set of options, 1 << the place of each.
using PollChoices = std::uint16_t;
inline constexpr std::size_t poll_choices_max = 16;

struct Poll {
  PostId post{};  // a post has one poll at most, so this is the poll's id too
  AccountId author{};
  std::vector<PollOption> options;
  bool multiple = false;     // more than one option may be chosen
  bool hide_totals = false;  // nobody is told how it stands before it ends
  std::optional<UnixMillis> expires_at;
  std::int64_t votes_count = 0;   // of all options
  std::int64_t voters_count = 0;  // people

  bool has_ended(UnixMillis now) const { return expires_at && *expires_at <= now; }

  friend bool operator==(Poll const&, Poll const&) = default;
};

}  // namespace auklet
