// SPDX-License-Identifier: Apache-2.0
//
// What somebody does not want to be shown, or not without a warning. https://docs.joinmastodon.org/entities/Filter/
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "domain/ids.h"

namespace auklet {

// What the client does with what matches. The numbers stand in the database.
enum class FilterAction : std::uint8_t { warn = 0, hide = 1, blur = 2 };

inline constexpr std::array<std::string_view, 3> filter_action_names{"warn", "hide", "blur"};

constexpr std::string_view to_string(FilterAction action) {
  return filter_action_names[static_cast<std::size_t>(action)];
}

// Where the client heeds the filter: a set of bits, 1 << the place in this list. They stand in the database.
inline constexpr std::array<std::string_view, 5> filter_context_names{"home", "notifications", "public",
                                                                      "thread", "account"};

struct FilterKeyword {
  FilterKeywordId id{};
  std::string keyword;  // a word or a phrase
  bool whole_word = true;

  friend bool operator==(FilterKeyword const&, FilterKeyword const&) = default;
};

struct FilteredPost {
  FilteredPostId id{};
  PostId post{};

  friend bool operator==(FilteredPost const&, FilteredPost const&) = default;
};

struct Filter {
  FilterId id{};
  AccountId owner{};
  std::string title;
  std::uint32_t contexts = 0;
  FilterAction action = FilterAction::warn;
  std::optional<UnixMillis> expires_at;  // from then on it matches nothing
  std::vector<FilterKeyword> keywords;   // oldest first
  std::vector<FilteredPost> posts;       // oldest first

  friend bool operator==(Filter const&, Filter const&) = default;
};

// A filter that matches a post, and why. https://docs.joinmastodon.org/entities/FilterResult/
struct FilterMatch {
  std::shared_ptr<Filter const> filter;
  std::vector<std::string> keywords;
  std::vector<PostId> posts;
};

}  // namespace auklet
