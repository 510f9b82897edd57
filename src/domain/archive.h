// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "base/clock.h"
#include "domain/ids.h"

namespace auklet {

// An archive is kept for so long, and asked for once in as long.
inline constexpr std::chrono::hours archive_kept_for{7 * 24};

// The numbers are stored.
enum class ArchiveState : std::uint8_t { waiting = 0, ready = 1, failed = 2 };

// All that an account has here, as one file for its owner.
struct Archive {
  ArchiveId id{};
  AccountId account_id{};
  ArchiveState state = ArchiveState::waiting;
  std::string file;  // its name in the folder of archives, also before there is one
  std::int64_t bytes = 0;
  UnixMillis created_at{};
  std::optional<UnixMillis> expires_at = {};  // once it is ready or has failed

  friend bool operator==(Archive const&, Archive const&) = default;
};

}  // namespace auklet
