// SPDX-License-Identifier: Apache-2.0
//
// For tests only: a blocking HTTP client that sends exactly the bytes it is given. Every wait has a deadline,
// after which a read looks like the end of the stream.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>

#include "base/check.h"
#include "net/http.h"

namespace auklet::net::testing {

class RawClient {
 public:
  // Connects to 127.0.0.1.
  explicit RawClient(std::uint16_t port, std::chrono::milliseconds patience = std::chrono::seconds{10})
      : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)), patience_(patience) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    CHECK(socket_ >= 0);
    connected_ = ::connect(socket_, reinterpret_cast<sockaddr const*>(&address), sizeof address) == 0;
  }
  ~RawClient() { ::close(socket_); }
  RawClient(RawClient const&) = delete;
  RawClient& operator=(RawClient const&) = delete;

  bool connected() const { return connected_; }
  void set_patience(std::chrono::milliseconds patience) { patience_ = patience; }

  // False if the server has closed before all was taken.
  bool send(std::string_view bytes) {
    while (!bytes.empty()) {
      auto const sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) {
        return false;
      }
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }

  // Says that nothing more will be sent; still reads.
  void finish_sending() { ::shutdown(socket_, SHUT_WR); }

  // The next response; nothing if the stream ends or the patience does before it is whole. `with_body` false
  // for HEAD.
  std::optional<Response> read_response(bool with_body = true) {
    std::size_t head_end = 0;
    while ((head_end = buffer_.find("\r\n\r\n")) == std::string::npos) {
      if (!read_more()) {
        return std::nullopt;
      }
    }
    auto response = parse_head(std::string_view(buffer_).substr(0, head_end + 2));
    buffer_.erase(0, head_end + 4);
    std::size_t body_bytes = 0;
    if (auto const length = response.headers.find("Content-Length"); length && with_body) {
      std::from_chars(length->data(), length->data() + length->size(), body_bytes);
    }
    while (buffer_.size() < body_bytes) {
      if (!read_more()) {
        return std::nullopt;
      }
    }
    response.body = buffer_.substr(0, body_bytes);
    buffer_.erase(0, body_bytes);
    return response;
  }

  std::optional<Response> roundtrip(std::string_view request) {
    send(request);  // a refused request may be answered before all of it is taken
    return read_response(!request.starts_with("HEAD"));
  }

  // So many bytes as they come; fewer if the stream ends or the patience does.
  std::string read_bytes(std::size_t count) {
    while (buffer_.size() < count && read_more()) {
    }
    auto bytes = buffer_.substr(0, count);
    buffer_.erase(0, count);
    return bytes;
  }

  // True once there is something to read, or the end of the stream.
  bool readable() const {
    pollfd waiting{socket_, POLLIN, 0};
    return ::poll(&waiting, 1, static_cast<int>(patience_.count())) == 1;
  }

  // True if the server closes, with nothing more said, before the patience is over.
  bool closed_by_server() {
    while (read_more()) {
    }
    return ended_ && buffer_.empty();
  }

 private:
  bool read_more() {
    if (ended_ || !readable()) {
      return false;
    }
    char bytes[16384];
    auto const count = ::recv(socket_, bytes, sizeof bytes, 0);
    if (count <= 0) {
      ended_ = true;
      return false;
    }
    buffer_.append(bytes, static_cast<std::size_t>(count));
    return true;
  }

  // Lines, each with its CRLF.
  static Response parse_head(std::string_view head) {
    Response response;
    auto line = head.substr(0, head.find("\r\n"));
    response.status = static_cast<unsigned>(
        std::atoi(std::string(line.substr(std::min<std::size_t>(9, line.size()))).c_str()));
    for (head.remove_prefix(line.size() + 2); !head.empty(); head.remove_prefix(line.size() + 2)) {
      line = head.substr(0, head.find("\r\n"));
      auto const colon = line.find(": ");
      CHECK(colon != std::string_view::npos);
      response.headers.add(std::string(line.substr(0, colon)), std::string(line.substr(colon + 2)));
    }
    return response;
  }

  int socket_;
  std::chrono::milliseconds patience_;
  bool connected_ = false;
  bool ended_ = false;
  std::string buffer_;
};

}  // namespace auklet::net::testing
