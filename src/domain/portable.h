// SPDX-License-Identifier: Apache-2.0
//
// What people carry with them from one server to another, as files of comma-separated values.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "domain/ids.h"

namespace auklet {

// The numbers stand in the database.
enum class Portable : std::uint8_t { follows = 0, blocks = 1, mutes = 2, lists = 3, bookmarks = 4 };

inline constexpr std::array<std::string_view, 5> portable_names{"follows", "blocks", "mutes", "lists",
                                                                "bookmarks"};

constexpr std::string_view to_string(Portable what) {
  return portable_names[static_cast<std::size_t>(what)];
}

// A file that was brought in, and how far it has come.
struct Import {
  ImportId id{};
  AccountId account{};
  Portable what{};
  std::int64_t rows = 0;
  std::int64_t done = 0;    // of these
  std::int64_t failed = 0;  // and of these: whom or what they name is not here, or may not be had
  UnixMillis created_at{};

  bool is_finished() const { return done + failed >= rows; }
};

// A row of such a file that could not be taken.
struct ImportFailure {
  std::int64_t position = 0;  // among the rows, from 0; a head line is none
  std::string line;
  std::string why;  // not_found, forbidden or invalid
};

}  // namespace auklet
