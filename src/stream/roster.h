// SPDX-License-Identifier: Apache-2.0
//
// Those who have subscribed to one stream. It may be gone through with others coming and going meanwhile: who comes is
// at its end, who goes leaves a hole, and holes are closed only between two walks.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "stream/member.h"

namespace auklet::stream {

class Roster {
 public:
  void add(Subscription& subscription) {
    subscription.place = static_cast<std::uint32_t>(places_.size());
    places_.push_back(&subscription);
  }
  void remove(Subscription const& subscription) {
    places_[subscription.place] = nullptr;
    ++holes_;
  }
  bool empty() const { return holes_ == places_.size(); }

  // Null where someone left.
  std::size_t places() const { return places_.size(); }
  Subscription* at(std::size_t place) const { return places_[place]; }

  // Not while it is being gone through.
  void close_holes() {
    if (holes_ * 2 < places_.size() + 1) {
      return;
    }
    std::erase(places_, nullptr);
    holes_ = 0;
    places_.shrink_to_fit();
    for (std::uint32_t place = 0; place < places_.size(); ++place) {
      places_[place]->place = place;
    }
  }

 private:
  std::vector<Subscription*> places_;
  std::size_t holes_ = 0;
};

}  // namespace auklet::stream
