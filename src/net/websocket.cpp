// SPDX-License-Identifier: Apache-2.0
#include "net/websocket.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/check.h"
#include "base/crypto.h"
#include "base/encoding.h"
#include "net/response_head.h"

namespace auklet::net {

namespace {

// RFC 6455, 5.2.
enum Opcode : std::uint8_t { continuation = 0, text = 1, binary = 2, close = 8, ping = 9, pong = 10 };
constexpr std::uint8_t final_bit = 0x80;
constexpr std::uint8_t reserved_bits = 0x70;
constexpr std::uint8_t mask_bit = 0x80;
constexpr std::uint8_t two_byte_length = 126;
constexpr std::uint8_t eight_byte_length = 127;
constexpr std::size_t control_payload_max = 125;
constexpr std::size_t key_bytes = 16;

std::uint8_t byte_at(std::string_view bytes, std::size_t index) {
  return static_cast<std::uint8_t>(bytes[index]);
}

std::uint64_t big_endian(std::string_view bytes) {
  std::uint64_t number = 0;
  for (char const byte : bytes) {
    number = number << 8U | static_cast<std::uint8_t>(byte);
  }
  return number;
}

void append_big_endian(std::string& out, std::uint64_t number, std::size_t bytes) {
  for (auto shift = bytes; shift-- > 0;) {
    out += static_cast<char>(number >> (8 * shift) & 0xFFU);
  }
}

std::string frame(Opcode opcode, std::string_view payload) {
  std::string out;
  out.reserve(payload.size() + 10);
  out += static_cast<char>(final_bit | opcode);
  if (payload.size() < two_byte_length) {
    out += static_cast<char>(payload.size());
  } else if (payload.size() <= 0xFFFF) {
    out += static_cast<char>(two_byte_length);
    append_big_endian(out, payload.size(), 2);
  } else {
    out += static_cast<char>(eight_byte_length);
    append_big_endian(out, payload.size(), 8);
  }
  out += payload;
  return out;
}

// Whether the field's list has the token (RFC 9110, 5.6.1).
bool lists(std::optional<std::string_view> field, std::string_view token) {
  auto rest = field.value_or("");
  while (!rest.empty()) {
    auto item = rest.substr(0, rest.find(','));
    rest.remove_prefix(std::min(item.size() + 1, rest.size()));
    item.remove_prefix(std::min(item.find_first_not_of(" \t"), item.size()));
    item = item.substr(0, item.find_last_not_of(" \t") + 1);
    if (equal_ignoring_case(item, token)) {
      return true;
    }
  }
  return false;
}

// A code that may stand in a close frame (7.4).
bool is_sendable(std::uint64_t code) {
  return (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014) || (code >= 3000 && code <= 4999);
}

std::optional<CloseCode> fault_of_close(std::string_view payload) {
  if (payload.empty()) {
    return std::nullopt;
  }
  if (payload.size() == 1 || !is_sendable(big_endian(payload.substr(0, 2)))) {
    return CloseCode::protocol_error;
  }
  return base::is_utf8(payload.substr(2)) ? std::nullopt : std::optional{CloseCode::invalid_text};
}

}  // namespace

bool asks_for_websocket(Request const& request) {
  return lists(request.headers.find("Upgrade"), "websocket");
}

Response accept_websocket(Request const& request) {
  if (request.headers.find("Sec-WebSocket-Version") != "13") {
    auto response = error_response(426, "This server speaks version 13 of the WebSocket protocol");
    response.headers.add("Sec-WebSocket-Version", "13");
    return response;
  }
  auto const key = request.headers.find("Sec-WebSocket-Key").value_or("");
  auto const nonce = base::base64_decode(key);
  if (request.method != Method::get || !lists(request.headers.find("Connection"), "upgrade") || !nonce ||
      nonce->size() != key_bytes) {
    return error_response(400, "Not a WebSocket handshake");
  }
  auto const digest = base::sha1(std::string(key) + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11");
  Response response{.status = 101, .headers = {}, .body = {}};
  response.headers.add("Upgrade", "websocket");
  response.headers.add("Sec-WebSocket-Accept", base::base64(digest));
  return response;
}

std::string text_frame(std::string_view payload) {
  return frame(text, payload);
}

std::string ping_frame() {
  return frame(ping, {});
}

std::string pong_frame(std::string_view payload) {
  CHECK(payload.size() <= control_payload_max);
  return frame(pong, payload);
}

std::string close_frame(CloseCode code, std::string_view reason) {
  CHECK(reason.size() + 2 <= control_payload_max);
  std::string payload;
  append_big_endian(payload, std::to_underlying(code), 2);
  payload += reason;
  return frame(close, payload);
}

struct WebSocketReader::Frame {
  bool final = false;
  std::uint8_t opcode = 0;
  std::string payload;

  bool is_control() const { return opcode >= Opcode::close; }
};

// A frame is judged by its head, so that nobody can make us wait for a payload that will be refused.
std::optional<WebSocketReader::Frame> WebSocketReader::read_frame() {
  auto const input = std::string_view(input_).substr(input_used_);
  if (input.size() < 2) {
    return std::nullopt;
  }
  auto const first = byte_at(input, 0);
  auto const second = byte_at(input, 1);
  Frame frame{
      .final = (first & final_bit) != 0, .opcode = static_cast<std::uint8_t>(first & 0x0FU), .payload = {}};
  auto const short_length = second & 0x7FU;
  static constexpr std::array known{continuation, text, binary, Opcode::close, ping, pong};
  if ((first & reserved_bits) != 0 || (second & mask_bit) == 0 ||
      std::ranges::find(known, frame.opcode) == known.end() ||
      (frame.is_control() && (!frame.final || short_length > control_payload_max))) {
    fail(CloseCode::protocol_error);
    return std::nullopt;
  }
  if (frame.opcode == binary) {
    fail(CloseCode::unsupported_data);
    return std::nullopt;
  }
  std::size_t const length_bytes = short_length == two_byte_length     ? 2
                                   : short_length == eight_byte_length ? 8
                                                                       : 0;
  std::size_t const head_bytes = 2 + length_bytes + 4;
  if (input.size() < head_bytes) {
    return std::nullopt;
  }
  auto const length = length_bytes == 0 ? short_length : big_endian(input.substr(2, length_bytes));
  if (!frame.is_control() &&
      (length > message_bytes_max_ || assembled_.size() + length > message_bytes_max_)) {
    fail(CloseCode::message_too_big);
    return std::nullopt;
  }
  if (input.size() - head_bytes < length) {
    return std::nullopt;
  }
  auto const mask = input.substr(head_bytes - 4, 4);
  frame.payload = input.substr(head_bytes, length);
  for (std::size_t i = 0; i < frame.payload.size(); ++i) {
    frame.payload[i] = static_cast<char>(byte_at(frame.payload, i) ^ byte_at(mask, i % 4));
  }
  input_used_ += head_bytes + length;
  return frame;
}

std::optional<WebSocketMessage> WebSocketReader::next() {
  while (!closed_ && !failure_) {
    auto frame = read_frame();
    if (!frame) {
      break;
    }
    if (auto message = take(*std::move(frame))) {
      return message;
    }
  }
  if (closed_ || failure_ || input_used_ == input_.size()) {
    input_ = {};
  } else {
    input_.erase(0, input_used_);
  }
  input_used_ = 0;
  return std::nullopt;
}

std::optional<WebSocketMessage> WebSocketReader::take(Frame frame) {
  if (frame.is_control()) {
    return take_control(std::move(frame));
  }
  // A message begins with a text frame and goes on with continuations (5.4).
  if ((frame.opcode == continuation) != assembling_) {
    fail(CloseCode::protocol_error);
    return std::nullopt;
  }
  assembled_ += frame.payload;
  assembling_ = !frame.final;
  if (assembling_) {
    return std::nullopt;
  }
  if (!base::is_utf8(assembled_)) {
    fail(CloseCode::invalid_text);
    return std::nullopt;
  }
  return WebSocketMessage{WebSocketMessage::Kind::text, std::exchange(assembled_, {})};
}

std::optional<WebSocketMessage> WebSocketReader::take_control(Frame frame) {
  if (frame.opcode != Opcode::close) {
    return WebSocketMessage{
        frame.opcode == Opcode::ping ? WebSocketMessage::Kind::ping : WebSocketMessage::Kind::pong,
        std::move(frame.payload)};
  }
  if (auto const fault = fault_of_close(frame.payload)) {
    fail(*fault);
    return std::nullopt;
  }
  closed_ = true;
  return WebSocketMessage{WebSocketMessage::Kind::close, std::move(frame.payload)};
}

}  // namespace auklet::net
