// SPDX-License-Identifier: Apache-2.0
//
// Makes messages of events: what to tell, and to whom. A feature that has something to tell puts an event on the bus
// (bus/events.h) and a function here.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "async/task.h"
#include "base/result.h"
#include "bus/events.h"
#include "domain/post.h"
#include "stream/message.h"
#include "stream/sources.h"
#include "view/fragments.h"

namespace auklet::stream {

struct NumberedEvent {
  std::uint64_t sequence = 0;
  bus::Event event;
};

// Whom an event is for, when it is for one person alone: nobody else need be there for it to be worth a message.
std::optional<AccountId> addressee_of(bus::Event const& event);
// Whether listeners care at all.
bool is_told(bus::Event const& event);

class Composer {
 public:
  explicit Composer(Sources const& sources) : sources_(sources), writer_(sources.view) {}

  // In the order of the events, without those of which nothing is left to tell. Posts are loaded together.
  Task<Result<std::vector<MessagePointer>>> compose(std::vector<NumberedEvent> events) const;

 private:
  Task<Result<std::vector<PostDetails>>> load_posts(std::vector<NumberedEvent> const& events) const;
  Task<Result<std::optional<Message>>> compose_one(bus::Event const& event,
                                                   std::vector<PostDetails> const& posts) const;
  Task<Result<std::optional<Message>>> notification(bus::NotificationTold told) const;
  Task<Result<std::optional<Message>>> announcement(bus::Event const& event) const;
  Task<Result<std::optional<Message>>> conversation(bus::ConversationChanged changed) const;
  ShownPost show(PostDetails const& details) const;

  Sources const& sources_;
  view::FragmentWriter const writer_;
};

}  // namespace auklet::stream
