// SPDX-License-Identifier: Apache-2.0
#include "net/connection.h"

#include <sys/sendfile.h>

#include <algorithm>
#include <array>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <cerrno>
#include <exception>
#include <utility>

#include "base/log.h"
#include "net/forwarded.h"
#include "net/spare_body.h"

namespace auklet::net {

namespace {

namespace asio = boost::asio;
using boost::system::error_code;

constexpr auto use_task = asio::as_tuple(asio::use_awaitable);

// A larger body is sent from where it lies instead of being copied behind its head.
constexpr std::size_t copied_body_bytes_max = 2048;

// After a refusal the rest of the request is read and thrown away, so that the client gets to read the answer
// instead of a connection reset (RFC 9112, 9.6); but not for ever.
constexpr std::chrono::seconds linger_timeout{5};
constexpr std::size_t linger_bytes_max = std::size_t{64} * 1024 * 1024;

// How much of a file is sent before the others get a turn.
constexpr std::uint64_t file_step_bytes = std::uint64_t{256} * 1024;

LargeForms const* large_forms_of(ServerState const& state) {
  return state.options.large_forms ? &*state.options.large_forms : nullptr;
}

std::chrono::steady_clock::time_point after(std::chrono::milliseconds duration) {
  return std::chrono::steady_clock::now() + duration;
}

bool asks_to_close(Response const& response) {
  auto const connection = response.headers.find("Connection");
  return connection && equal_ignoring_case(*connection, "close");
}

// Counts a connection in and, however it ends, out.
class Registration {
 public:
  Registration(Loop& loop, Connection* connection) : loop_(loop), connection_(connection) {
    loop_.connections.insert(connection_);
  }
  ~Registration() {
    loop_.connections.erase(connection_);
    loop_.state.connections.fetch_sub(1);
  }
  Registration(Registration const&) = delete;
  Registration& operator=(Registration const&) = delete;

