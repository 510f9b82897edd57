// SPDX-License-Identifier: Apache-2.0
//
// What the members of a graph do: a list of actions made in advance from a seed, each of them allowed by the
// API at its place in the list. Actions that touch the same pair of people or the same post name the ones
// they must follow; all others may run at the same time in any order without changing how things end.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "bench/graph.h"
#include "bench/model.h"
#include "bench/statistics.h"

namespace auklet::bench {

using Slot = std::uint32_t;  // a status of the plan, whose id only the server knows
inline constexpr Slot no_slot = UINT32_MAX;

struct Action {
  Op op = Op::read_home;
  UserIndex actor = 0;
  UserIndex other = 0;   // the account followed, blocked, …
  Slot makes = no_slot;  // post, reply, boost
  Slot about =
      no_slot;  // reply: the post answered; boost, favourite: the post; unboost: the boost; delete: the post
  Visibility visibility = Visibility::public_;
  FollowOptions follow = {};
  std::vector<UserIndex> mentions = {};
  std::uint64_t text = 0;   // draws the text; read: how far
  bool reads_back = false;  // the author looks for the post in the own home at once
  std::vector<std::uint32_t> after =
      {};  // positions in the plan of the actions that must be acknowledged before
};

struct Plan {
  std::vector<Action> actions;
  Slot slots = 0;
};

struct PlanOptions {
  std::size_t posts = 10'000;  // replies included; boosts, favourites and all else come on top
  std::uint64_t seed = 1;
};

// Everyone in the graph follows their friends when the plan begins. The same arguments give the same plan.
Plan make_plan(Graph const& graph, PlanOptions options);

}  // namespace auklet::bench
