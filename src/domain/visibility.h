// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace auklet {

// Who may see a post. The numbers are stored: never change them.
enum class Visibility : std::uint8_t {
  public_ = 0,   // everyone, and shown in public timelines
  unlisted = 1,  // everyone, but not in public timelines
  private_ = 2,  // followers and those mentioned
  direct = 3,    // only those mentioned
};

// The API's words: public, unlisted, private, direct.
constexpr std::string_view to_string(Visibility visibility) {
  switch (visibility) {
    case Visibility::public_:
      return "public";
    case Visibility::unlisted:
      return "unlisted";
    case Visibility::private_:
      return "private";
    case Visibility::direct:
      return "direct";
  }
  return "direct";
}

constexpr std::optional<Visibility> parse_visibility(std::string_view text) {
  for (auto const visibility :
       {Visibility::public_, Visibility::unlisted, Visibility::private_, Visibility::direct}) {
    if (text == to_string(visibility)) {
      return visibility;
    }
  }
  return std::nullopt;
}

}  // namespace auklet
