// SPDX-License-Identifier: Apache-2.0
//
// Bytes of a connection → one Request. Strict where laxness lets two parties disagree about where a request
// ends (RFC 9112, 11.2): no folded fields, one Content-Length of digits alone, no coding but a lone
// "chunked", never both.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string_view>

#include "net/http.h"
#include "net/server.h"

namespace auklet::net {

// Why a request is not served, before any handler has seen it.
struct Refusal {
  unsigned status;
  std::string_view message;  // static text, fit for the client
};

class RequestParser {
 public:
  // `limits` and `large_forms`, which may be null, must outlive the parser.
  explicit RequestParser(ServerLimits const& limits, LargeForms const* large_forms = nullptr);
  ~RequestParser();
  RequestParser(RequestParser const&) = delete;
  RequestParser& operator=(RequestParser const&) = delete;

  // Makes ready for the next request.
  void reset();

  // Takes bytes and returns how many of them it is done with; the rest must come again with more bytes behind
  // them. Stops at the end of the request, and at the end of a head that awaits a form. Call no more once complete() or
  // refusal().
  std::size_t feed(std::string_view bytes);

  bool complete() const;
  std::optional<Refusal> const& refusal() const;
  // The header is through, the body is not, and the client waits to be told to send it (RFC 9110, 10.1.1).
  bool awaits_continue() const;
  // The head of a large form has come: the body is taken once there is a form for it.
  bool awaits_form() const;
  Request const& head() const;
  void set_form(std::shared_ptr<SpooledForm> form);
  // The client wants the connection kept after the answer. A client of HTTP/1.0 never gets it kept.
  bool keep_alive() const;

  // Once complete. `peer` and `id` are left to the caller.
  Request take();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace auklet::net
