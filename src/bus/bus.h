// SPDX-License-Identifier: Apache-2.0
//
// Tells committed events to those who keep projections of the data. In one process this is a plain call: when
// publish() returns, every listener has taken the event in, so a client that has its answer reads its own
// write.
#pragma once

#include <functional>
#include <utility>
#include <vector>

#include "bus/events.h"

namespace auklet::bus {

// Called on the publisher's thread, by several threads at once; must be quick and must not throw.
using Listener = std::function<void(Event const&)>;

class Bus {
 public:
  virtual ~Bus() = default;

  // Before the first publish() only.
  virtual void subscribe(Listener listener) = 0;
  virtual void publish(Event const& event) = 0;
};

class LocalBus final : public Bus {
 public:
  void subscribe(Listener listener) override { listeners_.push_back(std::move(listener)); }
  void publish(Event const& event) override {
    for (auto const& listener : listeners_) {
      listener(event);
    }
  }

 private:
  std::vector<Listener> listeners_;
};

}  // namespace auklet::bus
