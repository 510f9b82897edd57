// SPDX-License-Identifier: Apache-2.0
//
// How much something was used on each of the last days (UTC), by public posts.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>

#include "base/clock.h"

namespace auklet::service {

struct UseDay {
  UnixMillis day{};  // its midnight
  std::int64_t uses = 0;
  std::int64_t accounts = 0;
};

class UseHistory {
 public:
  static constexpr std::size_t days = 7;

  explicit UseHistory(UnixMillis now) {
    auto day = std::chrono::floor<std::chrono::days>(now);
    for (auto& entry : entries_) {
      entry.day = day;
      day -= std::chrono::days{1};
    }
  }
  // Midnight of the first of the days.
  static UnixMillis first_day(UnixMillis now) {
    return std::chrono::floor<std::chrono::days>(now) - std::chrono::days{days - 1};
  }

  // `day` is counted since 1970-01-01; other days than these are passed over.
  void set(std::int64_t day, std::int64_t uses, std::int64_t accounts) {
    auto const today = std::chrono::floor<std::chrono::days>(entries_.front().day);
    auto const age = (today - std::chrono::sys_days{std::chrono::days{day}}).count();
    if (age >= 0 && age < static_cast<std::int64_t>(days)) {
      auto& entry = entries_[static_cast<std::size_t>(age)];
      entry.uses = uses;
      entry.accounts = accounts;
    }
  }

  // Today first.
  std::array<UseDay, days> const& entries() const { return entries_; }

 private:
  std::array<UseDay, days> entries_;
};

}  // namespace auklet::service
