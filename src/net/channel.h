// SPDX-License-Identifier: Apache-2.0
//
// A connection that has stopped asking and only listens: a WebSocket or an event stream. It costs little while nothing
// happens: no buffer, no coroutine. What is sent is shared by all who get it, and what a client does not take is bounded:
// who is too slow is cut off and does not hold up the others. Everything here happens on the loop of the connection.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "net/websocket.h"

namespace auklet::net {

struct Loop;
struct ServerState;
class Channel;

struct ChannelOptions {
  std::size_t unsent_bytes_max = 256 * 1024;  // beyond, a client is too slow: cut off
  std::size_t message_bytes_max = 16 * 1024;  // of a client's message; beyond: closed with 1009
  std::chrono::milliseconds ping_every{
      30'000};  // a WebSocket that has said nothing since the last ping is cut off
  std::chrono::milliseconds thump_every{15'000};  // comments that keep an event stream alive
};

// Who speaks over a channel.
class ChannelUser {
 public:
  virtual ~ChannelUser() = default;

  virtual ChannelOptions options() const { return {}; }
  // The channel is good until on_close, which comes once, and never from within a call to the channel.
  virtual void on_open(Channel& channel) = 0;
  virtual void on_message(std::string_view text) = 0;  // of a WebSocket
  virtual void on_drained() {}  // all that was sent has left, after some of it had to wait
  virtual void on_close() = 0;
};

// Bytes as they go over the wire, made once for all who get them.
using WireBytes = std::shared_ptr<std::string const>;

class Channel : public std::enable_shared_from_this<Channel> {
 public:
  enum class Kind : std::uint8_t { websocket, event_stream };

  // `alive` is held as long as the channel is.
  Channel(std::shared_ptr<ServerState> state, Loop& loop, boost::asio::ip::tcp::socket socket, Kind kind,
          std::shared_ptr<ChannelUser> user, std::shared_ptr<void> alive);
  ~Channel();
  Channel(Channel const&) = delete;
  Channel& operator=(Channel const&) = delete;

  // `unparsed`: what the client has sent behind its request.
  void start(std::string_view unparsed);

  Kind kind() const { return kind_; }
  // False once it ends: what is sent then is dropped.
  bool is_open() const { return stage_ == Stage::open; }
  std::size_t unsent_bytes() const { return unsent_bytes_; }

  // Frames of a WebSocket (net/websocket.h), or text of an event stream.
  void send(WireBytes bytes);
  // Says goodbye when what waits has left, and gives the client a moment to say it too. An event stream just ends.
  void close(CloseCode code, std::string_view reason = {});
  // Ends it at once.
  void cut();

 private:
  enum class Stage : std::uint8_t { open, closing, gone };

  void wait_readable();
  void on_readable(boost::system::error_code failed);
  void read(std::string_view bytes);
  void answer(WebSocketMessage const& message);
  void enqueue(WireBytes bytes);
  // False when the connection is broken.
  bool write_some();
  void wait_writable();
  void on_writable(boost::system::error_code failed);
  void finish_sending();
  void start_timer(std::chrono::milliseconds duration);
  void on_timer();
  void beat();

  std::shared_ptr<ServerState> const state_;
  Loop& loop_;
  boost::asio::ip::tcp::socket socket_;
  boost::asio::steady_timer timer_;
  std::shared_ptr<ChannelUser> user_;
  std::shared_ptr<void> const alive_;
  std::unique_ptr<WebSocketReader> reader_;  // of a WebSocket
  ChannelOptions const options_;

  std::vector<WireBytes> queue_;  // what has not left, from queue_begin_ on
  std::size_t queue_begin_ = 0;
  std::size_t front_sent_ = 0;  // bytes of the first in the queue that have left
  std::size_t unsent_bytes_ = 0;

  Kind const kind_;
  Stage stage_ = Stage::open;
  bool writing_ = false;   // waits until the socket takes more
  bool sent_all_ = false;  // the farewell has left
  bool heard_ = true;      // something came, or for an event stream went, since the last beat
};

}  // namespace auklet::net
