// SPDX-License-Identifier: Apache-2.0
#include "timeline/list_table.h"

#include <algorithm>

#include "base/check.h"

namespace auklet::timeline {

ViewerSlot ListTable::find(ListId list) const {
  auto const found = slots_.find(list);
  return found == slots_.end() ? no_viewer : found->second;
}

std::span<ViewerSlot const> ListTable::of(AccountIndex owner) const {
  auto const found = by_owner_.find(owner);
  return found == by_owner_.end() ? std::span<ViewerSlot const>{}
                                  : std::span<ViewerSlot const>{found->second.begin(), found->second.size()};
}

void ListTable::add(ListId list, AccountIndex owner, ViewerSlot slot) {
  CHECK(slots_.emplace(list, slot).second && lists_.emplace(slot, list).second);
  auto& owned = by_owner_[owner];
  list_bytes_ -= owned.bytes();
  owned.push_back(slot);
  list_bytes_ += owned.bytes();
}

void ListTable::erase(ViewerSlot slot, AccountIndex owner) {
  auto const list = lists_.find(slot);
  auto const by_owner = by_owner_.find(owner);
  CHECK(list != lists_.end() && by_owner != by_owner_.end());
  slots_.erase(list->second);
  lists_.erase(list);
  auto& owned = by_owner->second;
  auto const* const place = std::ranges::find(owned, slot);
  CHECK(place != owned.end());
  list_bytes_ -= owned.bytes();
  owned.erase(static_cast<std::size_t>(place - owned.begin()), 1);
  if (owned.empty()) {
    by_owner_.erase(by_owner);
  } else {
    list_bytes_ += owned.bytes();
  }
}

void ListTable::clear() {
  slots_ = {};
  lists_ = {};
  by_owner_ = {};
  list_bytes_ = 0;
}

std::size_t ListTable::bytes() const {
  return slots_.bucket_count() * (sizeof(*slots_.begin()) + 1) +
         lists_.bucket_count() * (sizeof(*lists_.begin()) + 1) +
         by_owner_.bucket_count() * (sizeof(*by_owner_.begin()) + 1) + list_bytes_;
}

}  // namespace auklet::timeline
