// SPDX-License-Identifier: Apache-2.0
#include "net/server.h"

#include <fmt/format.h>
#include <sys/socket.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/detail/socket_option.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <utility>
#include <vector>

#include "async/task_group.h"
#include "base/check.h"
#include "base/log.h"
#include "net/channel.h"
#include "net/connection.h"
#include "net/forwarded.h"
#include "net/loop.h"

namespace auklet::net {

namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;
using ReusePort = asio::detail::socket_option::boolean<SOL_SOCKET, SO_REUSEPORT>;

// How long to wait before accepting again when the process is out of file descriptors or memory.
constexpr std::chrono::milliseconds accept_pause{100};

// How long a server that is torn down waits for the handlers that still run.
constexpr std::chrono::seconds teardown_timeout{1};

std::unexpected<Error> cannot_listen(ServerOptions const& options, error_code ec) {
  return fail(ErrorKind::unavailable,
              fmt::format("Cannot listen on {} port {}: {}", options.address, options.port, ec.message()));
}

error_code open(tcp::acceptor& acceptor, tcp::endpoint const& endpoint, bool reuse_port) {
  error_code ec;
  acceptor.open(endpoint.protocol(), ec);
  if (!ec) {
    acceptor.set_option(tcp::acceptor::reuse_address(true), ec);
  }
  if (!ec && reuse_port) {
    acceptor.set_option(ReusePort(true), ec);
  }
  if (!ec) {
    acceptor.bind(endpoint, ec);
  }
  if (!ec) {
    acceptor.listen(asio::socket_base::max_listen_connections, ec);
  }
  return ec;
}

Task<> serve(std::shared_ptr<Connection> connection) {
  co_await connection->serve();
}

void take(std::shared_ptr<ServerState> const& state, Loop& loop, tcp::socket socket) {
  if (state->connections.fetch_add(1) >= state->options.limits.connections_max) {
    state->connections.fetch_sub(1);
    return;  // the socket closes
  }
  auto connection = std::make_shared<Connection>(state, loop, std::move(socket));
  state->tasks->spawn(loop.executor, serve(std::move(connection)));
}

Task<> accept_connections(std::shared_ptr<ServerState> state, Loop& loop,
                          std::shared_ptr<tcp::acceptor> acceptor) {
  constexpr auto use_task = asio::as_tuple(asio::use_awaitable);
  asio::steady_timer pause(loop.executor);
  while (!state->draining) {
    auto [failed, socket] = co_await acceptor->async_accept(use_task);
    if (failed == asio::error::operation_aborted || failed == asio::error::bad_descriptor) {
      co_return;
    }
    if (failed) {
      if (failed != asio::error::connection_aborted) {
        log::error("accept: {}", failed.message());
        pause.expires_after(accept_pause);
        co_await pause.async_wait(use_task);
      }
      continue;
    }
    take(state, loop, std::move(socket));
  }
}

// Those who were let in by the system and wait for us: closing the acceptor would cut them off.
void accept_the_waiting(std::shared_ptr<ServerState> const& state, Loop& loop, tcp::acceptor& acceptor) {
  error_code ec;
  acceptor.non_blocking(true, ec);
  while (!ec) {
    tcp::socket socket(loop.executor);
    acceptor.accept(socket, ec);
    if (!ec) {
      take(state, loop, std::move(socket));
    }
  }
}

// Runs work(loop) on every loop's own thread.
template <class Work>
void on_every_loop(std::shared_ptr<ServerState> const& state, Work work) {
  for (auto const& loop : state->loops) {
    asio::post(loop->executor, [state, &loop = *loop, work] { work(loop); });
  }
}

}  // namespace

struct Server::Impl {
  std::shared_ptr<ServerState> state = std::make_shared<ServerState>();
  std::unique_ptr<async::TaskGroup> tasks = std::make_unique<async::TaskGroup>();
  std::uint16_t port = 0;
};

Server::Server(async::Runtime& runtime, base::Random& random, ServerOptions options, Handler handler)
    : impl_(std::make_unique<Impl>()) {
  auto& state = *impl_->state;
  state.options = std::move(options);
  state.handler = std::move(handler);
  state.tasks = impl_->tasks.get();
  for (std::size_t i = 0; i < runtime.size(); ++i) {
    state.loops.push_back(std::make_unique<Loop>(state, runtime.executor(i), random));
  }
}

Server::~Server() {
  if (drain(std::chrono::milliseconds{0})) {
    return;
  }
  on_every_loop(impl_->state, [](Loop& loop) {
    for (auto* const connection : loop.connections) {
      connection->close();
    }
    while (!loop.channels.empty()) {
      (*loop.channels.begin())->cut();
    }
  });
  if (!impl_->tasks->wait(teardown_timeout)) {
    log::warn("http server: torn down over {} unfinished tasks", impl_->tasks->running());
    async::leave_behind(std::move(impl_->tasks));
  }
}

Result<> Server::listen() {
  auto& state = *impl_->state;
  auto const& options = state.options;
  CHECK(impl_->port == 0);
  error_code ec;
  for (auto const& proxy : options.trusted_proxies) {
    state.trusted_proxies.push_back(plain_address(asio::ip::make_address(proxy, ec)));
    if (ec) {
      return fail(ErrorKind::invalid, fmt::format("Not an address of a trusted proxy: {}", proxy));
    }
  }
  auto const address = asio::ip::make_address(options.address, ec);
  if (ec) {
    return cannot_listen(options, ec);
  }
  tcp::endpoint endpoint(address, options.port);
  if (options.port != 0) {
    // SO_REUSEPORT would let us share the port with a stranger of the same user; without it the system says
    // no.
    tcp::acceptor probe(state.loops.front()->executor);
    if (ec = open(probe, endpoint, false); ec) {
      return cannot_listen(options, ec);
    }
  }
  std::vector<std::shared_ptr<tcp::acceptor>> acceptors;
  for (auto const& loop : state.loops) {
    auto const& acceptor = acceptors.emplace_back(std::make_shared<tcp::acceptor>(loop->executor));
    if (ec = open(*acceptor, endpoint, true); ec) {
      return cannot_listen(options, ec);
    }
    endpoint = acceptor->local_endpoint();
  }
  impl_->port = endpoint.port();
  for (std::size_t i = 0; i < acceptors.size(); ++i) {
    auto& loop = *state.loops[i];
    loop.acceptor = acceptors[i];
    impl_->tasks->spawn(loop.executor, accept_connections(impl_->state, loop, std::move(acceptors[i])));
  }
  return {};
}

std::uint16_t Server::port() const {
  CHECK(impl_->port != 0);
  return impl_->port;
}

bool Server::drain(std::chrono::milliseconds deadline) {
  impl_->state->draining = true;
  on_every_loop(impl_->state, [state = impl_->state](Loop& loop) {
    if (auto const acceptor = loop.acceptor.lock()) {
      accept_the_waiting(state, loop, *acceptor);
      error_code ec;
      acceptor->close(ec);
    }
    for (auto* const connection : loop.connections) {
      connection->close_if_idle();
    }
    for (auto* const channel : std::vector<Channel*>(loop.channels.begin(), loop.channels.end())) {
      channel->close(CloseCode::going_away);
    }
  });
  return impl_->tasks->wait(deadline);
}

}  // namespace auklet::net
