// SPDX-License-Identifier: Apache-2.0
//
// The resident timelines: for every active account, the newest entries of its home and of its lists that are read,
// kept up to date by pushing each new post into the timelines of the followers that are here. A projection: it can
// be thrown away at any instant and is rebuilt from the store. docs/decisions/0009-promise-of-a-timeline.md says why
// what it shows is right.
//
// It knows no clock, SQL or HTTP, never waits for anything but its own lock, and may be used from any thread.
//
// What the callers owe: after each committed change, one call. Calls may overtake
// each other, with two exceptions: `amend` calls about one post, and `withdraw` and `reinstate` calls about
// one account, come in the order of their commits.
#pragma once

#include <boost/unordered/unordered_flat_set.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <variant>
#include <vector>

#include "base/clock.h"
#include "domain/home_rule.h"
#include "domain/ids.h"
#include "domain/page.h"
#include "timeline/home_page.h"
#include "timeline/recent_posts.h"
#include "timeline/resident_timelines.h"
#include "timeline/timeline_key.h"
#include "timeline/waiting_work.h"

namespace auklet::timeline {

struct HomeEngineOptions {
  std::size_t memory_budget_bytes = 256U << 20U;  // beyond it, the least recently read timelines go
  std::uint32_t entries_max = 800;                // of one timeline
  std::chrono::milliseconds idle_window = std::chrono::hours{24 * 7};  // unread for longer, a timeline goes
  std::uint32_t slice_followers = 512;  // served under one hold of the lock: 0.2 ms when every one is a miss
  std::uint32_t slice_rebuild = 64;     // followees or entries of a rebuild, the same: up to 0.03 ms
  std::uint32_t work_waiting_max = 64;  // fan-outs and the like; beyond it, whoever brings more helps first
};

struct HomeEngineStats {
  std::size_t resident = 0;         // timelines
  std::size_t rebuilding = 0;       // timelines
  std::size_t accounts = 0;         // known, with or without a timeline
  std::size_t work_waiting = 0;     // fan-outs, removals and the like that are not done
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
  // Steps 2 and 3 go in slices too: a reader of a warm timeline waits for one slice of a rebuild and not for all of it.
  // Destroyed before it is complete, it leaves nothing behind. It may be destroyed after the engine, as part of a request
  // that the end of the server has cut off.
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

    // One slice of either, for who wants to do something else in between: call it with the same until it says another
    // thing than `more`.
    enum class Progress : std::uint8_t { more, done, is_void };
    Progress enlist_slice(HomeRelations const& relations);
    Progress complete_slice(std::span<HomeEntry const> entries, PostId floor, UnixMillis now);

   private:
    friend class HomeEngine;
    Rebuild(HomeEngine& engine, TimelineKey const& key, std::uint64_t number)
        : engine_(&engine), engine_lives_(engine.lives_), key_(key), number_(number) {}
    void abandon();

    HomeEngine* engine_;  // null once complete or moved from
    std::weak_ptr<void> engine_lives_;
    TimelineKey key_;
    std::uint64_t number_;
    std::size_t at_ = 0;  // followees or entries that are done
  };

  explicit HomeEngine(HomeEngineOptions const& options);
  ~HomeEngine();
  HomeEngine(HomeEngine const&) = delete;
  HomeEngine& operator=(HomeEngine const&) = delete;

  // A page of the timeline; nothing when it is cold. Counts as use of the timeline.
  std::optional<HomePage> read(TimelineKey const& key, PageRequest const& request, UnixMillis now);

  // Whether the entry stands in the timeline; nothing when the timeline is cold. For those who show a new post to
  // people who watch.
  std::optional<bool> wants(TimelineKey const& key, HomeEntry const& entry) const;

  // Nothing when the timeline is resident or someone else is rebuilding it: read again, and if it is still
  // cold answer from the store. So a crowd of readers of one timeline costs one rebuild.
  std::optional<Rebuild> begin_rebuild(TimelineKey const& key);

  // A post or boost was committed. When it returns, its author's timeline shows it, and so do those of the
  // first `slice_followers` others; the rest wait for run_slice. Repeating it, or coming after an
  // amendment or the removal of the post, does no harm.
  void publish(HomeEntry const& entry);

