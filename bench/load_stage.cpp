// SPDX-License-Identifier: Apache-2.0
#include "bench/load_stage.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "bench/median.h"
#include "bench/progress.h"

namespace auklet::bench {

namespace {

constexpr std::size_t rounds = 3;  // an odd number
constexpr std::size_t warm_up_connections = 32;
constexpr std::chrono::seconds patience{30};

// Counts seconds.
std::function<void(std::uint64_t)> clock_bar(Progress& bar, LoopClock::time_point begin) {
  return [&bar, begin](std::uint64_t) {
    auto const gone = std::chrono::duration<double>(LoopClock::now() - begin).count();
    bar.show(static_cast<std::size_t>(gone), 0);
  };
}

std::size_t whole_seconds(double seconds) {
  return static_cast<std::size_t>(std::ceil(seconds));
}

}  // namespace

void Tally::add(Answer const& answer) {
  ++answers_;
  bytes_ += answer.body_bytes;
  if (answer.status != 200) {
    ++errors_;
    ++bad_statuses_[answer.status];
    return;
  }
  kinds_[std::min<std::size_t>(answer.errand.kind, kinds_max - 1)].add(answer.answered - answer.intended);
}

LoopClock::duration to_duration(double seconds) {
  return std::chrono::duration_cast<LoopClock::duration>(std::chrono::duration<double>(seconds));
}

double millis(std::chrono::microseconds time) {
  return static_cast<double>(time.count()) / 1000;
}

Measurement::Measurement(LoadStage const& given, std::string const& workload)
    : stage(given),
      result(given.name.empty() ? workload : given.name, given.machine),
      arrivals_seed_(given.seed) {
  auto const& shape = stage.people.shape();
  result.setting("users", stage.people.users());
  result.setting("follows", stage.people.graph().follows());
  result.setting("mean_followers", stage.people.mean_followers());
  result.setting("celebrity_followers", stage.people.graph().followers_count(0));
  result.setting("old_posts", shape.posts);
  result.setting("residents", stage.residents);
  result.setting("connections", stage.connections);
  result.setting("server_cores", stage.server_cores);
  result.setting("seconds", stage.seconds);
  result.setting("seed", stage.seed);
  result.figure("errors", 0);
}

void Measurement::count_errors(Tally const& tally) {
  errors_ += tally.errors();
  result.figure("errors", static_cast<double>(errors_));
  for (auto const& [status, count] : tally.bad_statuses()) {
    fmt::print(stderr, "{} answers with {}\n", count,
               status == 0 ? "no status: failed" : fmt::format("{}", status));
  }
}

Result<> Measurement::warm_up() {
  if (stage.quick) {
    return {};
  }
  TRY(auto loop, RequestLoop::open(stage.endpoint, warm_up_connections));
  std::uint32_t reader = 0;
  TalliedWorkload reading([&](std::string& out) {
    stage.requests.home(out, reader++);
    return Errand{};
  });
  Progress bar("warm up", stage.residents);
  auto const end = stage.warm_up_seconds > 0 ? LoopClock::now() + to_duration(stage.warm_up_seconds)
                                             : LoopClock::time_point::max();
  loop.run(reading,
           {.end = end, .count = stage.residents, .patience = patience, .shown = [&](std::uint64_t through) {
              bar.show(through, reading.tally.errors());
            }});
  bar.finish(reading.tally.answers(), reading.tally.errors());
  stage.residents = reader;
  result.setting("residents", stage.residents);
  count_errors(reading.tally);
  if (reading.tally.errors() > 0) {
    return fail(ErrorKind::unavailable, "the homes cannot be read: is this the server of the prepared data?");
  }
  return {};
}

Result<double> Measurement::ceiling(std::string const& label, TalliedWorkload::Make const& make, Tally& tally,
                                    std::size_t connections) {
  TRY(auto loop, RequestLoop::open(stage.endpoint, connections));
  TalliedWorkload workload(make);
  std::vector<double> rates;
  auto const begin = LoopClock::now();
  Progress bar(label, whole_seconds(stage.seconds));
  for (std::size_t round = 0; round < rounds; ++round) {
    auto const round_begin = LoopClock::now();
    auto const before = workload.tally.answers();
    loop.run(workload, {.end = round_begin + to_duration(stage.seconds / rounds),
                        .polls = stage.own_core,
                        .shown = clock_bar(bar, begin)});
    auto const taken = std::chrono::duration<double>(LoopClock::now() - round_begin).count();
    rates.push_back(static_cast<double>(workload.tally.answers() - before) / taken);
  }
  bar.finish(whole_seconds(stage.seconds), workload.tally.errors());
  count_errors(workload.tally);
  tally = workload.tally;
  return median_of(rates);
}

Result<> Measurement::steady(std::string const& label, Workload& workload, Arrivals& arrivals, double seconds,
                             bool polls) {
  TRY(auto loop, RequestLoop::open(stage.endpoint, std::max<std::size_t>(stage.connections, 64)));
  Progress bar(label, whole_seconds(seconds));
  loop.run(workload, {.arrivals = &arrivals,
                      .polls = polls,
                      .patience = patience,
                      .shown = clock_bar(bar, LoopClock::now())});
  bar.finish(whole_seconds(seconds), 0);
  return {};
}

PoissonArrivals Measurement::arrivals(double per_second, double seconds) {
  auto const begin = LoopClock::now();
  return {std::max(per_second, 1.0), begin, begin + to_duration(seconds), ++arrivals_seed_};
}

Result<> Measurement::steady(std::string const& label, Workload& workload, double per_second) {
  auto coming = arrivals(per_second, stage.seconds);
  return steady(label, workload, coming, stage.seconds);
}

Result<Tally> Measurement::steady_rounds(std::string const& label, TalliedWorkload::Make const& make,
                                         double per_second, std::function<double(Tally const&)> const& rank) {
  std::vector<Tally> tallies;
  for (std::size_t round = 0; round < rounds; ++round) {
    TalliedWorkload workload(make);
    auto coming = arrivals(per_second, stage.seconds / rounds);
    TRY_OK(steady(label, workload, coming, stage.seconds / rounds, stage.own_core));
    count_errors(workload.tally);
    tallies.push_back(std::move(workload.tally));
  }
  std::ranges::sort(tallies, {}, rank);
  return tallies[rounds / 2];
}

}  // namespace auklet::bench
