// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <numeric>
#include <span>
#include <utility>
#include <vector>

#include "bench/workloads.h"

namespace auklet::bench {

namespace {

constexpr double half = 0.5;

enum Kind : std::uint32_t { read_home, read_author, compose, follow, come_in };

struct Share {
  Kind kind;
  double weight;
};

// Requests of several kinds by chance.
class Mix {
 public:
  Mix(LoadStage const& stage, std::span<Share const> shares, std::uint32_t active)
      : stage_(stage),
        draw_(stage.seed),
        people_(stage.residents),
        active_(active),
        kind_of_(weights(shares)) {
    std::iota(people_.begin(), people_.end(), 0);
    for (auto const& share : shares) {
      kinds_.push_back(share.kind);
    }
  }

  Errand next(std::string& out) {
    auto const kind = kinds_[kind_of_.pick(draw_)];
    auto const person = people_[draw_.below(active_)];
    switch (kind) {
      case read_home:
        stage_.requests.home(out, person);
        break;
      case read_author:
        stage_.requests.account_posts(out, person, anyone());
        break;
      case compose:
        stage_.requests.compose(out, person, ++texts_);
        break;
      case follow:
        stage_.requests.follow(out, person, other_than(person));
        break;
      case come_in:
        stage_.requests.home(out, change_places());
        break;
    }
    return {.kind = kind};
  }

 private:
  static std::vector<double> weights(std::span<Share const> shares) {
    std::vector<double> weights;
    for (auto const& share : shares) {
      weights.push_back(share.weight);
    }
    return weights;
  }

  std::uint32_t anyone() { return static_cast<std::uint32_t>(draw_.below(stage_.residents)); }
  std::uint32_t other_than(std::uint32_t person) {
    auto const other = static_cast<std::uint32_t>(draw_.below(stage_.residents - 1));
    return other < person ? other : other + 1;
  }
  // One of the active goes, one of the others comes.
  std::uint32_t change_places() {
    auto& goes = people_[draw_.below(active_)];
    if (active_ < people_.size()) {
      std::swap(goes, people_[active_ + draw_.below(people_.size() - active_)]);
    }
    return goes;
  }

  LoadStage const& stage_;
  Draw draw_;
  std::vector<std::uint32_t> people_;  // the active ones first
  std::uint32_t active_;
  WeightedDraw kind_of_;
  std::vector<Kind> kinds_;
  std::uint64_t texts_ = 0;
};

constexpr std::array death_star{Share{read_home, 60}, Share{read_author, 30}, Share{compose, 10}};
constexpr std::array pequod_mix{Share{compose, 1}, Share{read_home, 100}, Share{follow, 10},
                                Share{come_in, 5}};

double worst_p99(Tally const& tally) {
  double worst = 0;
  for (std::size_t kind = 0; kind < Tally::kinds_max; ++kind) {
    worst = std::max(worst, millis(tally.of(kind).quantile(0.99)));
  }
  return worst;
}

void tell_kinds(WorkloadResult& result, Tally const& tally) {
  constexpr std::array names{"home", "author", "compose", "follow", "come_in"};
  for (std::size_t kind = 0; kind < names.size(); ++kind) {
    if (tally.of(kind).count() > 0) {
      result.figure(std::string(names[kind]) + "_p50_ms", millis(tally.of(kind).quantile(0.5)));
      result.figure(std::string(names[kind]) + "_p99_ms", millis(tally.of(kind).quantile(0.99)));
    }
  }
}

// Arrivals of one after the other.
class InTurn : public Arrivals {
 public:
  explicit InTurn(std::vector<PoissonArrivals> parts) : parts_(std::move(parts)) {}
  LoopClock::time_point next() override {
    for (; at_ < parts_.size(); ++at_) {
      if (auto const due = parts_[at_].next(); due != LoopClock::time_point::max()) {
        return due;
      }
    }
    return LoopClock::time_point::max();
  }

