// SPDX-License-Identifier: Apache-2.0
//
// The PostgreSQL connections of one event loop: a few that all its reads share by pipelining, and a bounded
// number that transactions check out one at a time. Everything is called on the loop's thread, except
// give_back() and close(), which the end of the server may also call once the loop has stopped.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <cstddef>
#include <deque>
#include <memory>
#include <vector>

#include "async/task.h"
#include "base/result.h"
#include "db/postgres_connection.h"
#include "db/postgres_connector.h"
#include "db/suspended.h"

namespace auklet::db {

class PostgresPool : public std::enable_shared_from_this<PostgresPool> {
 public:
  using Connection = std::shared_ptr<PostgresConnection>;

  struct Limits {
    std::chrono::milliseconds wait_max;    // for a connection
    std::size_t waiters_max;               // and as many reads in flight
    std::size_t readers_max;               // connections
    std::size_t transactions_max;          // connections
    std::chrono::milliseconds answer_max;  // before a connection counts as dead
  };

  PostgresPool(boost::asio::any_io_executor executor, PostgresConnector& connector, Limits limits);

  // The least busy of the shared connections. ErrorKind::unavailable when there is none within the deadline,
  // or too much is in flight already.
  Task<Result<Connection>> reader();
  // A connection for the caller alone, first come first served. ErrorKind::unavailable as above.
  Task<Result<Connection>> check_out();
  // Takes back what check_out() gave, even when statements are still in flight on it.
  void give_back(Connection connection);

  // Closes all connections for good.
  void close();

 private:
  using Clock = std::chrono::steady_clock;
  using Use = PostgresConnector::Use;

  struct Waiter {
    Suspended<Connection> coroutine;
    Clock::time_point deadline;
  };
  // What reads and transactions have alike.
  struct Side {
    Use use;
    std::size_t max;
    std::vector<Connection> open = {};
    std::vector<Connection> idle = {};  // those not checked out; transactions only
    std::size_t connecting = 0;
    std::deque<Waiter> waiters = {};
  };

  Task<Result<Connection>> wait(Side& side);
  Connection least_busy() const;
  void connect(Side& side);
  void connected(Side& side, Result<PostgresHandle> handle);
  void closed(Side& side, PostgresConnection& connection);
  void connect_where_wanted();
  static bool wants_connection(Side const& side);
  bool busy() const;
  void arm();
  void tick();

  boost::asio::any_io_executor executor_;
  PostgresConnector& connector_;
  Limits const limits_;
  Side reading_;
  Side writing_;
  bool closed_ = false;

  // After a failed attempt the next one waits, longer each time.
  std::chrono::milliseconds pause_{0};
  Clock::time_point connect_not_before_;

  // Looks after deadlines and new attempts, only while there is something to look after.
  boost::asio::steady_timer timer_;
  bool armed_ = false;
};

}  // namespace auklet::db
