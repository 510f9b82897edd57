// SPDX-License-Identifier: Apache-2.0
//
// https://docs.joinmastodon.org/entities/Quote/
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "domain/ids.h"

namespace auklet {

// Whether a quote is shown, or why not. The numbers of the first four are stored: never change them. The others are
// how it looks to one viewer.
enum class QuoteState : std::uint8_t {
  pending = 0,
  accepted = 1,
  rejected = 2,
  revoked = 3,       // by the author of the quoted post
  deleted = 4,       // the quoted post is gone
  unauthorized = 5,  // the viewer may not see it
  blocked_account = 6,
  muted_account = 7,
};
inline constexpr std::array<std::string_view, 8> quote_state_names{
    "pending", "accepted",     "rejected",        "revoked",
    "deleted", "unauthorized", "blocked_account", "muted_account"};

constexpr std::string_view to_string(QuoteState state) {
  return quote_state_names[static_cast<std::size_t>(state)];
}

// What a post quotes.
struct Quote {
  std::optional<PostId> post;  // forgotten when that post is deleted
  AccountId author{};          // of the quoted post; kept
  QuoteState state = QuoteState::accepted;

  friend bool operator==(Quote const&, Quote const&) = default;

  // Whether there is a post to be shown to those who may see it.
  bool is_shown() const { return post && state == QuoteState::accepted; }
  // As it is for everyone.
  QuoteState common_state() const {
    return state == QuoteState::accepted && !post ? QuoteState::deleted : state;
  }
};

// How a viewer stands to the quoted post.
struct QuoteStanding {
  bool may_see = false;
  bool blocks_author = false;
  bool mutes_author = false;
};
constexpr QuoteState state_for(QuoteStanding standing) {
  if (!standing.may_see) {
    return QuoteState::unauthorized;
  }
  if (standing.blocks_author) {
    return QuoteState::blocked_account;
  }
  return standing.mutes_author ? QuoteState::muted_account : QuoteState::accepted;
}
// Of whom the viewer hides from the post is still sent: clients cover it, and show it when they are asked to.
constexpr bool carries_post(QuoteState state) {
  return state == QuoteState::accepted || state == QuoteState::blocked_account ||
         state == QuoteState::muted_account;
}

}  // namespace auklet
