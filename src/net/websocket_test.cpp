// SPDX-License-Identifier: Apache-2.0
#include "net/websocket.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <utility>
#include <vector>

namespace auklet::net {
namespace {

using namespace std::string_literals;
using Kind = WebSocketMessage::Kind;

// A frame as a client sends it, masked.
std::string frame(int first, std::string const& payload) {
  std::string out(1, static_cast<char>(first));
  if (payload.size() < 126) {
    out += static_cast<char>(0x80U | payload.size());
  } else {
    out += static_cast<char>(0x80 | 126);
    out += static_cast<char>(payload.size() >> 8U);
    out += static_cast<char>(payload.size() & 0xFFU);
  }
  auto const mask = "\x11\x22\x33\x44"s;
  out += mask;
  for (std::size_t i = 0; i < payload.size(); ++i) {
    out += static_cast<char>(payload[i] ^ mask[i % 4]);
  }
  return out;
}

constexpr int text_head = 0x81, first_fragment = 0x01, fragment = 0x00, last_fragment = 0x80, binary = 0x82,
              close_frame_head = 0x88, ping_head = 0x89, pong_head = 0x8A;

struct Outcome {
  std::vector<std::pair<WebSocketMessage::Kind, std::string>> messages;
  std::optional<CloseCode> failure;
};

Outcome read(std::string_view bytes, std::size_t step = 1) {
  Outcome outcome;
  WebSocketReader reader(1000);
  while (!bytes.empty()) {
    reader.feed(bytes.substr(0, step));
    bytes.remove_prefix(std::min(step, bytes.size()));
    while (auto message = reader.next()) {
      outcome.messages.emplace_back(message->kind, message->payload);
    }
  }
  outcome.failure = reader.failure();
  return outcome;
}

TEST(WebSocketReader, ReadsMessagesHoweverTheyAreCut) {
  auto const bytes = frame(text_head, "hello") + frame(first_fragment, "one ") + frame(ping_head, "there?") +
                     frame(fragment, "two ") + frame(last_fragment, "three") +
                     frame(text_head, std::string(900, 'x')) + frame(pong_head, "") +
                     frame(close_frame_head,
                           "\x03\xE8"
                           "bye");
  for (std::size_t const step : {1UL, 2UL, 7UL, 100UL, bytes.size()}) {
    auto const outcome = read(bytes, step);
    EXPECT_FALSE(outcome.failure);
    EXPECT_THAT(
        outcome.messages,
        ::testing::ElementsAre(std::pair{Kind::text, "hello"s}, std::pair{Kind::ping, "there?"s},
                               std::pair{Kind::text, "one two three"s},
                               std::pair{Kind::text, std::string(900, 'x')}, std::pair{Kind::pong, ""s},
                               std::pair{Kind::close,
                                         "\x03\xE8"
                                         "bye"s}));
  }
}

TEST(WebSocketReader, SaysNothingAfterAClose) {
  EXPECT_EQ(read(frame(close_frame_head, "") + frame(text_head, "late")).messages.size(), 1U);
}

TEST(WebSocketReader, RefusesWhatBreaksTheProtocol) {
  std::vector<std::pair<std::string, CloseCode>> const broken{
      {"\x81\x02hi"s, CloseCode::protocol_error},              // not masked
      {frame(0xC1, "compressed"), CloseCode::protocol_error},  // a reserved bit
      {frame(0x83, "opcode 3"), CloseCode::protocol_error},
      {frame(last_fragment, "continues nothing"), CloseCode::protocol_error},
      {frame(first_fragment, "one") + frame(text_head, "two"), CloseCode::protocol_error},
      {frame(0x09, "a ping in pieces"), CloseCode::protocol_error},
      {frame(ping_head, std::string(126, 'x')), CloseCode::protocol_error},
      {frame(close_frame_head, "x"), CloseCode::protocol_error},
      {frame(close_frame_head, "\x03\xED"), CloseCode::protocol_error},  // 1005 is never sent
      {frame(close_frame_head, "\x03\xE8\xFF"), CloseCode::invalid_text},
      {frame(binary, "bytes"), CloseCode::unsupported_data},
      {frame(text_head, "\xFF"), CloseCode::invalid_text},
      {frame(text_head, std::string(1001, 'x')).substr(0, 8),
       CloseCode::message_too_big},  // known by its head
      {frame(first_fragment, std::string(600, 'x')) + frame(last_fragment, std::string(600, 'x')),
       CloseCode::message_too_big},
      {"\x81\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\0\0\0\0"s, CloseCode::message_too_big},
  };
  for (auto const& [bytes, code] : broken) {
    auto const outcome = read(bytes);
    EXPECT_EQ(outcome.failure, code) << ::testing::PrintToString(bytes.substr(0, 20));
    EXPECT_TRUE(outcome.messages.empty());
  }
}

TEST(WebSocketFrames, AreWholeAndUnmasked) {
  EXPECT_EQ(text_frame("hi"), "\x81\x02hi");
  EXPECT_EQ(text_frame(std::string(200, 'x')).substr(0, 4), "\x81\x7E\x00\xC8"s);
  EXPECT_EQ(text_frame(std::string(70'000, 'x')).substr(0, 10), "\x81\x7F\0\0\0\0\0\x01\x11\x70"s);
  EXPECT_EQ(close_frame(CloseCode::going_away, "bye"),
            "\x88\x05\x03\xE9"
            "bye"s);
  EXPECT_EQ(ping_frame(), "\x89\0"s);
  EXPECT_EQ(pong_frame("there?"), "\x8A\x06there?");
}

// The handshake of RFC 6455, 1.3.
Request handshake() {
  Request request{.method = Method::get, .path = "/chat"};
  request.headers.add("Upgrade", "websocket");
  request.headers.add("Connection", "keep-alive, Upgrade");
  request.headers.add("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
  request.headers.add("Sec-WebSocket-Version", "13");
  return request;
}

TEST(WebSocketHandshake, IsAnswered) {
  ASSERT_TRUE(asks_for_websocket(handshake()));
  auto const response = accept_websocket(handshake());
  EXPECT_EQ(response.status, 101U);
  EXPECT_EQ(response.headers.find("Sec-WebSocket-Accept"), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
}

TEST(WebSocketHandshake, LacksSomething) {
  EXPECT_FALSE(asks_for_websocket(Request{}));
  auto old = handshake();
  old.headers.set("Sec-WebSocket-Version", "8");
  EXPECT_EQ(accept_websocket(old).status, 426U);
  EXPECT_EQ(accept_websocket(old).headers.find("Sec-WebSocket-Version"), "13");
  for (auto const& [name, value] : {std::pair{"Connection", "close"},
                                    {"Sec-WebSocket-Key", "dGhlIHNhbXBsZQ=="},
                                    {"Sec-WebSocket-Key", "not base64!"}}) {
    auto bad = handshake();
    bad.headers.set(name, value);
    EXPECT_EQ(accept_websocket(bad).status, 400U) << name;
  }
  auto posted = handshake();
  posted.method = Method::post;
  EXPECT_EQ(accept_websocket(posted).status, 400U);
}

}  // namespace
}  // namespace auklet::net
