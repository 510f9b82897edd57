// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstdlib>
#include <functional>
#include <numeric>
#include <thread>
#include <utility>

#include "bench/median.h"
#include "bench/workloads.h"
#include "bench/zipf.h"

namespace auklet::bench {

namespace {

constexpr double usual_skew = 0.99;
constexpr double part_of_ceiling = 0.7;
constexpr double warm_part_of_ceiling = 0.3;
constexpr std::size_t rebuilds_at_once = 4;
constexpr std::size_t fresh_readers = 200;
constexpr double alone_seconds_factor = 3;  // rebuilds may take so many times as long as another measurement
constexpr std::size_t crowd_connections = 256;
constexpr std::size_t crowd_max = 10'000;
constexpr double stampede_seconds_factor = 6;  // it may take so many times as long as another measurement
constexpr std::int64_t followees_wanted = 500;

using Pick = std::function<std::uint32_t()>;

double p99_ms(Tally const& tally) {
  return millis(tally.of(0).quantile(0.99));
}

void add_latency_points(WorkloadResult& result, std::string const& prefix, Histogram const& latency) {
  for (auto const part : {0.5, 0.75, 0.9, 0.95, 0.99, 0.995, 0.999, 1.0}) {
    result.point(prefix + "latency_ms", part, millis(latency.quantile(part)));
  }
}

Result<> measure_readers(Measurement& run, std::string const& prefix, Pick const& pick) {
  auto const read = [&run, &pick](std::string& out) {
    run.stage.requests.home(out, pick());
    return Errand{};
  };
  Tally at_ceiling;
  TRY(auto const ceiling, run.ceiling(prefix + "ceiling", read, at_ceiling, run.stage.connections));
  run.result.figure(prefix + "requests_per_s", ceiling);
  run.result.figure(prefix + "ceiling_p99_ms", millis(at_ceiling.of(0).quantile(0.99)));
  run.result.figure("bytes_per_page", at_ceiling.bytes_per_answer());
  if (run.stage.quick) {
    return {};
  }
  TRY(auto const steady, run.steady_rounds(prefix + "at 70 %", read, ceiling * part_of_ceiling, p99_ms));
  auto const& latency = steady.of(0);
  run.result.figure(prefix + "p50_ms", millis(latency.quantile(0.5)));
  run.result.figure(prefix + "p99_ms", p99_ms(steady));
  run.result.figure(prefix + "max_ms", millis(latency.max()));
  add_latency_points(run.result, prefix, latency);
  return {};
}

// People from `first` on, those with the number of followees nearest to 500 first.
std::vector<std::uint32_t> cold_readers(Population const& people, std::uint32_t first) {
  std::vector<std::uint32_t> readers(people.users() - first);
  std::iota(readers.begin(), readers.end(), first);
  std::ranges::sort(readers, {}, [&people](std::uint32_t user) {
    auto const count = static_cast<std::int64_t>(people.graph().followees(user).size());
    return std::pair(std::abs(count - followees_wanted), user);
  });
  return readers;
}

// Reads the homes of a list once each.
class EachOnce : public TalliedWorkload {
 public:
  EachOnce(Requests const& requests, std::span<std::uint32_t const> readers)
      : TalliedWorkload([this, &requests](std::string& out) {
          requests.home(out, readers_[next_++]);
          return Errand{};
        }),
        readers_(readers) {}

 private:
  std::span<std::uint32_t const> readers_;
  std::size_t next_ = 0;
};

// Latencies of rebuilds, so many at a time. Gives how many of them a second there were.
Result<double> measure_rebuilds(Measurement& run, std::string const& prefix,
                                std::span<std::uint32_t const> readers, std::size_t at_once) {
  EachOnce rebuilds(run.stage.requests, readers);
  TRY(auto loop, RequestLoop::open(run.stage.endpoint, at_once));
  auto const begin = LoopClock::now();
  loop.run(rebuilds,
           {.end = begin + to_duration(alone_seconds_factor * run.stage.seconds), .count = readers.size()});
  auto const seconds = std::chrono::duration<double>(LoopClock::now() - begin).count();
  run.count_errors(rebuilds.tally);
  run.result.setting(prefix + "cold_readers", rebuilds.tally.answers());
  run.result.figure(prefix + "p50_ms", millis(rebuilds.tally.of(0).quantile(0.5)));
  run.result.figure(prefix + "p99_ms", millis(rebuilds.tally.of(0).quantile(0.99)));
  return static_cast<double>(rebuilds.tally.answers()) / seconds;
}

// Requests at a rate until somebody says that it is over.
class ArrivalsUntil : public Arrivals {
 public:
  ArrivalsUntil(std::atomic<bool> const& over, double per_second, LoopClock::time_point end,
                std::uint64_t seed)
      : over_(over), arrivals_(per_second, LoopClock::now(), end, seed) {}
  LoopClock::time_point next() override { return over_ ? LoopClock::time_point::max() : arrivals_.next(); }