  // Serves a slice of the work that has waited longest, which then goes to the end of the queue: so a huge
  // fan-out never delays a small one. True when there is more to do: call it soon again. When nothing waits any
  // more, every resident timeline shows what it should.
  bool run_slice();
  // Never takes the lock.
  bool has_slices() const { return waiting_.size() > 0; }

  // A post was edited in a way that the rule may notice (mentions, language, hashtags): its place in every timeline
  // is judged again, and so are those of its boosts. `mentions_before`: whom it mentioned before this edit. Who
  // hides one of them that is mentioned no more may have to see boosts of it that are not known here, because
  // nobody wanted them: their timelines become cold. When it returns, no read shows what the old form let in.
  void amend(HomeEntry const& entry, std::span<AccountId const> mentions_before,
             std::span<TagId const> tags_before = {});

  // A post of `author` with these hashtags was deleted, or a boost undone: it goes, and with it every boost of it.
  // When it returns, no read shows them.
  void remove(PostId id, AccountId author, std::span<TagId const> tags = {});

  // The relations of this account changed: who and what it follows and on what terms, its lists, whom it blocks or
  // mutes, who blocks it. Its timelines become cold and their running rebuilds void. (After a block, call it for
  // both.)
  void invalidate(AccountId owner);
  // Only this timeline: a list and its members changed, in a way that the home does not notice.
  void invalidate_one(TimelineKey const& key);

  // The account was suspended or deleted: its posts, and all boosts of them, go; the timelines that may hold posts
  // of it become cold. Nothing of it (posts, edits, boosts of its posts) may be committed afterwards; calls about
  // what was before may still come.
  void withdraw(AccountId account);
  // It is back. All timelines become cold, because any may have to show what was withdrawn.
  void reinstate(AccountId account);

  // Timelines unread for longer than the idle window go.
  void evict_idle(UnixMillis now);
  // All timelines go, and all running rebuilds are void.
  void clear();

  HomeEngineStats stats() const;

 private:
  using Subject = ResidentTimelines::Subject;
  using Place = ResidentTimelines::Place;

  // All of these expect the lock to be held.
  ViewerSlot find_rebuild(Rebuild const& rebuild, Viewer::State state) const;
  void end_enlisting(ViewerSlot slot, HomeRelations const& relations);
  ViewerSlot find_merging(Rebuild const& rebuild) const;
  void begin_merging(ViewerSlot slot, std::size_t entries, PostId floor);
  void merge(ViewerSlot slot, std::span<HomeEntry const> entries);
  void end_merging(ViewerSlot slot, UnixMillis now);
  bool catch_up(ViewerSlot slot);

  bool is_void(HomeEntry const& entry) const;
  HomeEntry const& as_amended(HomeEntry const& entry, HomeEntry& amended_boost) const;
  void remember(Subject const& subject);
  void prune_if_due(AccountId author);
  std::optional<Place> publish_slice(HomeEntry const& entry, Place from);
  void deliver_to_slice(Subject const& subject);
  HomeEntry const* judged(Judgement const& judgement, std::size_t at, HomeEntry& boost) const;
  void judge(ViewerSlot slot, Subject const& subject);
  void add_boosts(Erasure& erasure, std::vector<PostId> const& boosts) const;
  void begin_erasure(Erasure erasure);
  bool is_due(Cooling const& cooling, ViewerSlot slot) const;

  // Serve a slice, and say whether there is more.
  bool serve(Delivery& delivery);
  bool serve(Judgement& judgement);
  bool serve(Erasure& erasure);
  bool serve(Cooling& cooling);
  bool serve(Pruning& pruning);
  template <class What>
  void begin(What work);
  // Without the lock.
  void help_while_crowded();

  void enforce_budget();
  std::size_t bytes() const;

  HomeEngineOptions const options_;
  std::shared_ptr<void> const lives_ = std::make_shared<char>();
  mutable std::mutex mutex_;
  ResidentTimelines timelines_;
  RecentPosts<std::monostate> removed_;
  RecentPosts<HomeEntry> amended_;
  boost::unordered_flat_set<AccountId> withdrawn_;
  WaitingWork waiting_;
  std::vector<ViewerSlot> slice_;  // whom the present slice serves
  std::uint64_t rebuilds_begun_ = 0;
  HomeEngineStats counters_;  // the counting members only
};

}  // namespace auklet::timeline
