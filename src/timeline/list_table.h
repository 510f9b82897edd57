// SPDX-License-Identifier: Apache-2.0
//
// Which timelines are those of lists, and whose. Nearly all timelines are homes, so a home pays nothing for it.
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <cstddef>
#include <span>

#include "domain/ids.h"
#include "timeline/account_table.h"
#include "timeline/compact_list.h"

namespace auklet::timeline {

class ListTable {
 public:
  // The timeline of the list; no_viewer when it is not here.
  ViewerSlot find(ListId list) const;
  // The timelines of all lists of an account that are here. Good until the next change.
  std::span<ViewerSlot const> of(AccountIndex owner) const;

  void add(ListId list, AccountIndex owner, ViewerSlot slot);
  // Of a slot that was added.
  void erase(ViewerSlot slot, AccountIndex owner);

  void clear();
  std::size_t bytes() const;

 private:
  boost::unordered_flat_map<ListId, ViewerSlot> slots_;
  boost::unordered_flat_map<ViewerSlot, ListId> lists_;
  boost::unordered_flat_map<AccountIndex, CompactList<ViewerSlot>> by_owner_;
  std::size_t list_bytes_ = 0;
};

}  // namespace auklet::timeline
