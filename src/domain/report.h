// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "domain/ids.h"

namespace auklet {

// The numbers are stored.
enum class ReportCategory : std::uint8_t { other = 0, spam = 1, legal = 2, violation = 3 };
inline constexpr std::array<std::string_view, 4> report_category_names{"other", "spam", "legal", "violation"};

// What someone wants the moderators to look at.
struct Report {
  ReportId id{};
  AccountId reporter{};
  AccountId target{};
  ReportCategory category = ReportCategory::other;
  std::string comment;
  std::vector<PostId> posts;  // of the target
  bool forwarded = false;     // to the moderators of the target's own server, too
  UnixMillis created_at{};
  std::optional<UnixMillis> resolved_at;

  friend bool operator==(Report const&, Report const&) = default;
};

}  // namespace auklet