 private:
  std::atomic<bool> const& over_;
  PoissonArrivals arrivals_;
};

// Warm readers at their rate for as long as a stampede of cold ones lasts. Gives how many of these were answered a second.
Result<double> measure_stampede(Measurement& run, std::span<std::uint32_t const> crowd, TalliedWorkload& warm,
                                double rate) {
  auto const seconds_max = run.stage.seconds * stampede_seconds_factor;
  // The crowd has a thread of its own, so that its answers do not stand in the way of the warm readers'.
  EachOnce stampede(run.stage.requests, crowd);
  TRY(auto many, RequestLoop::open(run.stage.endpoint, crowd_connections));
  std::atomic<bool> over = false;
  double crowd_seconds = 0;
  ArrivalsUntil arrivals(over, rate, LoopClock::now() + to_duration(seconds_max), run.stage.seed);
  std::thread crowd_thread([&] {
    auto const begin = LoopClock::now();
    many.run(stampede, {.end = begin + to_duration(seconds_max),
                        .count = crowd.size(),
                        .patience = std::chrono::seconds{60}});
    over = true;
    crowd_seconds = std::chrono::duration<double>(LoopClock::now() - begin).count();
  });
  auto const measured = run.steady("with crowd", warm, arrivals, seconds_max);
  crowd_thread.join();
  TRY_OK(measured);
  run.count_errors(stampede.tally);
  run.count_errors(warm.tally);
  run.result.setting("crowd", crowd.size());
  run.result.setting("crowd_seconds", crowd_seconds);
  return static_cast<double>(stampede.tally.answers()) / crowd_seconds;
}

}  // namespace

Result<WorkloadResult> run_home(LoadStage const& stage) {
  Measurement run(stage, "home");
  TRY_OK(run.warm_up());
  Draw draw(stage.seed);
  ZipfDraw const zipf(run.stage.residents, usual_skew);
  if (!stage.quick) {
    TRY_OK(measure_readers(run, "uniform_",
                           [&] { return static_cast<std::uint32_t>(draw.below(run.stage.residents)); }));
  }
  TRY_OK(measure_readers(run, "", [&] { return static_cast<std::uint32_t>(zipf.pick(draw)); }));
  return run.result;
}

Result<WorkloadResult> run_cold(LoadStage const& stage) {
  auto warm = stage;
  warm.residents = std::max<std::uint32_t>(1, stage.people.users() / 10);
  Measurement run(warm, "cold");
  auto const readers = cold_readers(stage.people, warm.residents);
  std::span const all(readers);
  auto const fresh = all.first(std::min<std::size_t>(all.size() / 8, fresh_readers));
  auto const alone = all.subspan(fresh.size()).first(std::min<std::size_t>(all.size() / 4, 2000));
  auto const others = all.subspan(fresh.size() + alone.size());
  auto const crowd = others.first(std::min(others.size(), crowd_max));
  run.result.figure("followees",
                    static_cast<double>(stage.people.graph().followees(alone[alone.size() / 2]).size()));

  // Of a server that has just been started, one by one: nothing is in its memory that a rebuild could make use of.
  TRY_OK(measure_rebuilds(run, "fresh_", fresh, 1));
  TRY_OK(run.warm_up());
  TRY(auto const rebuilds_per_s, measure_rebuilds(run, "", alone, rebuilds_at_once));
  run.result.figure("rebuilds_per_s", rebuilds_per_s);

  Draw draw(stage.seed);
  auto const read_warm = [&](std::string& out) {
    stage.requests.home(out, static_cast<std::uint32_t>(draw.below(run.stage.residents)));
    return Errand{};
  };
  Tally at_ceiling;
  TRY(auto const ceiling, run.ceiling("warm ceiling", read_warm, at_ceiling, stage.connections));
  auto const rate = ceiling * warm_part_of_ceiling;
  TalliedWorkload before(read_warm);
  TRY_OK(run.steady("warm alone", before, rate));
  TalliedWorkload pressed(read_warm);
  TRY(auto const crowd_pace, measure_stampede(run, crowd, pressed, rate));
  TalliedWorkload after(read_warm);
  TRY_OK(run.steady("warm alone", after, rate));
  run.count_errors(before.tally);
  run.count_errors(after.tally);
  auto const calm_ms = median_of({p99_ms(before.tally), p99_ms(after.tally)});
  auto const pressed_ms = p99_ms(pressed.tally);
  run.result.figure("warm_requests_per_s", rate);
  run.result.figure("warm_p99_ms", calm_ms);
  run.result.figure("crowd_warm_p99_ms", pressed_ms);
  run.result.figure("crowd_ratio", calm_ms > 0 ? pressed_ms / calm_ms : 0);
  run.result.figure("crowd_rebuilds_per_s", crowd_pace);
  add_latency_points(run.result, "warm_", after.tally.of(0));
  add_latency_points(run.result, "crowd_warm_", pressed.tally.of(0));
  return run.result;
}

}  // namespace auklet::bench
