// SPDX-License-Identifier: Apache-2.0
#include "timeline/account_table.h"

#include <algorithm>
#include <utility>

#include "base/check.h"

namespace auklet::timeline {
namespace {

constexpr std::uint32_t prune_at_least = 16;

}  // namespace

AccountIndex AccountTable::find(AccountId id) const {
  auto const found = indexes_.find(id);
  return found == indexes_.end() ? no_account : found->second;
}

AccountIndex AccountTable::obtain(AccountId id) {
  auto const [found, added] = indexes_.emplace(id, no_account);
  if (added) {
    if (free_.empty()) {
      found->second = static_cast<AccountIndex>(accounts_.size());
      accounts_.emplace_back();
    } else {
      found->second = free_.back();
      free_.pop_back();
    }
    accounts_[found->second].id = id;
    accounts_[found->second].prune_at = prune_at_least;
  }
  return found->second;
}

void AccountTable::set_viewer(AccountIndex index, ViewerSlot viewer) {
  accounts_[index].viewer = viewer;
}

void AccountTable::add_follower(AccountIndex index, ViewerSlot viewer) {
  auto& followers = accounts_[index].followers;
  list_bytes_ -= followers.bytes();
  CHECK(followers.insert(viewer));
  list_bytes_ += followers.bytes();
}

void AccountTable::drop_follower(AccountIndex index, ViewerSlot viewer) {
  auto& followers = accounts_[index].followers;
  list_bytes_ -= followers.bytes();
  CHECK(followers.erase(viewer));
  list_bytes_ += followers.bytes();
}

void AccountTable::add_boost(AccountIndex index, PostId boost) {
  auto& boosts = accounts_[index].boosts;
  auto const* const place =
      boosts.empty() || boosts.back() < boost ? boosts.end() : std::ranges::lower_bound(boosts, boost);
  if (place == boosts.end() || *place != boost) {
    list_bytes_ -= boosts.bytes();
    boosts.insert(static_cast<std::size_t>(place - boosts.begin()), boost);
    list_bytes_ += boosts.bytes();
  }
}

void AccountTable::erase_boost(AccountIndex index, PostId boost) {
  auto& boosts = accounts_[index].boosts;
  auto const* const place = std::ranges::lower_bound(boosts, boost);
  if (place != boosts.end() && *place == boost) {
    list_bytes_ -= boosts.bytes();
    boosts.erase(static_cast<std::size_t>(place - boosts.begin()), 1);
    list_bytes_ += boosts.bytes();
  }
}

bool AccountTable::begin_pruning(AccountIndex index) {
  auto& account = accounts_[index];
  bool const due = account.boosts.size() >= account.prune_at;
  if (due) {
    account.prune_at = std::numeric_limits<std::uint32_t>::max();
  }
  return due;
}

std::vector<PostId> AccountTable::prune(AccountIndex index, PostId oldest) {
  auto& account = accounts_[index];
  auto const* const kept = std::ranges::lower_bound(account.boosts, oldest);
  std::vector<PostId> const pruned(std::as_const(account.boosts).begin(), kept);
  list_bytes_ -= account.boosts.bytes();
  account.boosts.erase(0, pruned.size());
  list_bytes_ += account.boosts.bytes();
  account.prune_at = std::max(prune_at_least, static_cast<std::uint32_t>(2 * account.boosts.size()));
  return pruned;
}

bool AccountTable::is_unused(AccountIndex index) const {
  return accounts_[index].viewer == no_viewer && accounts_[index].followers.empty();
}

void AccountTable::release(AccountIndex index) {
  CHECK(is_unused(index));
  auto& account = accounts_[index];
  list_bytes_ -= account.followers.bytes() + account.boosts.bytes();
  indexes_.erase(account.id);
  account = {};
  free_.push_back(index);
}

void AccountTable::clear() {
  indexes_ = {};
  accounts_.clear();
  free_ = {};
  list_bytes_ = 0;
}

std::size_t AccountTable::bytes() const {
  return indexes_.bucket_count() * (sizeof(*indexes_.begin()) + 1) + accounts_.bytes() +
         heap_bytes(free_.capacity() * sizeof(AccountIndex)) + list_bytes_;
}

}  // namespace auklet::timeline
