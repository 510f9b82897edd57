// SPDX-License-Identifier: Apache-2.0
//
// A number of connections that work through a list of jobs together. All run on one thread, so jobs share
// state without locks.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "async/runtime.h"
#include "async/task.h"
#include "bench/api.h"
#include "bench/http_client.h"
#include "bench/statistics.h"

namespace auklet::bench {

class Crowd {
 public:
  // Runs on the crowd's thread. What it refers to must live until each() returns; a failure goes to the
  // statistics.
  using Job = std::function<Task<>(Api& api, std::size_t index)>;

  Crowd(Endpoint const& endpoint, std::size_t connections);

  // Begins job(0) … job(count - 1) in this order, as many at a time as there are connections, showing
  // progress, and returns the seconds taken when all have ended. After 100 errors it begins no more.
  double each(std::string label, std::size_t count, Job job);

  Statistics& statistics() { return statistics_; }
  boost::asio::any_io_executor executor() const { return runtime_.executor(0); }

 private:
  struct Round;
  Task<> work(HttpConnection& connection, Round& round);

  async::Runtime runtime_{1};
  std::vector<HttpConnection> connections_;
  Statistics statistics_;
};

}  // namespace auklet::bench
