// SPDX-License-Identifier: Apache-2.0
#include "service/rebuild_desk.h"

namespace auklet::service {

namespace {

// Beyond so many, whoever comes is answered from the store at once.
constexpr std::size_t timelines_waiting_max = 16'384;

}  // namespace

RebuildDesk::RebuildDesk(std::size_t at_once, std::chrono::milliseconds wait_max)
    : wait_max_(wait_max),
      turnstile_(at_once, timelines_waiting_max),
      under_way_(std::make_shared<UnderWay>()) {}

RebuildDesk::Ticket::~Ticket() {
  if (!under_way_) {
    return;
  }
  turn_.reset();
  std::optional<async::Signal> done;
  {
    std::lock_guard const lock(under_way_->mutex);
    if (auto const found = under_way_->signals.find(key_); found != under_way_->signals.end()) {
      done = found->second;
      under_way_->signals.erase(found);
    }
  }
  if (done) {
    done->fire();
  }
}

// The signal of whoever has the ticket; nothing when it is the caller now.
std::optional<async::Signal> RebuildDesk::join(Key key) {
  std::lock_guard const lock(under_way_->mutex);
  auto const [found, is_first] = under_way_->signals.try_emplace(key);
  return is_first ? std::nullopt : std::optional{found->second};
}

Task<std::optional<RebuildDesk::Ticket>> RebuildDesk::take(timeline::TimelineKey key) {
  Key const which{key.owner, key.list};
  if (auto const other = join(which)) {
    co_await other->wait(wait_max_);
    co_return std::nullopt;
  }
  Ticket ticket(under_way_, which);
  auto turn = co_await turnstile_.take(wait_max_);
  if (!turn) {
    co_return std::nullopt;
  }
  ticket.turn_.emplace(std::move(*turn));
  co_return ticket;
}

}  // namespace auklet::service
