// SPDX-License-Identifier: Apache-2.0
//
// A list: some of those whom its owner follows, with a timeline of their own. https://docs.joinmastodon.org/entities/List/
#pragma once

#include <cstdint>
#include <string>

#include "domain/ids.h"

namespace auklet {

// Of the replies to others, which the timeline of the list shows: those to anyone whom the owner follows, those to
// members, or none. The numbers stand in the database.
enum class RepliesPolicy : std::uint8_t { followed = 0, list = 1, none = 2 };

struct List {
  ListId id{};
  AccountId owner{};
  std::string title;
  RepliesPolicy replies = RepliesPolicy::list;
  bool exclusive = false;  // what its members post does not stand in the owner's home

  friend bool operator==(List const&, List const&) = default;
};

}  // namespace auklet
