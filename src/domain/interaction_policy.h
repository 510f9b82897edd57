// SPDX-License-Identifier: Apache-2.0
//
// What others may do with a post. https://docs.joinmastodon.org/entities/QuoteApproval/
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "domain/visibility.h"

namespace auklet {

// Whom an author lets do something; the author always may. The numbers are stored: never change them.
enum class Approval : std::uint8_t {
  everyone = 0,
  followers = 1,
  nobody = 2,
};

// The API's words.
inline constexpr std::array<std::string_view, 3> approval_names{"public", "followers", "nobody"};

constexpr std::string_view to_string(Approval approval) {
  return approval_names[static_cast<std::size_t>(approval)];
}
constexpr std::optional<Approval> parse_approval(std::string_view text) {
  for (std::size_t i = 0; i < approval_names.size(); ++i) {
    if (approval_names[i] == text) {
      return static_cast<Approval>(i);
    }
  }
  return std::nullopt;
}

struct InteractionPolicy {
  Approval quote = Approval::everyone;
  Approval reply = Approval::everyone;
  Approval boost = Approval::everyone;

  friend constexpr bool operator==(InteractionPolicy const&, InteractionPolicy const&) = default;

  // Whether it must be known if the one who asks follows the author.
  constexpr bool names_followers() const {
    return quote == Approval::followers || reply == Approval::followers || boost == Approval::followers;
  }
};

// What few may see is not quoted on: whatever was wished, of such posts their author alone may quote.
constexpr InteractionPolicy within(InteractionPolicy policy, Visibility visibility) {
  if (visibility > Visibility::unlisted) {
    policy.quote = Approval::nobody;
  }
  return policy;
}

// Two bits each, the form in the database.
constexpr std::int64_t pack(InteractionPolicy const& policy) {
  return static_cast<std::int64_t>(policy.quote) | static_cast<std::int64_t>(policy.reply) << 2 |
         static_cast<std::int64_t>(policy.boost) << 4;
}
// What it does not know it takes for the narrowest.
constexpr InteractionPolicy unpack_policy(std::int64_t packed) {
  auto const at = [packed](int shift) {
    auto const bits = packed >> shift & 3;
    return bits > 2 ? Approval::nobody : static_cast<Approval>(bits);
  };
  return {.quote = at(0), .reply = at(2), .boost = at(4)};
}

// How the one who asks stands to the author. Who is mentioned may always reply.
struct Asker {
  bool self = false;
  bool follows = false;
};
constexpr bool allows(Approval approval, Asker asker) {
  return asker.self || approval == Approval::everyone || (approval == Approval::followers && asker.follows);
}

}  // namespace auklet
