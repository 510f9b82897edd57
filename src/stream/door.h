// SPDX-License-Identifier: Apache-2.0
//
// Where listeners come in: WebSockets and event streams below /api/v1/streaming.
// https://docs.joinmastodon.org/methods/streaming/
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "async/task.h"
#include "base/result.h"
#include "net/http.h"
#include "net/params.h"
#include "service/authenticator.h"
#include "service/caller.h"
#include "service/rate_limiter.h"
#include "stream/hub.h"
#include "stream/subscriber.h"

namespace auklet::stream {

class Door {
 public:
  Door(Hub& hub, service::Authenticator& authenticator, service::RateLimiter& rate_limiter)
      : hub_(hub), authenticator_(authenticator), rate_limiter_(rate_limiter) {}

  // Whether a request is for this door.
  static bool owns(net::Request const& request);
  Task<net::Response> handle(net::Request request);

 private:
  struct Guest {  // who has been let in
    service::Caller caller;
    std::string token;
  };

  Task<net::Response> open_websocket(net::Request request);
  Task<net::Response> open_event_stream(net::Request request, std::string_view path);
  Task<Result<net::Response>> event_stream(net::Request const& request, std::string_view path);
  // Whether the guest may have it.
  Task<Result<>> grant(service::Caller const& caller, Wish const& wish) const;
  Task<Result<Guest>> admit(net::Request const& request, net::Params const& params);

  Hub& hub_;
  service::Authenticator& authenticator_;
  service::RateLimiter& rate_limiter_;
};

}  // namespace auklet::stream
