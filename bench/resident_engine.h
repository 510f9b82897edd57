// SPDX-License-Identifier: Apache-2.0
//
// The engine of home timelines alone, without server and database: a made-up history of posts stands in for the
// store, and timelines become resident in the way the server makes them so, by begin_rebuild, enlist and complete.
// Everybody posts once a round, in an order that looks like none: so the mean fan-out of a round is the mean number
// of followers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "bench/follow_graph.h"
#include "timeline/home_engine.h"

namespace auklet::bench {

class ResidentEngine {
 public:
  // The graph must outlive it. The history before the start is long enough to fill every timeline of those who
  // follow anyone.
  ResidentEngine(FollowGraph const& graph, timeline::HomeEngineOptions const& options, std::uint64_t seed);

  // What a rebuild takes along.
  enum class Fill {
    nothing,    // the timeline is resident without follows and entries
    relations,  // with its follows, without entries
    all,
  };
  // Makes the timeline of the user resident; nothing happens when it is.
  void make_resident(std::uint32_t user, Fill fill);

  // The next post of the round, delivered to every resident follower when it returns. Returns its author.
  std::uint32_t publish_next();
  // A post of this author out of turn: its id is the next one, like any other's, but no rebuild finds it again.
  void publish_of(std::uint32_t author);

  timeline::HomeEngineStats stats() const { return engine_.stats(); }
  timeline::HomeEngine& engine() { return engine_; }
  // The newest `count` posts of the user's home, as the history has them: what the engine must show.
  std::vector<PostId> expected_home(std::uint32_t user, std::size_t count);

  static AccountId account_of(std::uint32_t user) { return AccountId{std::int64_t{user} + 1}; }

 private:
  // Fills ids_ with the newest posts of the user and of whom it follows, newest first, at most entries_max.
  void gather(std::uint32_t user);
  void publish(std::uint32_t author, std::int64_t id);

  FollowGraph const& graph_;
  std::uint32_t const entries_max_;
  timeline::HomeEngine engine_;
  std::vector<std::uint32_t> order_;      // the authors of a round
  std::vector<std::uint32_t> positions_;  // of each user in the order
  std::uint64_t published_;               // posts of the history: the id of each is its number from 1 on
  std::vector<std::uint64_t> ids_;
  std::vector<HomeEntry> entries_;
};

}  // namespace auklet::bench
