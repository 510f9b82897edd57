// SPDX-License-Identifier: Apache-2.0
//
// The bytes in front of a response's body.
#pragma once

#include <string>
#include <string_view>

#include "net/http.h"

namespace auklet::net {

// What the connection knows about an answer and the handler does not.
struct Framing {
  std::string_view date;        // RFC 9110, 5.6.7
  std::string_view request_id;  // becomes X-Request-Id, unless the handler has set one
  bool keep_alive = true;       // false sends `Connection: close`
  bool endless = false;         // the body goes on until the connection ends, so there is no Content-Length
};

// True for the statuses that never carry a body (RFC 9110, 6.4.1).
bool is_bodiless(unsigned status);

// Appends status line and fields, with the empty line. The connection alone decides about Content-Length,
// Date, Connection and Transfer-Encoding: those of the handler are left out, and so is a field that would
// break the framing.
void append_head(std::string& out, Response const& response, Framing const& framing);

// The body of an error as every client of the API expects it: {"error": message}.
Response error_response(unsigned status, std::string_view message);

}  // namespace auklet::net
