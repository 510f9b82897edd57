// SPDX-License-Identifier: Apache-2.0
//
// The HTTP/1.1 server: one acceptor a loop on the same port (SO_REUSEPORT), a request lives on one thread.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "async/runtime.h"
#include "async/task.h"
#include "base/random.h"
#include "base/result.h"
#include "net/http.h"

namespace auklet::net {

struct ServerLimits {
  std::size_t header_bytes_max = 16 * 1024;  // beyond: 431
  std::size_t body_bytes_max = 1024 * 1024;  // beyond: 413
  std::size_t connections_max = 20'000;      // beyond: closed at once
  std::chrono::milliseconds request_timeout{
      30'000};  // from the first byte of a request to its last; beyond: 408
  std::chrono::milliseconds idle_timeout{75'000};   // between requests of a kept connection; beyond: closed
  std::chrono::milliseconds write_timeout{30'000};  // for a client to take a response; beyond: closed
};

// Forms that are too large to be held in memory: they are written to disk while they come. Whether there is a place for
// one is asked when its head has come, so that what is not wanted is not received.
struct LargeForms {
  std::uint64_t bytes_max = 0;           // of such a body; beyond: 413
  std::chrono::milliseconds timeout{0};  // from its head to its last byte; beyond: 408
  std::function<bool(Request const& head)> is_one;
  // The form that takes the body, or the answer that refuses it. Must not throw.
  std::function<Task<std::expected<std::shared_ptr<SpooledForm>, Response>>(Request head)> open;
};

struct ServerOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 8080;  // 0 takes a free one
  ServerLimits limits = {};
  // Peers (addresses) whose X-Forwarded-For is believed.
  std::vector<std::string> trusted_proxies = {};
  std::optional<LargeForms> large_forms = {};
};

// Answers every request. Must not throw; if it does all the same the client gets 500 and the log the reason.
using Handler = std::function<Task<Response>(Request)>;

class Server {
 public:
  Server(async::Runtime& runtime, base::Random& random, ServerOptions options, Handler handler);
  // Closes what is still open and waits a moment for the handlers that run. Drain first, stop the runtime
  // after.
  ~Server();
  Server(Server const&) = delete;
  Server& operator=(Server const&) = delete;

  // Binds and starts to accept; call before Runtime::start or after. Errors: unavailable with the reason
  // (port taken, no permission, no such address); invalid for a trusted proxy that is no address. Call once.
  Result<> listen();
  // The port in use, once listen() has succeeded.
  std::uint16_t port() const;

  // No new connections; idle ones are closed, channels are told goodbye (1001), requests in flight finish and their
  // connections close after the answer. Blocks the calling thread (not a loop's) until all is quiet or the deadline is over. True when
  // all was answered.
  bool drain(std::chrono::milliseconds deadline);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace auklet::net
