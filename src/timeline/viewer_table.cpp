// SPDX-License-Identifier: Apache-2.0
#include "timeline/viewer_table.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "base/check.h"

namespace auklet::timeline {
namespace {

template <class T>
std::size_t bytes_of(std::vector<T> const& list) {
  return heap_bytes(list.capacity() * sizeof(T));
}

std::size_t bytes_of(HomeRelations const* relations) {
  if (relations == nullptr) {
    return 0;
  }
  auto bytes = heap_bytes(sizeof(HomeRelations)) + bytes_of(relations->followees()) +
               bytes_of(relations->hidden()) + bytes_of(relations->hidden_by()) +
               bytes_of(relations->terms().tags);
  for (auto const& followee : relations->followees()) {
    bytes += bytes_of(followee.languages);  // the codes themselves are short enough to stand in their strings
  }
  return bytes;
}

}  // namespace

ViewerSlot ViewerTable::add(AccountIndex account, std::uint64_t rebuild) {
  ViewerSlot slot{};
  if (free_.empty()) {
    slot = static_cast<ViewerSlot>(viewers_.size());
    viewers_.emplace_back();
    followees_.emplace_back();
  } else {
    slot = free_.back();
    free_.pop_back();
  }
  auto& viewer = viewers_[slot];
  viewer.account = account;
  viewer.rebuilding = std::make_unique<Viewer::Rebuilding>(Viewer::Rebuilding{.number = rebuild});
  viewer.state = Viewer::State::announced;
  viewer.floor = PostId{std::numeric_limits<std::int64_t>::max()};
  return slot;
}

void ViewerTable::release(ViewerSlot slot) {
  auto& viewer = viewers_[slot];
  CHECK(viewer.state != Viewer::State::free);
  if (viewer.state == Viewer::State::resident) {
    unlink(slot);
    --resident_;
  }
  outside_bytes_ -= followees_[slot].bytes() + bytes_of(viewer.particulars.get());
  viewer.ring.release(memory_);
  viewer = {};
  followees_[slot] = {};
  free_.push_back(slot);
}

void ViewerTable::end_enlisting(ViewerSlot slot, std::unique_ptr<HomeRelations const> particulars) {
  auto& viewer = viewers_[slot];
  CHECK(viewer.state == Viewer::State::announced);
  viewer.state = Viewer::State::collecting;
  viewer.floor = {};
  viewer.particulars = std::move(particulars);
  auto followees = std::exchange(viewer.rebuilding->enlisted, {});
  std::ranges::sort(followees);
  followees_[slot] = CompactList(std::span<AccountIndex const>(followees));
  outside_bytes_ += followees_[slot].bytes() + bytes_of(viewer.particulars.get());
}

void ViewerTable::reserve_ring(ViewerSlot slot, std::size_t entries) {
  viewers_[slot].ring.reserve(memory_, entries);
}

bool ViewerTable::hold(ViewerSlot slot, EntryWord word) {
  auto& viewer = viewers_[slot];
  if (id_of(word) < viewer.floor) {
    return false;
  }
  EntryWord dropped{};
  auto const outcome = viewer.ring.insert(memory_, word, entries_max_, dropped);
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
  viewer.rebuilding.reset();
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
  viewers_.clear();
  followees_.clear();
  memory_.clear();
  free_ = {};
  newest_ = no_viewer;
  oldest_ = no_viewer;
  resident_ = 0;
  outside_bytes_ = 0;
}

std::size_t ViewerTable::bytes() const {
  return memory_.bytes() + viewers_.bytes() + followees_.bytes() + bytes_of(free_) + outside_bytes_ +
         rebuilding() * heap_bytes(sizeof(Viewer::Rebuilding));
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
