// SPDX-License-Identifier: Apache-2.0
#include "timeline/tag_table.h"

#include "base/check.h"

namespace auklet::timeline {

FollowerSet const* TagTable::find(TagId tag) const {
  auto const found = followers_.find(tag);
  return found == followers_.end() ? nullptr : &found->second;
}

void TagTable::add(TagId tag, ViewerSlot viewer) {
  auto& followers = followers_[tag];
  set_bytes_ -= followers.bytes();
  CHECK(followers.insert(viewer));
  set_bytes_ += followers.bytes();
}

void TagTable::drop(TagId tag, ViewerSlot viewer) {
  auto const found = followers_.find(tag);
  CHECK(found != followers_.end());
  set_bytes_ -= found->second.bytes();
  CHECK(found->second.erase(viewer));
  if (found->second.empty()) {
    followers_.erase(found);
  } else {
    set_bytes_ += found->second.bytes();
  }
}

void TagTable::clear() {
  followers_ = {};
  set_bytes_ = 0;
}

std::size_t TagTable::bytes() const {
  return followers_.bucket_count() * (sizeof(*followers_.begin()) + 1) + set_bytes_;
}

}  // namespace auklet::timeline
