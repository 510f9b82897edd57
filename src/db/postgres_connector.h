// SPDX-License-Identifier: Apache-2.0
//
// Makes connections to PostgreSQL, on threads of its own: libpq looks up names and shakes hands on the thread
// that asks.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/thread_pool.hpp>
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>

#include "base/result.h"
#include "db/postgres_connection.h"

namespace auklet::db {

class PostgresConnector {
 public:
  enum class Use { read, write };

  // `uri` as libpq takes it. ErrorKind::invalid when it is none.
  static Result<std::unique_ptr<PostgresConnector>> make(std::string const& uri,
                                                         std::chrono::milliseconds connect_max,
                                                         std::chrono::milliseconds statement_max);
  ~PostgresConnector();  // waits for attempts under way

  // Blocks the calling thread. Errors: unavailable, with host and database but never the password in the
  // message; invalid for a server or a database of the wrong kind.
  Result<PostgresHandle> connect(Use use) const;

  // The same on a thread of the connector; calls `done` on `executor`.
  void connect(Use use, boost::asio::any_io_executor executor,
               std::move_only_function<void(Result<PostgresHandle>)> done);

 private:
  using Settings = std::map<std::string, std::string>;

  explicit PostgresConnector(Settings settings) : settings_(std::move(settings)) {}
  std::string place() const;

  Settings settings_;  // of libpq; holds the password
  boost::asio::thread_pool threads_{2};
};

}  // namespace auklet::db
