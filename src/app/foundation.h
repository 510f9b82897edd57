// SPDX-License-Identifier: Apache-2.0
//
// What serving and every other command stand on: event loops, the database brought up to date, and the environment of
// the services.
#pragma once

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>

#include "app/config.h"
#include "async/runtime.h"
#include "async/task.h"
#include "base/clock.h"
#include "base/ids.h"
#include "base/random.h"
#include "base/result.h"
#include "bus/bus.h"
#include "db/database.h"
#include "service/environment.h"

namespace auklet::app {

class Foundation {
 public:
  // Ids of the command line never meet those of a server that runs beside it: no server may have this node number.
  static constexpr std::uint32_t command_line_node = 63;

  // Starts `loops` event loops, opens the database and applies what migrations it lacks. Blocks. Errors: what
  // db::open() and db::migrate() say; invalid when its accounts are of another domain than the configured one.
  static Result<std::unique_ptr<Foundation>> lay(Config const& config, std::size_t loops, std::uint32_t node);
  // For a command that works on the database alone.
  static Result<std::unique_ptr<Foundation>> lay_for_command(Config const& config) {
    return lay(config, 1, command_line_node);
  }
  ~Foundation();
  Foundation(Foundation const&) = delete;
  Foundation& operator=(Foundation const&) = delete;

  async::Runtime& runtime() { return runtime_; }
  base::Clock const& clock() const { return clock_; }
  base::Random& random() { return random_; }
  bus::Bus& bus() { return bus_; }
  service::Environment const& env() const { return *env_; }

  // Runs a coroutine to its end; for threads that are none of the loops.
  template <class T>
  T run(Task<T> task) {
    return boost::asio::co_spawn(runtime_.executor(0), std::move(task), boost::asio::use_future).get();
  }

  // Ends the loops, abandoning what still runs; idempotent. To be called before anything is destroyed that coroutines
  // may still use.
  void stop() { runtime_.stop(); }

 private:
  Foundation(std::size_t loops, std::uint32_t node) : ids_(clock_, node), runtime_(loops) {}

  base::SystemClock clock_;
  base::SystemRandom random_;
  base::IdGenerator ids_;
  bus::LocalBus bus_;
  async::Runtime runtime_;
  std::unique_ptr<db::Database> database_;  // outlived by the runtime, as db::open() asks for
  std::unique_ptr<service::Environment> env_;
};

}  // namespace auklet::app
