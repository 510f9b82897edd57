// SPDX-License-Identifier: Apache-2.0
//
// One connection and what it has subscribed to. All of it belongs to one loop.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "net/channel.h"
#include "service/caller.h"
#include "stream/stream_name.h"
#include "stream/viewer.h"

namespace auklet::stream {

struct Member;

struct Subscription {
  StreamName name;
  std::string echo;  // JSON, see stream_name.h
  Member* owner = nullptr;
  std::shared_ptr<Viewer> viewer;  // of a list its own, else the owner's
  std::uint64_t after = 0;         // everything up to here was sent, or was not to be
  std::uint32_t place = 0;         // in its roster
  bool with_cursor = false;
  bool resumes = false;  // it came back with a place, and is told when something is missing behind it
  bool granted = true;   // false: it must still be asked whether it may be
  bool live = false;     // not live: still catching up with what was said meanwhile
  bool gone = false;
};

struct Member {
  net::Channel* channel = nullptr;  // null once it is closed
  service::Caller caller;
  std::string token;
  std::shared_ptr<Viewer> viewer;
  std::vector<std::shared_ptr<Subscription>> subscriptions;

  bool is_websocket() const { return channel->kind() == net::Channel::Kind::websocket; }
};

}  // namespace auklet::stream
