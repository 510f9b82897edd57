// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <deque>
#include <map>
#include <numeric>

#include "bench/median.h"
#include "bench/workloads.h"

namespace auklet::bench {

namespace {

constexpr std::size_t clients = 64;
constexpr double part_of_ceiling = 0.7;
constexpr double sustained_factor =
    6;                      // the fan-out lasts so many times as long as another measurement: a minute
constexpr int windows = 4;  // with the celebrity and without, in turns
constexpr std::chrono::milliseconds celebrity_gap{250};
constexpr std::chrono::milliseconds celebrity_shadow{50};
constexpr std::uint64_t looks_per_s = 50;
constexpr std::chrono::seconds look_max{30};
constexpr std::uint32_t celebrity = 0;

enum Kind : std::uint32_t { ordinary, by_celebrity, look, shadowed };

// Posts by authors drawn evenly; now and then somebody looks whether a follower sees one. While `celebrity_posts` is
// set, the celebrity posts four times a second.
class Posting : public Workload {
 public:
  Posting(LoadStage const& stage, std::uint64_t text_base)
      : stage_(stage),
        draw_(stage.seed + text_base),
        texts_(text_base << 40),
        reached_(stage.people.graph().followers_below(stage.residents)),
        follower_of_(stage.people.graph().any_follower(stage.seed)) {}

  bool celebrity_posts = false;
  // One in so many posts is looked for; 0 for none.
  std::uint64_t look_every = 0;

  Tally tally;
  Histogram visible;
  std::uint64_t deliveries = 0;  // to resident homes, of acknowledged posts, the author's own included
  std::uint64_t posts = 0;
  std::map<std::int64_t, std::uint64_t> deliveries_in_second;  // of the clock

  Errand next(std::string& out) override {
    auto const now = LoopClock::now();
    if (celebrity_posts && now - last_celebrity_ >= celebrity_gap) {
      last_celebrity_ = now;
      stage_.requests.compose(out, celebrity, ++texts_);
      return {.kind = by_celebrity, .subject = celebrity};
    }
    auto const author = static_cast<std::uint32_t>(draw_.below(stage_.residents));
    stage_.requests.compose(out, author, ++texts_);
    auto const looked_for = look_every > 0 && texts_ % look_every == 0 && follower_of_[author] != author;
    return {.kind = ordinary, .subject = author, .wants_body = looked_for};
  }

  std::optional<Errand> follow_up(std::string& out) override {
    if (looks_.empty()) {
      return std::nullopt;
    }
    auto const first = looks_.front();
    looks_.pop_front();
    stage_.requests.home_above(out, follower_of_[first.author], first.post - 1);
    under_way_[first.post] = first;
    return Errand{.kind = look, .subject = static_cast<std::uint64_t>(first.post), .wants_body = true};
  }

  void answered(Answer const& answer) override {
    if (answer.errand.kind == look) {
      looked(answer);
      return;
    }
    auto counted = answer;
    if (answer.errand.kind == ordinary && answer.intended - last_celebrity_ < celebrity_shadow) {
      counted.errand.kind = shadowed;
    }
    tally.add(counted);
    if (answer.status != 200) {
      return;
    }
    ++posts;
    auto const author = static_cast<std::uint32_t>(answer.errand.subject);
    deliveries += reached_[author] + 1;
    deliveries_in_second[std::chrono::floor<std::chrono::seconds>(answer.answered.time_since_epoch())
                             .count()] += reached_[author] + 1;
    if (answer.errand.wants_body) {
      looks_.push_back({leading_id(answer.body), author, answer.answered});
    }
  }

 private:
  struct Look {
    std::int64_t post = 0;
    std::uint32_t author = 0;
    LoopClock::time_point acknowledged;
  };

  void looked(Answer const& answer) {
    auto const found = under_way_.extract(static_cast<std::int64_t>(answer.errand.subject));
    if (answer.status != 200) {
      tally.add(answer);
    } else if (leading_id(answer.body) == found.mapped().post) {
      visible.add(answer.answered - found.mapped().acknowledged);
    } else if (answer.answered - found.mapped().acknowledged > look_max) {
      auto lost = answer;
      lost.status = 404;  // it never came: an error
      tally.add(lost);
    } else {
      looks_.push_back(found.mapped());
    }
  }

