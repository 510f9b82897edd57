// SPDX-License-Identifier: Apache-2.0
#include "net/channel.h"

#include <boost/asio/buffer.hpp>
#include <boost/asio/post.hpp>
#include <utility>

#include "net/loop.h"

namespace auklet::net {

namespace {

namespace asio = boost::asio;
using boost::system::error_code;

// How long a client may take to read what is left and to say goodbye too.
constexpr std::chrono::seconds farewell_timeout{5};

WireBytes const& shared_ping() {
  static WireBytes const frame = std::make_shared<std::string const>(ping_frame());
  return frame;
}

WireBytes const& shared_thump() {
  static WireBytes const comment = std::make_shared<std::string const>(":thump\n\n");
  return comment;
}

// The code that a client's close gives, to be given back (RFC 6455, 5.5.1).
CloseCode code_of(std::string_view close_payload) {
  if (close_payload.size() < 2) {
    return CloseCode::normal;
  }
  return static_cast<CloseCode>(static_cast<std::uint8_t>(close_payload[0]) << 8U |
                                static_cast<std::uint8_t>(close_payload[1]));
}

}  // namespace

Channel::Channel(std::shared_ptr<ServerState> state, Loop& loop, asio::ip::tcp::socket socket, Kind kind,
                 std::shared_ptr<ChannelUser> user, std::shared_ptr<void> alive)
    : state_(std::move(state)),
      loop_(loop),
      socket_(std::move(socket)),
      timer_(loop.executor),
      user_(std::move(user)),
      alive_(std::move(alive)),
      options_(user_->options()),
      kind_(kind) {
  state_->connections.fetch_add(1);
  loop_.channels.insert(this);
  if (kind_ == Kind::websocket) {
    reader_ = std::make_unique<WebSocketReader>(options_.message_bytes_max);
  }
}

Channel::~Channel() {
  if (stage_ != Stage::gone) {  // the loops were stopped under it
    loop_.channels.erase(this);
    state_->connections.fetch_sub(1);
  }
}

void Channel::start(std::string_view unparsed) {
  start_timer(kind_ == Kind::websocket ? options_.ping_every : options_.thump_every);
  user_->on_open(*this);
  if (!unparsed.empty()) {
    read(unparsed);
  }
  wait_readable();
  if (state_->draining) {
    close(CloseCode::going_away);
  }
}

void Channel::wait_readable() {
  if (stage_ == Stage::gone) {
    return;
  }
  socket_.async_wait(asio::socket_base::wait_read,
                     [self = shared_from_this()](error_code failed) { self->on_readable(failed); });
}

void Channel::on_readable(error_code failed) {
  if (stage_ == Stage::gone) {
    return;
  }
  error_code ec = failed;
  auto const count = ec ? 0 : socket_.read_some(asio::buffer(loop_.read_buffer), ec);
  if (ec && ec != asio::error::would_block) {
    cut();
    return;
  }
  if (!ec) {
    read({loop_.read_buffer.data(), count});
  }
  wait_readable();
}

// The client of an event stream has nothing more to say: what it says all the same is dropped.
void Channel::read(std::string_view bytes) {
  if (!reader_) {
    return;
  }
  heard_ = true;
  reader_->feed(bytes);
  while (stage_ != Stage::gone) {
    auto const message = reader_->next();
    if (!message) {
      break;
    }
    answer(*message);
  }
  if (stage_ == Stage::open && reader_->failure()) {
    close(*reader_->failure());
  }
}

void Channel::answer(WebSocketMessage const& message) {
  switch (message.kind) {
    case WebSocketMessage::Kind::text:
      if (is_open()) {
        user_->on_message(message.payload);
      }
      return;
    case WebSocketMessage::Kind::ping:
      send(std::make_shared<std::string const>(pong_frame(message.payload)));
      return;
    case WebSocketMessage::Kind::pong:
      return;
    case WebSocketMessage::Kind::close:
      if (is_open()) {
        close(code_of(message.payload));
      } else if (sent_all_) {  // both sides have said goodbye
        cut();
      }
      return;
  }
}

void Channel::send(WireBytes bytes) {
  if (!is_open()) {
    return;
  }
  if (unsent_bytes_ + bytes->size() > options_.unsent_bytes_max) {
    cut();
    return;
  }
  enqueue(std::move(bytes));
}

void Channel::enqueue(WireBytes bytes) {
  unsent_bytes_ += bytes->size();
  queue_.push_back(std::move(bytes));
  if (writing_) {
    return;
  }
  if (!write_some()) {
    cut();
  } else if (!queue_.empty()) {
    wait_writable();
  }
}

bool Channel::write_some() {
  while (queue_begin_ < queue_.size()) {
    auto const& front = *queue_[queue_begin_];
    error_code ec;
    auto const sent =
        socket_.write_some(asio::buffer(front.data() + front_sent_, front.size() - front_sent_), ec);
    if (ec == asio::error::would_block) {
      return true;
    }
    if (ec) {
      return false;
    }
    heard_ = heard_ || !reader_;
    front_sent_ += sent;
    unsent_bytes_ -= sent;
    if (front_sent_ == front.size()) {
      queue_[queue_begin_++].reset();
      front_sent_ = 0;
    }
  }
  queue_ = {};
  queue_begin_ = 0;
  return true;
}

void Channel::wait_writable() {
  writing_ = true;
  socket_.async_wait(asio::socket_base::wait_write,
                     [self = shared_from_this()](error_code failed) { self->on_writable(failed); });
}

void Channel::on_writable(error_code failed) {
  writing_ = false;
  if (stage_ == Stage::gone) {
    return;
  }
  if (failed || !write_some()) {
    cut();
    return;
  }
  if (!queue_.empty()) {
    wait_writable();
  } else if (stage_ == Stage::closing) {
    finish_sending();
  } else {
    user_->on_drained();
  }
}

void Channel::close(CloseCode code, std::string_view reason) {
  if (!is_open()) {
    return;
  }
  stage_ = Stage::closing;
  start_timer(farewell_timeout);
  if (reader_) {
    enqueue(std::make_shared<std::string const>(close_frame(code, reason)));
  }
  if (stage_ == Stage::closing && queue_.empty()) {
    finish_sending();
  }
}

void Channel::finish_sending() {
  sent_all_ = true;
  error_code ec;
  socket_.shutdown(asio::socket_base::shutdown_send, ec);
}

void Channel::cut() {
  if (stage_ == Stage::gone) {
    return;
  }
  stage_ = Stage::gone;
  timer_.cancel();
  error_code ec;
  socket_.close(ec);
  queue_ = {};
  loop_.channels.erase(this);
  state_->connections.fetch_sub(1);
  asio::post(loop_.executor, [self = shared_from_this()] { self->user_->on_close(); });
}

void Channel::start_timer(std::chrono::milliseconds duration) {
  timer_.expires_after(duration);
  timer_.async_wait([self = shared_from_this()](error_code ec) {
    if (!ec) {
      self->on_timer();
    }
  });
}

void Channel::on_timer() {
  if (stage_ == Stage::open) {
    beat();
  } else {
    cut();
  }
}

// A WebSocket must have said something, a pong if nothing else; an event stream must have taken something.
void Channel::beat() {
  if (!heard_) {
    cut();
    return;
  }
  heard_ = !reader_ && queue_.empty();
  start_timer(reader_ ? options_.ping_every : options_.thump_every);
  send(reader_ ? shared_ping() : shared_thump());
}

}  // namespace auklet::net
