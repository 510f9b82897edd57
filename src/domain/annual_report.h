// SPDX-License-Identifier: Apache-2.0
//
// What a year was for someone: https://docs.joinmastodon.org/entities/AnnualReport/ of schema version 2.
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

inline constexpr int annual_report_schema = 2;

struct AnnualReport {
  AnnualReportId id{};
  AccountId account{};
  int year = 0;
  UnixMillis requested_at{};
  std::optional<std::string> data;  // JSON, as it was made once; nothing until then

  friend bool operator==(AnnualReport const&, AnnualReport const&) = default;
};

// Without what was deleted since.
struct YearOfPosts {
  std::int64_t standalone = 0;  // neither boosts nor replies to others
  std::int64_t replies = 0;     // to others
  std::int64_t boosts = 0;
  std::int64_t polls = 0;

  std::int64_t all() const { return standalone + replies + boosts; }
};

// A coarse and playful name for how someone uses the place, by the rules of Mastodon: whoever writes less than the average
// person lurks; otherwise what they do far more than to say things of their own gives them their name.
constexpr std::string_view archetype_of(YearOfPosts const& year) {
  constexpr std::int64_t average = 113;  // posts of an active person in a year
  constexpr std::int64_t far_more = 2;
  constexpr std::int64_t one_in = 10;
  if (year.all() < average) {
    return "lurker";
  }
  if (year.boosts > year.standalone * far_more) {
    return "booster";
  }
  if (year.polls * one_in > year.standalone) {
    return "pollster";
  }
  return year.replies > year.standalone * far_more ? "replier" : "oracle";
}

struct TagOfYear {
  std::string name;
  std::int64_t count = 0;

  friend bool operator==(TagOfYear const&, TagOfYear const&) = default;
};

struct MonthOfYear {
  std::int64_t posts = 0;
  std::int64_t followers = 0;  // who came and stayed

  friend bool operator==(MonthOfYear const&, MonthOfYear const&) = default;
};

// The posts that others answered to the most; each post stands once, the first of these that it leads.
struct TopPosts {
  std::optional<PostId> by_boosts;
  std::optional<PostId> by_favourites;
  std::optional<PostId> by_replies;
};

}  // namespace auklet
