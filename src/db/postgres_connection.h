// SPDX-License-Identifier: Apache-2.0
//
// One connection to PostgreSQL in libpq's pipeline mode: statements are sent as they come, without waiting
// for the answers to those before. Each is followed by a synchronisation point, so that an error fails one
// statement alone. Lives on one event loop; everything is called on its thread.
#pragma once

#include <libpq-fe.h>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/unordered/unordered_flat_map.hpp>
#include <chrono>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"
#include "db/database.h"
#include "db/postgres_values.h"
#include "db/suspended.h"

namespace auklet::db {

struct FinishConnection {
  void operator()(PGconn* connection) const { PQfinish(connection); }
};
using PostgresHandle = std::unique_ptr<PGconn, FinishConnection>;

class PostgresConnection : public std::enable_shared_from_this<PostgresConnection> {
 public:
  using Clock = std::chrono::steady_clock;

  // Takes over an established connection. `answer_max` is how long an answer may take before the connection
  // counts as dead. `on_closed` is called once, when it is closed for whatever reason.
  PostgresConnection(PostgresHandle handle, boost::asio::any_io_executor executor,
                     std::chrono::milliseconds answer_max,
                     std::function<void(PostgresConnection&)> on_closed);
  ~PostgresConnection();

  // Call once, first. False when libpq refuses.
  bool start();

  bool alive() const { return handle_ != nullptr; }
  std::size_t in_flight() const { return requests_.size(); }

  // Sends a statement, after a BEGIN when `begin` says so; the parameters are copied before it returns.
  void send(Sql sql, std::span<Param const> params, bool begin, Suspended<Rows> caller);
  // Sends COMMIT. Only an answer that says COMMIT counts as success.
  void send_commit(Suspended<Rows> caller);
  // Sends ROLLBACK; nobody waits for the answer, what is sent next simply comes after it.
  void send_rollback();

  // Closes when the oldest answer is overdue.
  void check_deadline(Clock::time_point now);
  // Whoever waits gets the error. Idempotent.
  void close(Error const& error);

 private:
  // What is between two synchronisation points: [BEGIN] [prepare] execute.
  struct Request {
    char const* text;  // of the statement, for errors
    bool begin = false;
    char const* preparing = nullptr;  // the statement that gets a name here, if any
    bool commit = false;
    int answers = 0;  // seen so far
    Clock::time_point deadline;
    Result<Rows> outcome;
    std::optional<Suspended<Rows>> caller;
  };
  // A statement that has, or is about to have, a name on this connection.
  struct Named {
    std::string name;
    PostgresTypes types;
    bool ready = false;
  };

  bool send_statement(Sql sql, std::span<Param const> params, Request& request);
  bool send_unnamed(Sql sql, PostgresTypes const& types, PostgresParams const& params);
  bool send_command(char const* text);
  void finish_sending(Request request, bool sent);

  void watch_reads();
  void watch_writes();
  void on_readable();
  void flush();
  void read_answers();
  void take_answer(PostgresResult result);
  void prepared(Request const& request, bool worked);
  static void fail(Request& request, Error error);
  Error lost(std::string_view what) const;

  PostgresHandle handle_;
  boost::asio::any_io_executor executor_;
  boost::asio::posix::stream_descriptor socket_;
  std::chrono::milliseconds const answer_max_;
  std::function<void(PostgresConnection&)> on_closed_;
  std::deque<Request> requests_;
  boost::unordered_flat_map<char const*, Named> named_;
  bool writing_ = false;
  bool spoiled_ = false;  // close after the statement at hand
};

}  // namespace auklet::db
