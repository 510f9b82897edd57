// SPDX-License-Identifier: Apache-2.0
//
// One client: reads a request, lets the handler answer, writes the answer, and again. Lives on one loop.
#pragma once

#include <array>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "async/task.h"
#include "net/channel.h"
#include "net/loop.h"
#include "net/request_parser.h"
#include "net/response_head.h"

namespace auklet::net {

class Connection : public std::enable_shared_from_this<Connection> {
 public:
  Connection(std::shared_ptr<ServerState> state, Loop& loop, boost::asio::ip::tcp::socket socket);

  // Serves until the client or the server has enough. The caller keeps the object alive meanwhile.
  Task<> serve();

  // On the loop's thread: ends the connection if it waits between two requests, and nothing of the next has come.
  void close_if_idle();
  // On the loop's thread: ends it whatever it does; a handler that runs still runs to its end.
  void close();

 private:
  using SteadyClock = std::chrono::steady_clock;
  enum class Input { bytes, ended, late };
  // Most requests fit, and are read with one call. It is what an idle connection costs.
  static constexpr std::size_t first_bytes_max = 1024;

  Task<bool> read_request();
  bool bytes_wait() const;  // in the socket, unread
  Task<bool> open_form();
  Task<Input> read_bytes();
  Task<Input> read_many_bytes();
  Task<Response> answer(Request request, std::string_view id);
  Task<bool> send(Response response, Framing framing, bool with_body);
  Task<bool> send_rest(std::string head, std::string_view body);
  Task<bool> send_file(FileSlice slice);
  Task<> refuse(Refusal refusal);
  void become_channel(Channel::Kind kind, std::shared_ptr<ChannelUser> user);
  Task<> linger();

  void parse(std::string_view fresh);
  std::string_view unparsed() const { return std::string_view(input_).substr(input_used_); }
  std::string client_address(Headers const& headers) const;

  // One timer for all deadlines of the connection. Moving a deadline later only stores it: the timer looks
  // when it fires. So a busy connection touches the timer queue about once a timeout, not three times a
  // request.
  void set_deadline(SteadyClock::time_point deadline);
  void clear_deadline() { deadline_ = SteadyClock::time_point::max(); }
  void start_timer();
  void on_timer();

  std::shared_ptr<ServerState> state_;
  ServerLimits const& limits_;
  Loop& loop_;
  boost::asio::ip::tcp::socket socket_;
  boost::asio::ip::address peer_;
  std::string peer_text_;
  RequestParser parser_;

  std::array<char, first_bytes_max> first_bytes_;
  bool more_bytes_wait_ = false;  // the last read took all that it had room for
  std::string input_;             // bytes that came and are not parsed yet, from input_used_ on
  std::size_t input_used_ = 0;
  bool idle_ = false;
  bool late_ = false;  // a deadline has passed: nothing is read or written any more but the farewell

  boost::asio::steady_timer timer_;
  SteadyClock::time_point deadline_ = SteadyClock::time_point::max();
  SteadyClock::time_point timer_fires_ = SteadyClock::time_point::max();
};

}  // namespace auklet::net
