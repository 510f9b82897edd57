// SPDX-License-Identifier: Apache-2.0
//
// The WebSocket protocol (RFC 6455) without a socket: the answer to the handshake, frames written and messages read.
// No extension is spoken, so the reserved bits are always zero.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "net/http.h"

namespace auklet::net {

// Why a side ends the connection (7.4.1).
enum class CloseCode : std::uint16_t {
  normal = 1000,
  going_away = 1001,
  protocol_error = 1002,
  unsupported_data = 1003,
  invalid_text = 1007,
  policy_violation = 1008,
  message_too_big = 1009,
};

// Whether the request wants to become a WebSocket, well or badly.
bool asks_for_websocket(Request const& request);

// The answer to such a request: 101, or what it lacks (4.2.1): 400, or 426 for another version of the protocol. Who
// answers adds the subprotocol, if any, and the channel.
Response accept_websocket(Request const& request);

// Frames of the server, whole and unmasked (5.2).
std::string text_frame(std::string_view payload);
std::string ping_frame();
std::string pong_frame(std::string_view payload);                       // at most 125 bytes
std::string close_frame(CloseCode code, std::string_view reason = {});  // at most 123 bytes

struct WebSocketMessage {
  enum class Kind : std::uint8_t { text, ping, pong, close };
  Kind kind = Kind::text;
  std::string payload;  // of a close: empty, or code and reason as they came
};

// The bytes of a client → messages. However they are cut into pieces, the messages are the same.
class WebSocketReader {
 public:
  explicit WebSocketReader(std::size_t message_bytes_max) : message_bytes_max_(message_bytes_max) {}

  void feed(std::string_view bytes) { input_.append(bytes); }

  // The next message: text as a whole, control frames as they come in between. Nothing when more bytes are needed,
  // when the client has said its last (a close), or when it broke the protocol.
  std::optional<WebSocketMessage> next();
  // The protocol was broken: how.
  std::optional<CloseCode> failure() const { return failure_; }

 private:
  struct Frame;
  std::optional<Frame> read_frame();
  std::optional<WebSocketMessage> take(Frame frame);
  std::optional<WebSocketMessage> take_control(Frame frame);
  void fail(CloseCode code) { failure_ = code; }

  std::size_t const message_bytes_max_;
  std::string input_;  // bytes that came and belong to no whole frame yet
  std::size_t input_used_ = 0;
  std::string assembled_;    // the fragments of a text so far
  bool assembling_ = false;  // the last data frame was not the final one of its message
  bool closed_ = false;
  std::optional<CloseCode> failure_;
};

}  // namespace auklet::net
