// SPDX-License-Identifier: Apache-2.0
//
// The resident home timelines: for every active account, the newest entries of its home, kept up to date by
// pushing each new post into the timelines of the followers that are here. A projection: it can be thrown
// away at any instant and is rebuilt from the store. docs/decisions/0009-promise-of-a-timeline.md says why what
// it shows is right.
//
// It knows no clock, SQL or HTTP, never waits for anything but its own lock, and may be used from any thread.
//
// What the callers owe: after each committed change, one call. Calls may overtake
// each other, with two exceptions: `amend` calls about one post, and `withdraw` and `reinstate` calls about
// one account, come in the order of their commits.
#pragma once

#include <atomic>
#include <boost/unordered/unordered_flat_set.hpp>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <span>
#include <variant>
#include <vector>

#include "base/clock.h"
#include "domain/home_rule.h"
#include "domain/ids.h"
#include "domain/page.h"
#include "timeline/account_table.h"
#include "timeline/boost_table.h"
#include "timeline/home_page.h"
#include "timeline/post_ring.h"
#include "timeline/recent_posts.h"
#include "timeline/viewer_table.h"

namespace auklet::timeline {

struct HomeEngineOptions {
  std::size_t memory_budget_bytes = 256U << 20U;  // beyond it, the least recently read timelines go
  std::uint32_t entries_max = 800;                // of one timeline
  std::chrono::milliseconds idle_window = std::chrono::hours{24 * 7};  // unread for longer, a timeline goes
  std::uint32_t slice_followers = 512;  // served under one hold of the lock: 0.2 ms when every one is a miss
  std::uint32_t fan_outs_waiting_max = 64;  // beyond it, whoever publishes helps before it goes on
};

struct HomeEngineStats {
  std::size_t resident = 0;    // timelines
  std::size_t rebuilding = 0;  // timelines
  std::size_t accounts = 0;    // known, with or without a timeline
  std::size_t fan_outs_waiting = 0;
  std::size_t bytes = 0;            // estimate of all memory held
  std::uint64_t deliveries = 0;     // entries put into timelines by publish and amend, since the start
  std::uint64_t rebuilds = 0;       // completed
  std::uint64_t evictions = 0;      // for memory or idleness
  std::uint64_t invalidations = 0;  // timelines, building ones too, that a change made void
};

class HomeEngine {
 public:
  // The rebuild of one cold timeline, in this order:
  //   1. begin_rebuild           from here on, a change of relations makes it void
  //   2. load the relations, enlist      from here on, what is published is collected
  //   3. load the entries, complete      the two are merged, the timeline is resident
  // Destroyed before it is complete, it leaves nothing behind. The engine must outlive it.
  class Rebuild {
   public:
    Rebuild(Rebuild&& other) noexcept;
    Rebuild& operator=(Rebuild&& other) noexcept;
    ~Rebuild();

    // The relations, read from the store after begin_rebuild. False when the rebuild is void: begin again, or
    // answer from the store.
    bool enlist(HomeRelations const& relations);

    // What the store holds, read after enlist: every candidate with an id of `floor` or above (others do no
    // harm), in any order; floor 0: all there are. Give at least `entries_max` of the options where there are
    // as many. False when the rebuild is void.
    bool complete(std::span<HomeEntry const> entries, PostId floor, UnixMillis now);

   private:
    friend class HomeEngine;
    Rebuild(HomeEngine& engine, AccountId viewer, std::uint64_t number)
        : engine_(&engine), viewer_(viewer), number_(number) {}
    void abandon();

    HomeEngine* engine_;  // null once complete or moved from
    AccountId viewer_;
    std::uint64_t number_;
  };

  explicit HomeEngine(HomeEngineOptions const& options);
  ~HomeEngine();
  HomeEngine(HomeEngine const&) = delete;
  HomeEngine& operator=(HomeEngine const&) = delete;

  // A page of the viewer's home; nothing when the timeline is cold. Counts as use of the timeline.
  std::optional<HomePage> read(AccountId viewer, PageRequest const& request, UnixMillis now);

  // Nothing when the timeline is resident or someone else is rebuilding it: read again, and if it is still
  // cold answer from the store. So a crowd of readers of one timeline costs one rebuild.
  std::optional<Rebuild> begin_rebuild(AccountId viewer);

