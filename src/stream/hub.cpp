// SPDX-License-Identifier: Apache-2.0
#include "stream/hub.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "base/log.h"
#include "service/environment.h"

namespace auklet::stream {

namespace {

// Posts that come together are loaded together.
constexpr std::size_t batch_max = 64;
constexpr std::int64_t forget_every_ms = 10'000;
constexpr std::chrono::seconds teardown_timeout{1};

}  // namespace

Hub::Hub(Sources sources, async::Runtime& runtime, HubOptions options)
    : sources_(sources),
      options_(options),
      log_(options.history_bytes_max, sources.env.random),
      composer_(sources_),
      runtime_(runtime) {
  for (std::size_t i = 0; i < runtime.size(); ++i) {
    audiences_.push_back(std::make_unique<Audience>(sources_, log_, *tasks_, runtime.executor(i)));
  }
  sources_.env.bus.subscribe([this](bus::Event const& event) { on_event(event); });
}

Hub::~Hub() {
  if (!drain(teardown_timeout)) {
    async::leave_behind(std::move(tasks_));
  }
}

Audience& Hub::audience() {
  return *audiences_[async::Runtime::current_loop()];
}

std::int64_t Hub::now() const {
  return to_count(sources_.env.clock.now());
}

std::uint64_t Hub::enter(AccountId account) {
  std::lock_guard const lock(mutex_);
  ++present_[account].connections;
  return sequence_;
}

void Hub::leave(AccountId account) {
  std::lock_guard const lock(mutex_);
  auto& presence = present_[account];
  --presence.connections;
  presence.left_at = now();
}

std::uint64_t Hub::place() const {
  std::lock_guard const lock(mutex_);
  return sequence_;
}

void Hub::on_event(bus::Event const& event) {
  if (!is_told(event)) {
    return;
  }
  bool begin = false;
  {
    std::lock_guard const lock(mutex_);
    if (closed_ || !is_wanted(event, now())) {
      return;
    }
    ++sequence_;
    if (pending_.size() >= options_.pending_max) {
      log_.lose(sequence_);
      return;
    }
    pending_.push_back({sequence_, event});
    begin = !std::exchange(composing_, true);
  }
  if (begin) {
    tasks_->spawn(runtime_.executor(async::Runtime::current_loop()), compose());
  }
}

bool Hub::is_wanted(bus::Event const& event, std::int64_t now) {
  forget_absent(now);
  if (present_.empty()) {
    log_.lose(++sequence_);
    return false;
  }
  auto const addressee = addressee_of(event);
  return !addressee || present_.contains(*addressee);
}

void Hub::forget_absent(std::int64_t now) {
  if (now - forgot_at_ < forget_every_ms) {
    return;
  }
  forgot_at_ = now;
  boost::unordered::erase_if(present_, [&](auto const& entry) {
    return entry.second.connections == 0 && now - entry.second.left_at > options_.absence_max.count();
  });
}

std::vector<NumberedEvent> Hub::take_pending() {
  std::lock_guard const lock(mutex_);
  auto const count = std::min(batch_max, pending_.size());
  auto const end = pending_.begin() + static_cast<std::ptrdiff_t>(count);
  std::vector<NumberedEvent> taken(std::make_move_iterator(pending_.begin()), std::make_move_iterator(end));
  pending_.erase(pending_.begin(), end);
  composing_ = !taken.empty();
  return taken;
}

Task<> Hub::compose() {
  for (auto events = take_pending(); !events.empty(); events = take_pending()) {
    auto const last = events.back().sequence;
    auto messages = co_await composer_.compose(std::move(events));
    if (!messages) {
      log::error("streams: events could not be told: {} ({})", messages.error().message,
                 messages.error().detail);
      log_.lose(last);
    } else {
      for (auto& message : *messages) {
        keep(std::move(message));
      }
    }
    for (auto const& audience : audiences_) {
      audience->wake();
    }
  }
}

void Hub::keep(MessagePointer message) {
  if (auto const* about = std::get_if<AboutPost>(&message->about); about != nullptr && !about->shown) {
    log_.forget(about->entry.id);
  }
  log_.append(std::move(message));
}

bool Hub::drain(std::chrono::milliseconds deadline) {
  {
    std::lock_guard const lock(mutex_);
    closed_ = true;
    pending_.clear();
  }
  return tasks_->wait(deadline);
}

}  // namespace auklet::stream
