// SPDX-License-Identifier: Apache-2.0
//
// One keep-alive HTTP/1.1 connection to a server on this machine. A load is for one's own test server: any
// other address is refused.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "async/task.h"
#include "base/result.h"

namespace auklet::bench {

struct Endpoint {
  std::string address;  // a loopback address
  std::uint16_t port = 0;
};

// Reads `http://127.0.0.1:8080` (or localhost, or [::1]), with or without a last slash. ErrorKind::invalid
// for anything else.
Result<Endpoint> parse_endpoint(std::string_view url);

struct HttpRequest {
  std::string method = "GET";
  std::string target = {};           // path and query
  std::string token = {};            // bearer token; empty for none
  std::string body = {};             // JSON; empty for none
  std::string idempotency_key = {};  // empty for none
};

struct HttpResponse {
  unsigned status = 0;
  std::string link;  // the Link header
  std::string body;
};

class HttpConnection {
 public:
  // The timeout bounds each exchange from the connect to the last byte.
  HttpConnection(boost::asio::any_io_executor executor, Endpoint endpoint, std::chrono::milliseconds timeout);
  ~HttpConnection();
  HttpConnection(HttpConnection&&) noexcept;

  // One exchange at a time. Connects when it is not connected. A GET on a connection that the server closed
  // meanwhile is sent once more; nothing else is. ErrorKind::unavailable when the connection fails, ::timeout
  // when the time is up; any HTTP status is an answer, not an error.
  Task<Result<HttpResponse>> send(HttpRequest request);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// The path and query of the address that a Link header (RFC 8288) gives for `relation`; empty when it gives
// none.
std::string link_target(std::string_view header, std::string_view relation);

}  // namespace auklet::bench
