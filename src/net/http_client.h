// SPDX-License-Identifier: Apache-2.0
//
// Requests of this server to others, at addresses that anybody may have named: docs/decisions/0023-outgoing-http.md.
//
//   where      http and https to ports 80 and 443 of hosts outside (outside_address.h). The address is looked at when the
//              connection is made, after the name was looked up, for every hop: a name that changes its mind gains
//              nothing. No proxy, no user name in the URL.
//   how much   limits for the body (after decompression), the head, the redirects, and the time of all together.
//   how many   `threads` at once, `queue_max` wait for them; who comes then is refused.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "async/task.h"
#include "base/result.h"
#include "net/http.h"

namespace auklet::net {

struct HttpClientOptions {
  std::string user_agent = "Auklet";
  std::size_t threads = 4;
  std::size_t queue_max = 256;
  std::chrono::milliseconds connect_timeout{5'000};
  // For tests: servers on loopback addresses at these ports are talked to as well.
  std::vector<std::uint16_t> loopback_ports;
  // For a place that the people who run the server have named, and no stranger: it may be inside, at any port.
  bool anywhere = false;
};

struct OutgoingRequest {
  Method method = Method::get;  // get, head, post, put or delete
  std::string url;
  Headers headers;
  std::string body;
  std::chrono::milliseconds timeout{10'000};  // of all hops together
  std::size_t body_bytes_max = std::size_t{1} << 20U;
  bool cut_long_body = false;  // a longer body is taken as far as that, instead of an error
  long redirects_max = 3;      // followed for get and head alone
};

struct IncomingResponse {
  unsigned status = 0;
  Headers headers;  // of the last hop
  std::string body;
  std::string url;  // of the last hop
};

class HttpClient {
 public:
  explicit HttpClient(HttpClientOptions options = {});
  // What is under way is given up, and its senders are told so a moment later.
  ~HttpClient();
  HttpClient(HttpClient const&) = delete;
  HttpClient& operator=(HttpClient const&) = delete;

  // Any status is an answer. Errors: invalid for a URL that cannot be asked, forbidden when it leads to a place that may
  // not be, too_large for too long a body, timeout, unavailable for whatever else kept the answer away; the detail holds
  // the reason.
  Task<Result<IncomingResponse>> send(OutgoingRequest request);

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;  // with who is still sending
};

}  // namespace auklet::net
