// SPDX-License-Identifier: Apache-2.0
//
// What the connections of one event loop share. A loop is one thread, so nothing here is locked, and the
// buffers serve whichever connection has the turn: an idle connection holds no buffer at all.
#pragma once

#include <array>
#include <atomic>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

#include "async/task_group.h"
#include "base/clock.h"
#include "base/random.h"
#include "net/server.h"

namespace auklet::net {

class Channel;
class Connection;

// The Date of a response, rendered once a second.
class DateText {
 public:
  std::string_view now();

 private:
  base::SystemClock clock_;
  std::chrono::sys_seconds rendered_{};
  std::string text_;
};

// 128 random bits in hexadecimal; asks the source of randomness for many at once.
class RequestIds {
 public:
  explicit RequestIds(base::Random& random) : random_(random) {}
  std::string next();

 private:
  base::Random& random_;
  std::array<std::uint8_t, 4096> bytes_;
  std::size_t used_ = sizeof bytes_;
};

struct Loop;

// What all loops share: read only once the server listens, but for the atomics.
struct ServerState {
  ServerOptions options;
  Handler handler;
  std::vector<boost::asio::ip::address> trusted_proxies;
  std::vector<std::unique_ptr<Loop>> loops;
  async::TaskGroup* tasks = nullptr;        // what runs for the server; counts its channels too
  std::atomic<std::size_t> connections{0};  // channels among them
  std::atomic<bool> draining{false};
};

struct Loop {
  Loop(ServerState& s, boost::asio::any_io_executor e, base::Random& random)
      : state(s), executor(std::move(e)), request_ids(random) {}

  ServerState& state;
  boost::asio::any_io_executor executor;
  // Lives with the coroutine that accepts: a socket must not outlive its io_context, this struct may.
  std::weak_ptr<boost::asio::ip::tcp::acceptor> acceptor;
  std::unordered_set<Connection*> connections;
  std::unordered_set<Channel*> channels;
  std::array<char, std::size_t{64} * 1024> read_buffer;
  std::string write_buffer;
  DateText date;
  RequestIds request_ids;
};

}  // namespace auklet::net
