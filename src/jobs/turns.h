// SPDX-License-Identifier: Apache-2.0
//
// Who gets the free places of a kind: its lanes take turns, and none holds more places than its share.
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <cstdint>
#include <span>
#include <vector>

namespace auklet::jobs {

// How many jobs of each lane run.
using RunningByLane = boost::unordered_flat_map<std::int64_t, int>;

struct Turn {
  std::int64_t lane = 0;
  int places = 0;
};

// Deals `free` places to the lanes, one each in their order, round after round. A lane other than 0, which is
// everybody's, gets no more than `share` with what it has running.
std::vector<Turn> deal(std::span<std::int64_t const> lanes, RunningByLane const& running, int free,
                       int share);

}  // namespace auklet::jobs
