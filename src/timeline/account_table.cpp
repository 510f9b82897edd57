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

void AccountTable::add_entry(AccountIndex index, EntryWord word) {
  auto& entries = accounts_[index].entries;
  auto const* const place =
      entries.empty() || entries.back() < word ? entries.end() : std::ranges::lower_bound(entries, word);
  if (place == entries.end() || *place != word) {
    list_bytes_ -= entries.bytes();
    entries.insert(static_cast<std::size_t>(place - entries.begin()), word);
    list_bytes_ += entries.bytes();
  }
}

void AccountTable::erase_entry(AccountIndex index, EntryWord word) {
  auto& entries = accounts_[index].entries;
  auto const* const place = std::ranges::lower_bound(entries, word);
  if (place != entries.end() && *place == word) {
    list_bytes_ -= entries.bytes();
    entries.erase(static_cast<std::size_t>(place - entries.begin()), 1);
    list_bytes_ += entries.bytes();
  }
}

std::vector<EntryWord> AccountTable::prune(AccountIndex index, EntryWord oldest) {
  auto& account = accounts_[index];
  auto const* const kept = std::ranges::lower_bound(account.entries, oldest);
  std::vector<EntryWord> const pruned(std::as_const(account.entries).begin(), kept);
  list_bytes_ -= account.entries.bytes();
  account.entries.erase(0, pruned.size());
  list_bytes_ += account.entries.bytes();
  account.prune_at = std::max(prune_at_least, static_cast<std::uint32_t>(2 * account.entries.size()));
  return pruned;
}

bool AccountTable::is_unused(AccountIndex index) const {
  return accounts_[index].viewer == no_viewer && accounts_[index].followers.empty();
}

void AccountTable::release(AccountIndex index) {
  CHECK(is_unused(index));
  auto& account = accounts_[index];
  list_bytes_ -= account.followers.bytes() + account.entries.bytes();
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
