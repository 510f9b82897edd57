// SPDX-License-Identifier: Apache-2.0
#include "timeline/viewer_table.h"

#include <algorithm>
#include <utility>

#include "base/check.h"

namespace auklet::timeline {
namespace {

std::size_t bytes_outside(Viewer const& viewer) {
  std::size_t bytes = viewer.ring.bytes() + viewer.followees.capacity() * sizeof(AccountIndex);
  if (viewer.particulars) {
    auto const& particulars = *viewer.particulars;
    bytes += sizeof(HomeRelations) + particulars.followees().capacity() * sizeof(Followee) +
             (particulars.hidden().capacity() + particulars.hidden_by().capacity()) * sizeof(AccountId);
    for (auto const& followee : particulars.followees()) {
      bytes += followee.languages.capacity() * sizeof(std::string);
    }
  }
  return bytes;
}

}  // namespace

ViewerSlot ViewerTable::add(AccountIndex account, std::uint64_t rebuild) {
  ViewerSlot slot{};
  if (free_.empty()) {
    slot = static_cast<ViewerSlot>(viewers_.size());
    viewers_.emplace_back();
  } else {
    slot = free_.back();
    free_.pop_back();
  }
  viewers_[slot].account = account;
  viewers_[slot].rebuild = rebuild;
  viewers_[slot].state = Viewer::State::announced;
  return slot;
}

void ViewerTable::release(ViewerSlot slot) {
  auto& viewer = viewers_[slot];
  CHECK(viewer.state != Viewer::State::free);
  if (viewer.state == Viewer::State::resident) {
    unlink(slot);
    --resident_;
  }
  outside_bytes_ -= bytes_outside(viewer);
  viewer = {};
  free_.push_back(slot);
}

void ViewerTable::set_relations(ViewerSlot slot, std::vector<AccountIndex> followees,
                                std::unique_ptr<HomeRelations const> particulars) {
  auto& viewer = viewers_[slot];
  CHECK(viewer.state == Viewer::State::announced);
  viewer.state = Viewer::State::collecting;
  viewer.followees = std::move(followees);
  viewer.particulars = std::move(particulars);
  outside_bytes_ += bytes_outside(viewer);
}

void ViewerTable::reserve_ring(ViewerSlot slot, std::uint32_t entries) {
  auto& ring = viewers_[slot].ring;
  outside_bytes_ -= ring.bytes();
  ring.reserve(entries);
  outside_bytes_ += ring.bytes();
}

bool ViewerTable::hold(ViewerSlot slot, EntryWord word, std::uint32_t entries_max) {
  auto& viewer = viewers_[slot];
  if (id_of(word) < viewer.floor) {
    return false;
  }
  auto const bytes_before = viewer.ring.bytes();
  EntryWord dropped{};
  auto const outcome = viewer.ring.insert(word, entries_max, dropped);
  outside_bytes_ += viewer.ring.bytes() - bytes_before;
  if (outcome == PostRing::Insert::added_and_dropped) {
    viewer.floor = PostId{std::to_underlying(id_of(dropped)) + 1};
    return dropped != word;
  }
  return outcome == PostRing::Insert::added;
}

void ViewerTable::make_resident(ViewerSlot slot, UnixMillis now) {
  auto& viewer = viewers_[slot];
  CHECK(viewer.state == Viewer::State::collecting);
  viewer.state = Viewer::State::resident;
  viewer.last_used = now;
  link_newest(slot);
  ++resident_;
}

void ViewerTable::touch(ViewerSlot slot, UnixMillis now) {
  auto& viewer = viewers_[slot];
  viewer.last_used = std::max(viewer.last_used, now);
  if (newest_ != slot) {
    unlink(slot);
    link_newest(slot);
  }
}

void ViewerTable::clear() {
  *this = {};
}

std::size_t ViewerTable::bytes() const {
  return viewers_.capacity() * sizeof(Viewer) + free_.capacity() * sizeof(ViewerSlot) + outside_bytes_;
}

void ViewerTable::link_newest(ViewerSlot slot) {
  viewers_[slot].newer = no_viewer;
  viewers_[slot].older = newest_;
  (newest_ == no_viewer ? oldest_ : viewers_[newest_].newer) = slot;
  newest_ = slot;
}

void ViewerTable::unlink(ViewerSlot slot) {
  auto const& viewer = viewers_[slot];
  (viewer.newer == no_viewer ? newest_ : viewers_[viewer.newer].older) = viewer.older;
  (viewer.older == no_viewer ? oldest_ : viewers_[viewer.older].newer) = viewer.newer;
}

}  // namespace auklet::timeline
