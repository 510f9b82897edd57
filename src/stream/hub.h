// SPDX-License-Identifier: Apache-2.0
//
// Where the streams begin: takes events from the bus, makes messages of them in their order, and wakes the audience of
// each loop. While nobody listens, and nobody did lately, events cost next to nothing.
#pragma once

#include <atomic>
#include <boost/unordered/unordered_flat_map.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <vector>

#include "async/runtime.h"
#include "async/task.h"
#include "async/task_group.h"
#include "bus/events.h"
#include "net/channel.h"
#include "stream/audience.h"
#include "stream/composer.h"
#include "stream/message_log.h"
#include "stream/sources.h"

namespace auklet::stream {

struct HubOptions {
  std::size_t history_bytes_max = std::size_t{16} * 1024 * 1024;
  // How long messages are kept for who has gone and may come back.
  std::chrono::milliseconds absence_max{std::chrono::minutes{5}};
  std::size_t pending_max =
      65'536;  // events not yet made into messages; beyond, some are lost and that is told
  net::ChannelOptions channel;
};

class Hub {
 public:
  // Listens to the bus, so it must live as long as the bus publishes. The runtime and the sources must outlive it.
  Hub(Sources sources, async::Runtime& runtime, HubOptions options);
  ~Hub();
  Hub(Hub const&) = delete;
  Hub& operator=(Hub const&) = delete;

  Sources const& sources() const { return sources_; }
  HubOptions const& options() const { return options_; }
  MessageLog const& log() const { return log_; }
  // Of the loop that calls.
  Audience& audience();

  // Someone listens. Gives the place where they come in: of all that happens from now on nothing is left out.
  std::uint64_t enter(AccountId account);
  void leave(AccountId account);
  // The place now.
  std::uint64_t place() const;

  // Takes no more events, and waits until what runs has ended. Blocks; true when it has.
  bool drain(std::chrono::milliseconds deadline);

 private:
  struct Presence {
    std::uint32_t connections = 0;
    std::int64_t left_at = 0;  // milliseconds since 1970, of the last one
  };

  void on_event(bus::Event const& event);
  bool is_wanted(bus::Event const& event, std::int64_t now);  // under the mutex
  void forget_absent(std::int64_t now);                       // under the mutex
  std::int64_t now() const;
  std::vector<NumberedEvent> take_pending();
  Task<> compose();
  void keep(MessagePointer message);

  Sources const sources_;
  HubOptions const options_;
  MessageLog log_;
  Composer const composer_;
  async::Runtime& runtime_;
  std::unique_ptr<async::TaskGroup> tasks_ = std::make_unique<async::TaskGroup>();
  std::vector<std::unique_ptr<Audience>> audiences_;

  mutable std::mutex mutex_;  // guards all below
  std::uint64_t sequence_ = 0;
  std::deque<NumberedEvent> pending_;
  bool composing_ = false;
  bool closed_ = false;
  boost::unordered_flat_map<AccountId, Presence> present_;
  std::int64_t forgot_at_ = 0;
};

}  // namespace auklet::stream