  LoadStage const& stage_;
  Draw draw_;
  std::uint64_t texts_;
  std::vector<std::uint32_t> reached_;
  std::vector<std::uint32_t> follower_of_;
  LoopClock::time_point last_celebrity_;
  std::deque<Look> looks_;
  std::map<std::int64_t, Look> under_way_;
};

// Ordinary posts with and without the celebrity's fan-outs, in turns.
Result<> measure_celebrity(Measurement& run, double rate) {
  std::vector<double> with;
  std::vector<double> without;
  for (int window = 0; window < windows; ++window) {
    Posting posting(run.stage, static_cast<std::uint64_t>(10 + window));
    posting.celebrity_posts = window % 2 == 1;
    TRY_OK(run.steady(posting.celebrity_posts ? "celebrity" : "without", posting, rate));
    run.count_errors(posting.tally);
    if (posting.celebrity_posts) {
      with.push_back(millis(posting.tally.of(shadowed).quantile(0.99)));
    } else {
      without.push_back(millis(posting.tally.of(ordinary).quantile(0.99)));
    }
  }
  run.result.figure("ordinary_p99_ms", median_of(without));
  run.result.figure("celebrity_p99_ms", median_of(with));
  run.result.figure("celebrity_p99_ratio", median_of(without) > 0 ? median_of(with) / median_of(without) : 0);
  return {};
}

}  // namespace

Result<WorkloadResult> run_post(LoadStage const& stage) {
  auto asked = stage;
  asked.connections = clients;
  Measurement run(asked, "post");
  TRY_OK(run.warm_up());
  Posting posting(run.stage, 1);
  Tally tally;
  TRY(auto const rate,
      run.ceiling("64 clients", [&](std::string& out) { return posting.next(out); }, tally, clients));
  run.result.figure("posts_per_s", rate);
  run.result.figure("p50_ms", millis(tally.of(ordinary).quantile(0.5)));
  run.result.figure("p99_ms", millis(tally.of(ordinary).quantile(0.99)));
  return run.result;
}

Result<WorkloadResult> run_fanout(LoadStage const& stage) {
  Measurement run(stage, "fanout");
  TRY_OK(run.warm_up());

  Posting ceiling(run.stage, 2);
  TRY(auto loop, RequestLoop::open(stage.endpoint, clients));
  auto const begin = LoopClock::now();
  loop.run(ceiling, {.end = begin + to_duration(stage.seconds)});
  auto const taken = std::chrono::duration<double>(LoopClock::now() - begin).count();
  run.count_errors(ceiling.tally);
  auto const ceiling_rate = static_cast<double>(ceiling.posts) / taken;
  run.result.figure("ceiling_posts_per_s", ceiling_rate);
  run.result.figure("ceiling_deliveries_per_s", static_cast<double>(ceiling.deliveries) / taken);

  auto const rate = std::min(stage.posts_per_s, ceiling_rate * part_of_ceiling);
  Posting steady(run.stage, 3);
  steady.look_every = std::max<std::uint64_t>(1, static_cast<std::uint64_t>(rate) / looks_per_s);
  auto const steady_begin = LoopClock::now();
  auto const sustained = sustained_factor * stage.seconds;
  PoissonArrivals arrivals(std::max(rate, 1.0), steady_begin, steady_begin + to_duration(sustained),
                           stage.seed);
  TRY_OK(run.steady("fan-out", steady, arrivals, sustained));
  auto const steady_taken = std::chrono::duration<double>(LoopClock::now() - steady_begin).count();
  run.count_errors(steady.tally);
  run.result.setting("wanted_posts_per_s", stage.posts_per_s);
  run.result.setting("sustained_seconds", sustained);
  run.result.figure("offered_posts_per_s", rate);
  run.result.figure("posts_per_s", static_cast<double>(steady.posts) / steady_taken);
  run.result.figure("deliveries_per_s", static_cast<double>(steady.deliveries) / steady_taken);
  run.result.figure(
      "mean_fan_out",
      steady.posts == 0 ? 0 : static_cast<double>(steady.deliveries) / static_cast<double>(steady.posts));
  run.result.figure("post_p99_ms", millis(steady.tally.of(ordinary).quantile(0.99)));
  run.result.figure("visible_samples", static_cast<double>(steady.visible.count()));
  run.result.figure("visible_p50_ms", millis(steady.visible.quantile(0.5)));
  run.result.figure("visible_p99_ms", millis(steady.visible.quantile(0.99)));
  for (auto const& [second, count] : steady.deliveries_in_second) {
    run.result.point("deliveries_per_s",
                     static_cast<double>(second - steady.deliveries_in_second.begin()->first),
                     static_cast<double>(count));
  }
  TRY_OK(measure_celebrity(run, rate));
  return run.result;
}

}  // namespace auklet::bench
