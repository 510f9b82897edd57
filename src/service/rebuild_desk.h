// SPDX-License-Identifier: Apache-2.0
//
// Who rebuilds which cold timeline: few at the same time, the others in the order in which they came, and each timeline
// once however many ask for it. So a crowd of people who come back costs the warm ones little, and none of the crowd is
// passed over. docs/decisions/0019-cold-readers-wait.md
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <chrono>
#include <cstddef>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

#include "async/signal.h"
#include "async/task.h"
#include "async/turnstile.h"
#include "domain/ids.h"
#include "timeline/timeline_key.h"

namespace auklet::service {

class RebuildDesk {
  using Key = std::pair<AccountId, ListId>;
  struct UnderWay {
    std::mutex mutex;
    boost::unordered_flat_map<Key, async::Signal> signals;  // fired when the ticket is given back
  };

 public:
  // The right to rebuild one timeline; given back when it is destroyed. It may outlive the desk.
  class Ticket {
   public:
    Ticket(Ticket&& other) noexcept = default;
    Ticket& operator=(Ticket&& other) = delete;
    ~Ticket();

   private:
    friend class RebuildDesk;
    Ticket(std::shared_ptr<UnderWay> under_way, Key key) : under_way_(std::move(under_way)), key_(key) {}

    std::shared_ptr<UnderWay> under_way_;  // null when moved from
    Key key_;
    std::optional<async::Turnstile::Turn> turn_;
  };

  RebuildDesk(std::size_t at_once, std::chrono::milliseconds wait_max);

  // Nothing when someone else has rebuilt it meanwhile, or the time is up: read again, and if it is still cold answer
  // from the store.
  Task<std::optional<Ticket>> take(timeline::TimelineKey key);

  // Timelines, not readers.
  std::size_t waiting() const { return turnstile_.waiting(); }

 private:
  std::optional<async::Signal> join(Key key);

  std::chrono::milliseconds const wait_max_;
  async::Turnstile turnstile_;
  std::shared_ptr<UnderWay> const under_way_;
};

}  // namespace auklet::service
