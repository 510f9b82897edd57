// SPDX-License-Identifier: Apache-2.0
//
// What the engine has begun and goes on with slice by slice, in turns: docs/decisions/0015-fan-out-waits-its-turn.md.
// Each kind of work says what is left of it. What waits is kept true here when the posts it is about change again;
// how a slice is served is the engine's.
#pragma once

#include <atomic>
#include <boost/unordered/unordered_flat_map.hpp>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <utility>
#include <variant>
#include <vector>

#include "domain/home_rule.h"
#include "domain/ids.h"
#include "timeline/post_ring.h"
#include "timeline/resident_timelines.h"

namespace auklet::timeline {

// A new entry goes into the timelines of its audience.
struct Delivery {
  HomeEntry entry;
  ResidentTimelines::Place next;  // who comes before it is served
};

// A post was edited: its audience, and then that of each of its boosts, asks the rule again.
struct Judgement {
  HomeEntry entry;
  std::vector<TagId> tags;  // those it travels by, and those it had before
  std::vector<PostId> boosts;
  std::size_t at = 0;  // 0: the post, n: the boost before the nth
  ResidentTimelines::Place next;
};

// Entries are gone, whoever holds them. No timeline that is read shows one that waits here.
struct Erasure {
  struct Gone {
    EntryWord word{};
    AccountId author{};
  };
  std::vector<Gone> entries;
  std::vector<TagId> tags;  // of the first
  std::size_t at = 0;
  ResidentTimelines::Place next;
};

// Timelines that may be wrong become cold: of all slots those for which an account makes them so.
struct Cooling {
  enum class Of : std::uint8_t { who_hides, who_may_hold_posts_of };
  Of of{};
  std::vector<AccountId> accounts;
  ViewerSlot next = 0;
};

// What is the oldest entry that any follower of an author holds?
struct Pruning {
  AccountId author{};
  PostId oldest{};
  ResidentTimelines::Place next;
};

using Work = std::variant<Delivery, Judgement, Erasure, Cooling, Pruning>;

class WaitingWork {
 public:
  // To the end of the queue; also what was taken and is not done.
  void push(Work work);
  // What has waited longest.
  std::optional<Work> take();

  bool empty() const { return works_.empty(); }
  // May be asked from any thread, without the lock of the engine.
  std::size_t size() const { return size_; }

  // True when something waits that a timeline must make up for before it is read.
  bool has_changes() const { return changes_ > 0; }
  template <class What, class Visit>
  void visit(Visit const& visit_one);

  // The entries that some Erasure is about, from its beginning to its end, with the number of those.
  void begin_to_vanish(EntryWord word) { ++vanishing_[word]; }
  void vanished(EntryWord word);
  boost::unordered_flat_map<EntryWord, std::uint32_t> const& vanishing() const { return vanishing_; }

  // A post, or a boost, is gone: nothing is to be delivered or judged any more. Gives the tags whose followers may
  // still hold it.
  std::vector<TagId> forget(PostId id);
  // A post was edited again: what is to be delivered has the new form, and the judgement of the old one is taken out.
  // Gives the tags of that one.
  std::vector<TagId> amend(HomeEntry const& entry);
  // A boost came into a timeline that a Pruning may have looked at.
  void keep_from_pruning(AccountId author, PostId boost);

  void clear();
  std::size_t bytes() const {
    return works_.size() * sizeof(Work) + outside_bytes_ +
           vanishing_.bucket_count() * (sizeof(*vanishing_.begin()) + 1);
  }

 private:
  static bool is_change(Work const& work) {
    return !std::holds_alternative<Delivery>(work) && !std::holds_alternative<Pruning>(work);
  }
  void count();

  std::deque<Work> works_;
  boost::unordered_flat_map<EntryWord, std::uint32_t> vanishing_;
  std::atomic<std::size_t> size_ = 0;  // of works_
  std::size_t changes_ = 0;            // in works_
  std::size_t outside_bytes_ = 0;      // what works_ hold
};

template <class What, class Visit>
void WaitingWork::visit(Visit const& visit_one) {
  for (auto& work : works_) {
    if (auto* const what = std::get_if<What>(&work)) {
      visit_one(*what);
    }
  }
}

}  // namespace auklet::timeline
