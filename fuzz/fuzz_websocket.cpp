// SPDX-License-Identifier: Apache-2.0
//
// Bytes of a WebSocket client → messages. However the bytes are cut into pieces (the first byte says how), the messages
// and the way it ends are the same, and nothing larger than the limit comes out.
#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/check.h"
#include "base/encoding.h"
#include "net/websocket.h"

namespace {

using auklet::net::CloseCode;
using auklet::net::WebSocketMessage;
using auklet::net::WebSocketReader;

constexpr std::size_t message_bytes_max = 300;

struct Outcome {
  std::vector<WebSocketMessage> messages;
  std::optional<CloseCode> failure;
};

Outcome read(std::string_view bytes, std::size_t step) {
  Outcome outcome;
  WebSocketReader reader(message_bytes_max);
  while (!bytes.empty()) {
    reader.feed(bytes.substr(0, step));
    bytes.remove_prefix(std::min(step, bytes.size()));
    while (auto message = reader.next()) {
      outcome.messages.push_back(*std::move(message));
    }
  }
  outcome.failure = reader.failure();
  return outcome;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  if (size == 0) {
    return 0;
  }
  std::string_view const bytes(reinterpret_cast<char const*>(data) + 1, size - 1);
  auto const whole = read(bytes, size);
  auto const cut = read(bytes, std::size_t{1} + data[0] % 32);
  CHECK(whole.failure == cut.failure && whole.messages.size() == cut.messages.size());
  for (std::size_t i = 0; i < whole.messages.size(); ++i) {
    auto const& [kind, payload] = whole.messages[i];
    CHECK(kind == cut.messages[i].kind && payload == cut.messages[i].payload);
    CHECK(payload.size() <= message_bytes_max);
    CHECK(kind != WebSocketMessage::Kind::text || auklet::base::is_utf8(payload));
    CHECK(kind != WebSocketMessage::Kind::close || i + 1 == whole.messages.size());
  }
  return 0;
}
