// SPDX-License-Identifier: Apache-2.0
//
// The timelines that are resident or being rebuilt, in dense slots, and the order in which they were last
// used.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "base/clock.h"
#include "domain/home_rule.h"
#include "domain/ids.h"
#include "timeline/account_table.h"
#include "timeline/compact_list.h"
#include "timeline/post_ring.h"
#include "timeline/ring_memory.h"
#include "timeline/steady_table.h"

namespace auklet::timeline {

// One line of the cache: a delivery touches it and one line of the ring.
struct alignas(64) Viewer {
  enum class State : std::uint8_t {
    free,
    announced,   // a rebuild has begun; it is in the follower index of none or some, and holds nothing
    collecting,  // in the follower index; what is published comes into the ring
    resident,
  };

  // Of a rebuild that is not complete.
  struct Rebuilding {
    std::uint64_t number = 0;            // of the rebuild
    std::vector<AccountIndex> enlisted;  // followees so far, while announced
    std::uint64_t removed_then = 0;      // moments of the engine's recent posts at the end of enlisting
    std::uint64_t amended_then = 0;
  };

  PostRing ring;
  // The ring holds every candidate with this id or above. 0: every candidate there is; of an announced one the highest
  // there is, so that it holds nothing.
  PostId floor{};
  // Whom the viewer hides or is hidden by, and the follows on special terms (only those). Null, as for most:
  // none.
  std::unique_ptr<HomeRelations const> particulars;
  std::unique_ptr<Rebuilding> rebuilding;  // null once resident
  UnixMillis last_used{};
  AccountIndex account = no_account;
  ViewerSlot newer = no_viewer;  // neighbours in the order of last use
  ViewerSlot older = no_viewer;
  std::uint16_t thin_below = 0;  // with fewer entries than this it has lost too many to be worth keeping
  State state = State::free;
  bool of_list = false;  // the timeline of a list, not the home
};
static_assert(sizeof(Viewer) == 64);

class ViewerTable {
 public:
  explicit ViewerTable(std::uint32_t entries_max) : entries_max_(entries_max), memory_(entries_max) {}

  Viewer& operator[](ViewerSlot slot) { return viewers_[slot]; }
  Viewer const& operator[](ViewerSlot slot) const { return viewers_[slot]; }

  // All slots are below this; some may be free.
  ViewerSlot slots() const { return static_cast<ViewerSlot>(viewers_.size()); }

  ViewerSlot add(AccountIndex account, std::uint64_t rebuild);
  void release(ViewerSlot slot);

  CompactList<AccountIndex> const& followees(ViewerSlot slot) const { return followees_[slot]; }  // sorted

  // An announced viewer has all its followees, and begins to collect.
  void end_enlisting(ViewerSlot slot, std::unique_ptr<HomeRelations const> particulars);
  // Room for so many entries at once.
  void reserve_ring(ViewerSlot slot, std::size_t entries);
  // Puts an entry into the ring if it is at the floor or above, and raises the floor by what the ring drops.
  // False when nothing is added.
  bool hold(ViewerSlot slot, EntryWord word);

  void make_resident(ViewerSlot slot, UnixMillis now);
  void touch(ViewerSlot slot, UnixMillis now);
  // The resident timeline that was used least recently; no_viewer when there is none.
  ViewerSlot least_recent() const { return oldest_; }

  void clear();
  std::size_t resident() const { return resident_; }
  std::size_t rebuilding() const { return viewers_.size() - free_.size() - resident_; }
  std::size_t bytes() const;

 private:
  void link_newest(ViewerSlot slot);
  void unlink(ViewerSlot slot);

  std::uint32_t entries_max_;
  RingMemory memory_;
  SteadyTable<Viewer> viewers_;
  SteadyTable<CompactList<AccountIndex>> followees_;  // of each slot
  std::vector<ViewerSlot> free_;
  ViewerSlot newest_ = no_viewer;
  ViewerSlot oldest_ = no_viewer;
  std::size_t resident_ = 0;
  std::size_t outside_bytes_ = 0;  // what the viewers hold but their rings
};

}  // namespace auklet::timeline
