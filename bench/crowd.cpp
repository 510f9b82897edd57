// SPDX-License-Identifier: Apache-2.0
#include "bench/crowd.h"

#include <atomic>
#include <chrono>

#include "async/task_group.h"
#include "bench/progress.h"

namespace auklet::bench {

namespace {

constexpr std::chrono::seconds exchange_timeout{60};
constexpr std::chrono::milliseconds look_interval{50};
constexpr std::uint64_t errors_max = 100;

}  // namespace

struct Crowd::Round {
  std::size_t count;
  Job job;
  std::size_t next = 0;
  std::atomic<std::size_t> done = 0;  // read by the thread that shows progress
};

Crowd::Crowd(Endpoint const& endpoint, std::size_t connections) {
  for (std::size_t i = 0; i < connections; ++i) {
    connections_.emplace_back(executor(), endpoint, exchange_timeout);
  }
  runtime_.start();
}

double Crowd::each(std::string label, std::size_t count, Job job) {
  Round round{.count = count, .job = std::move(job)};
  Progress progress(std::move(label), count);
  async::TaskGroup group;
  for (auto& connection : connections_) {
    group.spawn(executor(), work(connection, round));
  }
  do {
    progress.show(round.done, statistics_.errors());
  } while (!group.wait(look_interval));
  return progress.finish(round.done, statistics_.errors());
}

Task<> Crowd::work(HttpConnection& connection, Round& round) {
  Api api(connection, statistics_);
  while (round.next < round.count && statistics_.errors() < errors_max) {
    auto const index = round.next++;
    co_await round.job(api, index);
    ++round.done;
  }
}

}  // namespace auklet::bench
