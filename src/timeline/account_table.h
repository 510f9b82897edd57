// SPDX-License-Identifier: Apache-2.0
//
// The accounts that resident timelines have to do with, under small dense numbers: those with a timeline
// here, and those that someone with a timeline here follows. Each has the list of its followers here (the
// follower index of the engine) and of its recent boosts. An account that is neither is forgotten.
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "domain/ids.h"
#include "timeline/compact_list.h"
#include "timeline/follower_set.h"
#include "timeline/steady_table.h"

namespace auklet::timeline {

using AccountIndex = std::uint32_t;
inline constexpr AccountIndex no_account = std::numeric_limits<AccountIndex>::max();

class AccountTable {
 public:
  struct Account {
    AccountId id{};
    ViewerSlot viewer = no_viewer;  // its home
    std::uint32_t prune_at = 0;     // the size of `boosts` at which the unheld ones are forgotten
    FollowerSet followers;
    CompactList<PostId> boosts;  // sorted; at least all of its boosts that are in any ring
  };

  // no_account when it is not here.
  AccountIndex find(AccountId id) const;
  AccountIndex obtain(AccountId id);
  Account const& operator[](AccountIndex index) const { return accounts_[index]; }

  void set_viewer(AccountIndex index, ViewerSlot viewer);
  void add_follower(AccountIndex index, ViewerSlot viewer);
  void drop_follower(AccountIndex index, ViewerSlot viewer);

  // Idempotent.
  void add_boost(AccountIndex index, PostId boost);
  void erase_boost(AccountIndex index, PostId boost);
  // True when so many boosts have come that the unheld ones should be forgotten; then false until they are.
  bool begin_pruning(AccountIndex index);
  // Forgets the boosts older than `oldest` and returns them.
  std::vector<PostId> prune(AccountIndex index, PostId oldest);

  // Nobody here needs the account: whoever sees this releases it.
  bool is_unused(AccountIndex index) const;
  void release(AccountIndex index);

  void clear();
  std::size_t size() const { return indexes_.size(); }
  std::size_t bytes() const;

 private:
  boost::unordered_flat_map<AccountId, AccountIndex> indexes_;
  SteadyTable<Account> accounts_;
  std::vector<AccountIndex> free_;
  std::size_t list_bytes_ = 0;
};

}  // namespace auklet::timeline
