// SPDX-License-Identifier: Apache-2.0
//
// How a cold timeline becomes resident: HomeEngine::Rebuild.
#include <algorithm>
#include <ranges>
#include <utility>

#include "base/check.h"
#include "timeline/home_engine.h"

namespace auklet::timeline {

std::optional<HomeEngine::Rebuild> HomeEngine::begin_rebuild(TimelineKey const& key) {
  std::lock_guard const lock(mutex_);
  if (timelines_.find(key) != no_viewer) {
    return std::nullopt;
  }
  auto const number = ++rebuilds_begun_;
  timelines_.add(key, number);
  return Rebuild(*this, key, number);
}

HomeEngine::Rebuild::Rebuild(Rebuild&& other) noexcept
    : engine_(std::exchange(other.engine_, nullptr)),
      engine_lives_(std::move(other.engine_lives_)),
      key_(other.key_),
      number_(other.number_),
      at_(other.at_) {}

HomeEngine::Rebuild& HomeEngine::Rebuild::operator=(Rebuild&& other) noexcept {
  if (this != &other) {
    abandon();
    engine_ = std::exchange(other.engine_, nullptr);
    engine_lives_ = std::move(other.engine_lives_);
    key_ = other.key_;
    number_ = other.number_;
    at_ = other.at_;
  }
  return *this;
}

HomeEngine::Rebuild::~Rebuild() {
  abandon();
}

void HomeEngine::Rebuild::abandon() {
  if (engine_ == nullptr || engine_lives_.expired()) {
    return;
  }
  std::lock_guard const lock(engine_->mutex_);
  for (auto const state : {Viewer::State::announced, Viewer::State::collecting}) {
    if (auto const slot = engine_->find_rebuild(*this, state); slot != no_viewer) {
      engine_->timelines_.drop(slot);
    }
  }
  engine_ = nullptr;
}

bool HomeEngine::Rebuild::enlist(HomeRelations const& relations) {
  auto progress = Progress::more;
  while (progress == Progress::more) {
    progress = enlist_slice(relations);
  }
  return progress == Progress::done;
}

bool HomeEngine::Rebuild::complete(std::span<HomeEntry const> entries, PostId floor, UnixMillis now) {
  auto progress = Progress::more;
  while (progress == Progress::more) {
    progress = complete_slice(entries, floor, now);
  }
  return progress == Progress::done;
}

HomeEngine::Rebuild::Progress HomeEngine::Rebuild::enlist_slice(HomeRelations const& relations) {
  CHECK(engine_ != nullptr && relations.id() == key_.owner);
  auto const left = std::span(relations.followees()).subspan(at_);
  auto const slice = left.first(std::min<std::size_t>(left.size(), engine_->options_.slice_rebuild));
  std::lock_guard const lock(engine_->mutex_);
  auto const slot = engine_->find_rebuild(*this, Viewer::State::announced);
  if (slot == no_viewer) {
    return Progress::is_void;
  }
  engine_->timelines_.enlist(slot, slice);
  if (slice.size() < left.size()) {
    at_ += slice.size();
    return Progress::more;
  }
  at_ = 0;
  engine_->end_enlisting(slot, relations);
  return Progress::done;
}

HomeEngine::Rebuild::Progress HomeEngine::Rebuild::complete_slice(std::span<HomeEntry const> entries,
                                                                  PostId floor, UnixMillis now) {
  CHECK(engine_ != nullptr);
  auto progress = Progress::is_void;
  {
    std::lock_guard const lock(engine_->mutex_);
    // From the end: the oldest first, which goes in without moving anything.
    auto const left = entries.first(entries.size() - at_);
    auto const slice = left.last(std::min<std::size_t>(left.size(), engine_->options_.slice_rebuild));
    if (auto const slot = engine_->find_merging(*this); slot != no_viewer) {
      if (at_ == 0) {
        engine_->begin_merging(slot, entries.size(), floor);
      }
      engine_->merge(slot, slice);
      at_ += slice.size();
      progress = Progress::more;
      if (at_ == entries.size()) {
        engine_->end_merging(slot, now);
        progress = Progress::done;
      }
    }
  }
  if (progress == Progress::more) {
    return progress;
  }
  engine_->help_while_crowded();
  if (progress == Progress::is_void) {
    abandon();
  }
  engine_ = nullptr;
  return progress;
}

ViewerSlot HomeEngine::find_rebuild(Rebuild const& rebuild, Viewer::State state) const {
  auto const slot = timelines_.find(rebuild.key_);
  if (slot == no_viewer) {
    return no_viewer;
  }
  auto const& viewer = timelines_.viewers()[slot];
  return viewer.state == state && viewer.rebuilding && viewer.rebuilding->number == rebuild.number_
             ? slot
             : no_viewer;
}

void HomeEngine::end_enlisting(ViewerSlot slot, HomeRelations const& relations) {
  timelines_.end_enlisting(slot, relations);
  auto& rebuilding = *timelines_.viewers()[slot].rebuilding;
  rebuilding.removed_then = removed_.moment();
  rebuilding.amended_then = amended_.moment();
}

// Entries that were read before a removal or amendment which is forgotten by now are of no use.
ViewerSlot HomeEngine::find_merging(Rebuild const& rebuild) const {
  auto const slot = find_rebuild(rebuild, Viewer::State::collecting);
  if (slot == no_viewer) {
    return no_viewer;
  }
  auto const& rebuilding = *timelines_.viewers()[slot].rebuilding;
  return removed_.remembers_all_since(rebuilding.removed_then) &&
                 amended_.remembers_all_since(rebuilding.amended_then)
             ? slot
             : no_viewer;
}

void HomeEngine::begin_merging(ViewerSlot slot, std::size_t entries, PostId floor) {
  auto& viewers = timelines_.viewers();
  auto& viewer = viewers[slot];
  // The ring may have overflowed with what was published meanwhile; then its floor is the higher one.
  viewer.floor = std::max(viewer.floor, floor);
  viewer.ring.drop_below(viewer.floor);
  viewers.reserve_ring(slot, std::min(std::size_t{options_.entries_max}, viewer.ring.size() + entries));
}

// Between two slices the timeline collects, and what is taken back is taken from what it has.
void HomeEngine::merge(ViewerSlot slot, std::span<HomeEntry const> entries) {
  auto const& viewer = timelines_.viewers()[slot];
  HomeEntry amended_boost;
  for (auto const& entry : entries | std::views::reverse) {
    auto const subject = timelines_.subject_of(as_amended(entry, amended_boost));
    if (entry.id >= viewer.floor && !is_void(entry) && timelines_.wants(slot, subject)) {
      if (timelines_.hold(slot, subject)) {
        remember(subject);
      }
    }
  }
  for (auto const& entry : entries) {
    if (entry.boost) {
      prune_if_due(entry.author);
    }
  }
}

void HomeEngine::end_merging(ViewerSlot slot, UnixMillis now) {
  auto& viewer = timelines_.viewers()[slot];
  viewer.thin_below = static_cast<std::uint16_t>(viewer.ring.size() / 2);
  timelines_.viewers().make_resident(slot, now);
  ++counters_.rebuilds;
  enforce_budget();
}

}  // namespace auklet::timeline
