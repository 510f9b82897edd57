// SPDX-License-Identifier: Apache-2.0
//
// Messages as bytes for the wire. Of one message each form is made once and shared by all who get it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "domain/post.h"
#include "net/channel.h"
#include "stream/member.h"
#include "stream/message.h"
#include "stream/message_log.h"
#include "stream/sight.h"
#include "view/fragments.h"

namespace auklet::stream {

class Frames {
 public:
  // All but the time must outlive it.
  Frames(Message const& message, MessageLog const& log, view::FragmentWriter const& writer, UnixMillis now)
      : message_(message), log_(log), writer_(writer), now_(now) {}

  net::WireBytes frame(Subscription const& to, ViewerSight const& sight = {});

 private:
  struct Made {
    std::uint64_t form = 0;
    std::string echo;  // copied: the subscription may end while others are still served
    net::WireBytes bytes;
  };

  net::WireBytes make(Subscription const& to, ViewerSight const& sight) const;
  std::optional<std::string> payload(ViewerSight const& sight, AccountId viewer) const;

  Message const& message_;
  MessageLog const& log_;
  view::FragmentWriter const& writer_;
  UnixMillis const now_;
  std::vector<Made> made_;
};

// Something about the subscription itself: "cursor", where it stands; "missed", that there is a gap before that.
net::WireBytes notice(Subscription const& to, std::string_view event, std::string_view cursor);
// What a client asked for cannot be.
net::WireBytes refusal(Error const& error);

// The status that goes with an error, for both doors.
unsigned status_of(Error const& error);

}  // namespace auklet::stream
