// SPDX-License-Identifier: Apache-2.0
#include "jobs/turns.h"

#include <algorithm>

namespace auklet::jobs {

std::vector<Turn> deal(std::span<std::int64_t const> lanes, RunningByLane const& running, int free,
                       int share) {
  struct Seat {
    Turn turn;
    int room;
  };
  std::vector<Seat> seats;
  for (auto const lane : lanes) {
    auto const found = running.find(lane);
    auto const has = found == running.end() ? 0 : found->second;
    auto const room = lane == 0 ? free : std::min(free, share - has);
    if (room > 0) {
      seats.push_back({{lane, 0}, room});
    }
  }
  for (bool dealt = true; dealt && free > 0;) {
    dealt = false;
    for (auto& seat : seats) {
      if (free > 0 && seat.turn.places < seat.room) {
        ++seat.turn.places;
        --free;
        dealt = true;
      }
    }
  }
  std::vector<Turn> turns;
  for (auto const& seat : seats) {
    if (seat.turn.places > 0) {
      turns.push_back(seat.turn);
    }
  }
  return turns;
}

}  // namespace auklet::jobs
