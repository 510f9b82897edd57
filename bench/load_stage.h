// SPDX-License-Identifier: Apache-2.0
//
// What every workload stands on: the people, their requests, the server, how long and how hard; and the ways to measure
// that all workloads share.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "bench/histogram.h"
#include "bench/population.h"
#include "bench/request_loop.h"
#include "bench/requests.h"
#include "bench/result.h"

namespace auklet::bench {

struct LoadStage {
  Population const& people;
  Requests const& requests;
  Endpoint endpoint;
  Machine machine;
  std::string name;     // of the result, when it is not the workload's
  double seconds = 10;  // of each measurement
  std::size_t connections = 32;
  std::uint32_t residents =
      0;  // the first so many people read and write; their homes are read before the measurement
  std::uint32_t server_cores = 1;
  bool own_core = false;       // the load has one that the server does not use
  double posts_per_s = 3500;   // of fanout
  bool quick = false;          // no warm-up, and only what a comparison needs
  double warm_up_seconds = 0;  // at most; 0 for no limit
  std::uint64_t seed = 1;
};

// What came back, by the kind of errand. Only kinds below `kinds_max`.
class Tally {
 public:
  static constexpr std::size_t kinds_max = 8;

  void add(Answer const& answer);

  Histogram const& of(std::size_t kind) const { return kinds_[kind]; }
  std::uint64_t answers() const { return answers_; }
  std::uint64_t errors() const { return errors_; }
  // How often each status that is not 200 came; 0 stands for no answer.
  std::map<unsigned, std::uint64_t> const& bad_statuses() const { return bad_statuses_; }
  double bytes_per_answer() const {
    return answers_ == 0 ? 0 : static_cast<double>(bytes_) / static_cast<double>(answers_);
  }

 private:
  std::array<Histogram, kinds_max> kinds_;
  std::uint64_t answers_ = 0;
  std::uint64_t errors_ = 0;
  std::uint64_t bytes_ = 0;
  std::map<unsigned, std::uint64_t> bad_statuses_;
};

// A workload of one function that makes requests, and a tally.
class TalliedWorkload : public Workload {
 public:
  using Make = std::function<Errand(std::string& out)>;
  explicit TalliedWorkload(Make make) : make_(std::move(make)) {}

  Errand next(std::string& out) override { return make_(out); }
  void answered(Answer const& answer) override { tally.add(answer); }

  Tally tally;

 private:
  Make make_;
};

LoopClock::duration to_duration(double seconds);
double millis(std::chrono::microseconds time);

// All answers of a workload within the limits of the house: errors are told and remembered.
class Measurement {
 public:
  Measurement(LoadStage const& stage, std::string const& workload);

  LoadStage stage;
  WorkloadResult result;

  // The residents' homes are read once, with a progress bar; those that are not read within `warm_up_seconds` are no
  // residents. Nothing when the stage is quick.
  Result<> warm_up();
  // Answers in a second of a closed loop, the median of three rounds. `tally` keeps what came back.
  Result<double> ceiling(std::string const& label, TalliedWorkload::Make const& make, Tally& tally,
                         std::size_t connections);
  // An open loop at a rate.
  Result<> steady(std::string const& label, Workload& workload, Arrivals& arrivals, double seconds,
                  bool polls = false);
  Result<> steady(std::string const& label, Workload& workload, double per_second);
  // The same in three rounds by the same kind of client as ceilings, of which the rate is a part: gives the tally of the one in
  // the middle, by the number that `rank` makes of it.
  Result<Tally> steady_rounds(std::string const& label, TalliedWorkload::Make const& make, double per_second,
                              std::function<double(Tally const&)> const& rank);
  // Adds what went wrong to the figure `errors`.
  void count_errors(Tally const& tally);
  bool clean() const { return errors_ == 0; }

 private:
  PoissonArrivals arrivals(double per_second, double seconds);

  std::uint64_t errors_ = 0;
  std::uint64_t arrivals_seed_;
};

}  // namespace auklet::bench