 private:
  Loop& loop_;
  Connection* connection_;
};

}  // namespace

Connection::Connection(std::shared_ptr<ServerState> state, Loop& loop, asio::ip::tcp::socket socket)
    : state_(std::move(state)),
      limits_(state_->options.limits),
      loop_(loop),
      socket_(std::move(socket)),
      parser_(limits_, large_forms_of(*state_)),
      timer_(loop.executor) {
  error_code ec;
  socket_.set_option(asio::ip::tcp::no_delay(true), ec);
  socket_.non_blocking(true, ec);
  if (auto const remote = socket_.remote_endpoint(ec); !ec) {
    peer_ = plain_address(remote.address());
    peer_text_ = peer_.to_string();
  }
}

Task<> Connection::serve() {
  Registration const registration(loop_, this);
  while (co_await read_request()) {
    auto request = parser_.take();
    request.id = loop_.request_ids.next();
    request.peer = client_address(request.headers);
    auto const id = request.id;
    auto const with_body = request.method != Method::head;

    auto response = co_await answer(std::move(request), id);

    auto channel = with_body ? std::move(response.channel) : nullptr;
    auto const kind = response.status == 101 ? Channel::Kind::websocket : Channel::Kind::event_stream;
    auto const keep = !channel && parser_.keep_alive() && !asks_to_close(response) && !state_->draining;
    Framing const framing{loop_.date.now(), id, keep, channel != nullptr};
    if (!co_await send(std::move(response), framing, with_body)) {
      break;
    }
    if (channel) {
      become_channel(kind, std::move(channel));
      co_return;
    }
    if (!keep) {
      if (!unparsed().empty()) {
        co_await linger();
      }
      break;
    }
  }
  close();
}

// What was only needed for requests goes away with this object.
void Connection::become_channel(Channel::Kind kind, std::shared_ptr<ChannelUser> user) {
  timer_.cancel();
  std::make_shared<Channel>(state_, loop_, std::move(socket_), kind, std::move(user), state_->tasks->hold())
      ->start(unparsed());
}

// True with a whole request in the parser. False when the connection is to end; whatever was to say has been
// said.
Task<bool> Connection::read_request() {
  parser_.reset();
  more_bytes_wait_ = false;
  if (unparsed().empty()) {
    if (state_->draining && !bytes_wait()) {
      co_return false;
    }
    idle_ = true;
    set_deadline(after(limits_.idle_timeout));
    auto const input = co_await read_bytes();
    idle_ = false;
    if (input != Input::bytes) {
      co_return false;
    }
    set_deadline(after(limits_.request_timeout));
  } else {
    set_deadline(after(limits_.request_timeout));
    // One request a turn: a client that pipelines does not keep the others waiting.
    co_await asio::post(loop_.executor, use_task);
    parse({});
  }
  for (auto continued = false; !parser_.complete();) {
    if (parser_.refusal()) {
      co_await refuse(*parser_.refusal());
      co_return false;
    }
    if (parser_.awaits_form()) {
      if (!co_await open_form()) {
        co_return false;
      }
      continue;
    }
    if (!continued && parser_.awaits_continue()) {
      continued = true;
      auto const request_deadline = deadline_;
      if (!co_await send_rest("HTTP/1.1 100 Continue\r\n\r\n", {})) {
        co_return false;
      }
      set_deadline(request_deadline);
    }
    switch (co_await read_bytes()) {
      case Input::bytes:
        break;
      case Input::ended:
        co_await refuse({400, "Request cut short"});
        co_return false;
      case Input::late:
        co_await refuse({408, "Request took too long"});
        co_return false;
    }
  }
  clear_deadline();
  co_return true;
}

// False when the form is refused, which has been said then.
Task<bool> Connection::open_form() {
  clear_deadline();
  auto head = parser_.head();
  head.id = loop_.request_ids.next();
  head.peer = client_address(head.headers);
  auto const id = head.id;
  auto opened = co_await state_->options.large_forms->open(std::move(head));
  if (!opened) {
    if (co_await send(std::move(opened).error(), Framing{loop_.date.now(), id, false}, true)) {
      co_await linger();
    }
    co_return false;
  }
  parser_.set_form(std::move(*opened));
  set_deadline(after(state_->options.large_forms->timeout));
  if (!unparsed().empty()) {
    parse({});
  }
  co_return true;
}

// One call for each request, as long as requests are small: the reactor reads as soon as there is something, and is
// not told each time that somebody waits.
Task<Connection::Input> Connection::read_bytes() {
  if (more_bytes_wait_) {
    co_return co_await read_many_bytes();
  }
  auto const [failed, count] = co_await socket_.async_read_some(asio::buffer(first_bytes_), use_task);
  if (late_) {
    late_ = false;
    co_return Input::late;
  }
  if (failed) {
    co_return Input::ended;
  }
  more_bytes_wait_ = count == first_bytes_.size();
  parse({first_bytes_.data(), count});
  co_return Input::bytes;
}

// Waits for readiness first and reads into the loop's buffer then: the buffer belongs to this connection only
// until the next suspension, by when parse() has taken the bytes.
Task<Connection::Input> Connection::read_many_bytes() {
  for (;;) {
    auto const [failed] = co_await socket_.async_wait(asio::socket_base::wait_read, use_task);
    if (late_) {
      late_ = false;
      co_return Input::late;
    }
    error_code ec = failed;
    auto const count = ec ? 0 : socket_.read_some(asio::buffer(loop_.read_buffer), ec);
    if (ec == asio::error::would_block) {
      continue;
    }
    if (ec) {
      co_return Input::ended;
    }
    parse({loop_.read_buffer.data(), count});
    co_return Input::bytes;
  }
}

// Gives the parser all that is known of the stream and keeps what it does not take.
void Connection::parse(std::string_view fresh) {
  if (input_.empty()) {
    input_.assign(fresh.substr(parser_.feed(fresh)));
    return;
  }
  input_.erase(0, input_used_);
  input_.append(fresh);
  input_used_ = parser_.feed(input_);
  if (input_used_ == input_.size()) {
    input_ = {};
    input_used_ = 0;
  }
}

Task<Response> Connection::answer(Request request, std::string_view id) {
  std::string reason = "exception of unknown type";
  try {
    co_return co_await state_->handler(std::move(request));
  } catch (std::exception const& e) {
    reason = e.what();
  } catch (...) {
  }
  log::error("request {}: handler threw: {}", id, reason);
  co_return error_response(500, "Internal server error");
}

// Nearly always the kernel takes the whole answer at once; only otherwise is there anything to wait for.
// False when the client is gone or too slow.
Task<bool> Connection::send(Response response, Framing framing, bool with_body) {
  auto& out = loop_.write_buffer;
  out.clear();
  append_head(out, response, framing);
  auto const head_bytes = out.size();
  auto const body =
      with_body && !is_bodiless(response.status) ? std::string_view(response.body) : std::string_view{};
  error_code ec;
  std::size_t sent = 0;
  if (body.size() <= copied_body_bytes_max) {
    out += body;
    sent = socket_.write_some(asio::buffer(out), ec);
  } else {
    sent = socket_.write_some(std::array{asio::buffer(std::string_view(out)), asio::buffer(body)}, ec);
  }
  if (ec && ec != asio::error::would_block) {
    co_return false;
  }
  if (response.file && with_body) {
    auto const head_sent = sent == head_bytes || co_await send_rest(out.substr(sent, head_bytes - sent), {});
    co_return head_sent&& co_await send_file(*std::move(response.file));
  }
  if (sent == head_bytes + body.size()) {
    keep_spare_body(std::move(response.body));
    co_return true;
  }
  if (sent < head_bytes) {
    co_return co_await send_rest(out.substr(sent, head_bytes - sent), body);
  }
  co_return co_await send_rest({}, body.substr(sent - head_bytes));
}

Task<bool> Connection::send_rest(std::string head, std::string_view body) {
  set_deadline(after(limits_.write_timeout));
  std::array const buffers{asio::buffer(std::string_view(head)), asio::buffer(body)};
  auto const [failed, sent] = co_await asio::async_write(socket_, buffers, use_task);
  auto const in_time = !std::exchange(late_, false);
  clear_deadline();
  co_return !failed && in_time;
}

// The kernel copies from its cache of the file. The client may take its time as long as it takes something.
Task<bool> Connection::send_file(FileSlice slice) {
  auto offset = static_cast<off_t>(slice.offset);
  while (slice.length > 0) {
    auto const sent = ::sendfile(socket_.native_handle(), slice.file->descriptor(), &offset,
                                 std::min(slice.length, file_step_bytes));
    if (sent > 0) {
      slice.length -= static_cast<std::uint64_t>(sent);
      co_await asio::post(loop_.executor, use_task);
      continue;
    }
    if (sent == 0 || (errno != EAGAIN && errno != EINTR)) {
      co_return false;  // the file is shorter than was said, or the client is gone
    }
    set_deadline(after(limits_.write_timeout));
    auto const [failed] = co_await socket_.async_wait(asio::socket_base::wait_write, use_task);
    auto const in_time = !std::exchange(late_, false);
    clear_deadline();
    if (failed || !in_time) {
      co_return false;
    }
  }
  co_return true;
}

Task<> Connection::refuse(Refusal refusal) {
  clear_deadline();
  auto const id = loop_.request_ids.next();
  if (co_await send(error_response(refusal.status, refusal.message), Framing{loop_.date.now(), id, false},
                    true)) {
    co_await linger();
  }
}

Task<> Connection::linger() {
  error_code ec;
  socket_.shutdown(asio::socket_base::shutdown_send, ec);
  set_deadline(after(linger_timeout));
  for (std::size_t total = 0; !ec && total < linger_bytes_max;) {
    auto const [failed] = co_await socket_.async_wait(asio::socket_base::wait_read, use_task);
    if (failed || late_) {
      co_return;
    }
    auto const count = socket_.read_some(asio::buffer(loop_.read_buffer), ec);
    total += count;
    if (ec == asio::error::would_block) {
      ec = {};
    }
  }
}

// The read that waits gives up. One that has its bytes already, and only waits for its turn, goes on with them.
void Connection::close_if_idle() {
  if (idle_ && !bytes_wait()) {
    error_code ec;
    socket_.cancel(ec);
  }
}

bool Connection::bytes_wait() const {
  error_code ec;
  return socket_.available(ec) > 0;
}

void Connection::close() {
  timer_.cancel();
  error_code ec;
  socket_.close(ec);
}

std::string Connection::client_address(Headers const& headers) const {
  if (state_->trusted_proxies.empty()) {
    return peer_text_;
  }
  return forwarded_client(peer_, headers, state_->trusted_proxies).to_string();
}

void Connection::set_deadline(SteadyClock::time_point deadline) {
  deadline_ = deadline;
  if (deadline_ < timer_fires_) {
    start_timer();
  }
}

void Connection::start_timer() {
  timer_fires_ = deadline_;
  timer_.expires_at(deadline_);
  timer_.async_wait([self = shared_from_this()](error_code ec) {
    if (!ec) {
      self->on_timer();
    }
  });
}

void Connection::on_timer() {
  timer_fires_ = SteadyClock::time_point::max();
  if (deadline_ == SteadyClock::time_point::max()) {
    return;
  }
  if (deadline_ > SteadyClock::now()) {
    start_timer();
    return;
  }
  deadline_ = SteadyClock::time_point::max();
  late_ = true;
  error_code ec;
  socket_.cancel(ec);
}

}  // namespace auklet::net
