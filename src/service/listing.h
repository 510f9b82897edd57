// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "domain/page.h"

namespace auklet::service {

// A page of a list with the cursors of its ends, for the links to the pages beside it.
template <class Item>
struct Listing {
  std::vector<Item> items;                   // newest first
  std::optional<std::int64_t> first_cursor;  // of the newest entry looked at; absent when there was none
  std::optional<std::int64_t> last_cursor;   // of the oldest
  bool full = false;                         // as many as were asked for were there: more may follow
};

// The listing of a page of entries that carry their cursor; the items are filled in by the caller. Entries
// that are left out because the viewer may not see them still move the cursors, so that no page is the last
// by accident.
template <class Item, class Entry>
Listing<Item> listing_of(std::vector<Entry> const& entries, PageRequest const& page) {
  Listing<Item> listing;
  listing.full = static_cast<int>(entries.size()) >= page.limit;
  if (!entries.empty()) {
    listing.first_cursor = std::to_underlying(entries.front().cursor);
    listing.last_cursor = std::to_underlying(entries.back().cursor);
  }
  return listing;
}

}  // namespace auklet::service