  // A post or boost was committed. When it returns, its author's timeline shows it, and so do those of the
  // first `slice_followers` followers; the others wait for run_slice. Repeating it, or coming after an
  // amendment or the removal of the post, does no harm.
  void publish(HomeEntry const& entry);

  // Serves a slice of the fan-out that has waited longest, which then goes to the end of the queue: so a huge
  // one never delays a small one. True when there is more to do: call it soon again. When nothing waits any
  // more, every resident timeline shows what it should.
  bool run_slice();
  // Never takes the lock.
  bool has_slices() const { return waiting_count_ > 0; }

  // A post was edited in a way that the rule may notice (mentions, language): its place in every timeline is
  // judged again, and so are those of its boosts. `mentions_before`: whom it mentioned before this edit. Who
  // hides one of them that is mentioned no more may have to see boosts of it that are not known here, because
  // nobody wanted them: their timelines become cold.
  void amend(HomeEntry const& entry, std::span<AccountId const> mentions_before);

  // A post of `author` was deleted, or a boost undone: it goes, and with it every boost of it.
  void remove(PostId id, AccountId author);

  // The relations of this account changed: who it follows and on what terms, whom it blocks or mutes, who
  // blocks it. Its timeline becomes cold and its running rebuild void. (After a block, call it for both.)
  void invalidate(AccountId viewer);

  // The account was suspended or deleted: its posts, and all boosts of them, go. Nothing of it (posts,
  // edits, boosts of its posts) may be committed afterwards; calls about what was before may still come.
  void withdraw(AccountId account);
  // It is back. All timelines become cold, because any may have to show what was withdrawn.
  void reinstate(AccountId account);

  // Timelines unread for longer than the idle window go.
  void evict_idle(UnixMillis now);
  // All timelines go, and all running rebuilds are void.
  void clear();

  HomeEngineStats stats() const;

 private:
  struct Subject;
  class Lens;
  struct FanOut {
    HomeEntry entry;
    ViewerSlot next{};  // the followers in the slots before it are served
  };

  // All of these expect the lock to be held.
  ViewerSlot find_viewer(AccountId account) const;
  ViewerSlot find_rebuild(Rebuild const& rebuild, Viewer::State state) const;
  bool enlist(Rebuild const& rebuild, HomeRelations const& relations);
  bool complete(Rebuild const& rebuild, std::span<HomeEntry const> entries, PostId floor, UnixMillis now);
  void drop_viewer(ViewerSlot slot);
  void forget_if_unused(AccountIndex index);

  bool is_void(HomeEntry const& entry) const;
  HomeEntry const& as_amended(HomeEntry const& entry, HomeEntry& amended_boost) const;
  Subject subject_of(HomeEntry const& entry) const;
  bool wants(ViewerSlot slot, Subject const& subject) const;
  void remember(Subject const& subject);
  void prune_if_due(AccountIndex author);
  void put(ViewerSlot slot, Subject const& subject);
  void deliver(ViewerSlot slot, Subject const& subject);
  void deliver_to_slice(Subject const& subject);
  std::optional<ViewerSlot> deliver_slice(Subject const& subject, ViewerSlot first);
  std::optional<ViewerSlot> publish_slice(HomeEntry const& entry, ViewerSlot first);
  void forget_waiting(PostId id);
  void amend_waiting(HomeEntry const& entry);
  void judge_again(HomeEntry const& entry);
  void drop_who_hides(AccountId account);
  void erase_everywhere(EntryWord word, AccountId author);
  void erase_boosts(std::vector<PostId> const& boosts);
  void enforce_budget();
  std::size_t bytes() const;

  HomeEngineOptions const options_;
  mutable std::mutex mutex_;
  AccountTable accounts_;
  ViewerTable viewers_;
  BoostTable boosts_;  // at least every boost that is in a ring
  RecentPosts<std::monostate> removed_;
  RecentPosts<HomeEntry> amended_;
  boost::unordered_flat_set<AccountId> withdrawn_;
  std::vector<ViewerSlot> slice_;  // whom deliver_slice serves
  std::deque<FanOut> waiting_;
  std::atomic<std::size_t> waiting_count_ = 0;  // of waiting_
  std::uint64_t rebuilds_begun_ = 0;
  HomeEngineStats counters_;  // the counting members only
};

}  // namespace auklet::timeline