 private:
  std::vector<PoissonArrivals> parts_;
  std::size_t at_ = 0;
};

// Remembers when answers were late.
class Watched : public TalliedWorkload {
 public:
  using TalliedWorkload::TalliedWorkload;
  void answered(Answer const& answer) override {
    TalliedWorkload::answered(answer);
    times.emplace_back(answer.answered, answer.answered - answer.intended);
  }
  std::vector<std::pair<LoopClock::time_point, LoopClock::duration>> times;
};

Result<WorkloadResult> run_mix(LoadStage const& stage, std::string name, std::span<Share const> shares,
                               double active_part) {
  Measurement run(stage, std::move(name));
  TRY_OK(run.warm_up());
  auto const active = std::max(1U, static_cast<std::uint32_t>(active_part * run.stage.residents));
  Mix mix(run.stage, shares, active);
  auto const make = [&mix](std::string& out) { return mix.next(out); };
  Tally at_ceiling;
  TRY(auto const ceiling, run.ceiling("ceiling", make, at_ceiling, stage.connections));
  TRY(auto const steady, run.steady_rounds("at half", make, ceiling * half, worst_p99));
  run.result.figure("requests_per_s", ceiling);
  run.result.figure("requests_per_s_per_core", ceiling / stage.server_cores);
  // Of the kind that waits longest.
  run.result.figure("p99_ms", worst_p99(steady));
  tell_kinds(run.result, steady);
  return run.result;
}

}  // namespace

Result<WorkloadResult> run_mixed(LoadStage const& stage) {
  return run_mix(stage, "mixed", death_star, 1);
}

Result<WorkloadResult> run_pequod(LoadStage const& stage) {
  return run_mix(stage, "pequod", pequod_mix, 0.7);
}

Result<WorkloadResult> run_burst(LoadStage const& stage) {
  constexpr double low_part = 0.08;  // 25 times of it is twice the ceiling
  constexpr double times = 25;
  constexpr std::chrono::milliseconds calm_at_least{10};
  constexpr std::chrono::milliseconds slice{50};
  Measurement run(stage, "burst");
  TRY_OK(run.warm_up());
  Mix mix(run.stage, death_star, run.stage.residents);
  auto const make = [&mix](std::string& out) { return mix.next(out); };
  Tally at_ceiling;
  TRY(auto const ceiling, run.ceiling("ceiling", make, at_ceiling, stage.connections));
  auto const low = std::max(1.0, ceiling * low_part);

  TalliedWorkload before(make);
  TRY_OK(run.steady("before", before, low));
  run.count_errors(before.tally);
  auto const usual = before.tally.of(0).quantile(0.99);
  auto const limit = std::max<LoopClock::duration>(2 * usual, calm_at_least);

  auto const second = std::chrono::seconds{1};
  auto const begin = LoopClock::now();
  auto const after = std::chrono::duration_cast<LoopClock::duration>(
      std::chrono::duration<double>(std::max(2.0, stage.seconds)));
  std::vector<PoissonArrivals> parts;
  parts.emplace_back(low * times, begin, begin + second, stage.seed + 100);
  parts.emplace_back(low, begin + second, begin + second + after, stage.seed + 101);
  InTurn arrivals(std::move(parts));
  Watched burst(make);
  TRY_OK(run.steady("burst", burst, arrivals, 1 + std::chrono::duration<double>(after).count()));
  run.count_errors(burst.tally);

  auto calm_from = begin + second;
  std::map<std::int64_t, LoopClock::duration> slowest_in_slice;
  for (auto const& [when, taken] : burst.times) {
    if (taken > limit) {
      calm_from = std::max(calm_from, when);
    }
    auto& slowest = slowest_in_slice[(when - begin) / slice];
    slowest = std::max(slowest, taken);
  }
  for (auto const& [number, slowest] : slowest_in_slice) {
    run.result.point("slowest_ms", std::chrono::duration<double>(number * slice).count(),
                     std::chrono::duration<double, std::milli>(slowest).count());
  }
  run.result.figure("low_requests_per_s", low);
  run.result.figure("burst_requests_per_s", low * times);
  run.result.figure("before_p99_ms", millis(usual));
  run.result.figure("recovery_ms",
                    std::chrono::duration<double, std::milli>(calm_from - begin - second).count());
  run.result.figure("worst_ms", millis(burst.tally.of(0).max()));
  return run.result;
}

}  // namespace auklet::bench
