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
      number_(other.number_) {}

HomeEngine::Rebuild& HomeEngine::Rebuild::operator=(Rebuild&& other) noexcept {
  if (this != &other) {
    abandon();
    engine_ = std::exchange(other.engine_, nullptr);
    engine_lives_ = std::move(other.engine_lives_);
    key_ = other.key_;
    number_ = other.number_;
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
  CHECK(engine_ != nullptr && relations.id() == key_.owner);
  std::lock_guard const lock(engine_->mutex_);
  return engine_->enlist(*this, relations);
}

bool HomeEngine::Rebuild::complete(std::span<HomeEntry const> entries, PostId floor, UnixMillis now) {
  CHECK(engine_ != nullptr);
  bool completed = false;
  {
    std::lock_guard const lock(engine_->mutex_);
    completed = engine_->complete(*this, entries, floor, now);
  }
  engine_->help_while_crowded();
  if (!completed) {
    abandon();
  }
  engine_ = nullptr;
  return completed;
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

bool HomeEngine::enlist(Rebuild const& rebuild, HomeRelations const& relations) {
  auto const slot = find_rebuild(rebuild, Viewer::State::announced);
  if (slot == no_viewer) {
    return false;
  }
  timelines_.enlist(slot, relations);
  auto& rebuilding = *timelines_.viewers()[slot].rebuilding;
  rebuilding.removed_then = removed_.moment();
  rebuilding.amended_then = amended_.moment();
  return true;
}

bool HomeEngine::complete(Rebuild const& rebuild, std::span<HomeEntry const> entries, PostId floor,
                          UnixMillis now) {
  auto const slot = find_rebuild(rebuild, Viewer::State::collecting);
  auto& viewers = timelines_.viewers();
  // The entries may have been read before a removal or amendment that is forgotten by now.
  if (slot == no_viewer || !removed_.remembers_all_since(viewers[slot].rebuilding->removed_then) ||
      !amended_.remembers_all_since(viewers[slot].rebuilding->amended_then)) {
    return false;
  }
  auto& viewer = viewers[slot];
  // The ring may have overflowed with what was published meanwhile; then its floor is the higher one.
  viewer.floor = std::max(viewer.floor, floor);
  viewer.ring.drop_below(viewer.floor);
  viewers.reserve_ring(slot,
                       std::min(std::size_t{options_.entries_max}, viewer.ring.size() + entries.size()));
  HomeEntry amended_boost;
  for (auto const& entry : entries | std::views::reverse) {  // oldest first goes in without moving anything
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
  viewer.thin_below = static_cast<std::uint16_t>(viewer.ring.size() / 2);
  viewers.make_resident(slot, now);
  ++counters_.rebuilds;
  enforce_budget();
  return true;
}

}  // namespace auklet::timeline
