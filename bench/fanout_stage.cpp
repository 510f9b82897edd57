// SPDX-License-Identifier: Apache-2.0
#include "bench/fanout_stage.h"

#include <algorithm>
#include <chrono>
#include <numeric>
#include <optional>
#include <utility>
#include <vector>

#include "bench/core.h"
#include "bench/draw.h"
#include "bench/median.h"
#include "bench/progress.h"
#include "bench/redis_lists.h"
#include "bench/resident_engine.h"

namespace auklet::bench {

namespace {

using Clock = std::chrono::steady_clock;

constexpr unsigned server_core = 0;  // the engine, or Redis
constexpr unsigned client_core = 1;  // who talks to Redis
constexpr std::size_t unbounded_bytes = std::size_t{1} << 40U;
constexpr unsigned celebrity_posts = 5;

double seconds_since(Clock::time_point begin) {
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

// Deliveries, and the time they took.
struct Pace {
  double deliveries = 0;
  double posts = 0;
  double seconds = 0;
  double core_seconds = 0;  // of the processor

  double per_second() const { return seconds > 0 ? deliveries / seconds : 0; }
  double per_core_second() const { return core_seconds > 0 ? deliveries / core_seconds : 0; }
};

Pace run_engine(ResidentEngine& residents, double seconds) {
  OnCore const pin(server_core);
  auto const before = residents.stats().deliveries;
  auto const core_before = thread_seconds();
  auto const begin = Clock::now();
  Pace pace;
  do {
    // The clock is read once in a few posts.
    for (int post = 0; post < 16; ++post) {
      residents.publish_next();
      ++pace.posts;
    }
  } while (seconds_since(begin) < seconds);
  pace.seconds = seconds_since(begin);
  pace.core_seconds = thread_seconds() - core_before;
  pace.deliveries = static_cast<double>(residents.stats().deliveries - before);
  return pace;
}

// The followers of each author and the author, as Redis is told them.
class Audiences {
 public:
  explicit Audiences(FollowGraph const& graph) : offsets_(std::size_t{graph.users()} + 1, 0) {
    for (std::uint32_t author = 0; author < graph.users(); ++author) {
      offsets_[author + 1] = offsets_[author] + graph.followers_count(author) + 1;
    }
    users_.resize(offsets_.back());
    auto next = offsets_;
    for (std::uint32_t user = 0; user < graph.users(); ++user) {
      users_[next[user]++] = user;
      for (auto const author : graph.followees(user)) {
        users_[next[author]++] = user;
      }
    }
  }
  std::span<std::uint32_t const> of(std::uint32_t author) const {
    return {users_.data() + offsets_[author], users_.data() + offsets_[author + 1]};
  }

 private:
  std::vector<std::uint64_t> offsets_;
  std::vector<std::uint32_t> users_;
};

class RedisStage {
 public:
  static Result<RedisStage> make(StageOptions const& options, FollowGraph const& graph) {
    auto lists = RedisLists::connect(options.redis_socket, options.entries_max);
    if (!lists) {
      return std::unexpected(lists.error());
    }
    auto const empty = lists->used_bytes();
    auto const filled = lists->fill(graph.users());
    auto const full = lists->used_bytes();
    if (!empty || !filled || !full) {
      return fail(ErrorKind::unavailable, "Redis: the lists cannot be filled");
    }
    auto const list_bytes = static_cast<double>(*full - *empty) / graph.users();
    return RedisStage(std::move(*lists), graph, list_bytes, options.shape.seed);
  }

  double list_bytes() const { return list_bytes_; }

  Result<Pace> run(double seconds) {
    OnCore const pin(client_core);
    auto const begin = Clock::now();
    Pace pace;
    do {
      auto const audience = audiences_.of(order_[posts_ % order_.size()]);
      if (auto const delivered = lists_.deliver(audience, (std::uint64_t{1} << 56U) + ++posts_); !delivered) {
        return std::unexpected(delivered.error());
      }
      ++pace.posts;
      pace.deliveries += static_cast<double>(audience.size());
    } while (seconds_since(begin) < seconds);
    pace.seconds = seconds_since(begin);
    return pace;
  }

 private:
  RedisStage(RedisLists lists, FollowGraph const& graph, double list_bytes, std::uint64_t seed)
      : lists_(std::move(lists)), audiences_(graph), order_(graph.users()), list_bytes_(list_bytes) {
    std::iota(order_.begin(), order_.end(), 0U);
    Draw draw(seed);
    for (auto last = order_.size() - 1; last > 0; --last) {
      std::swap(order_[last], order_[draw.below(last + 1)]);
    }
  }

  RedisLists lists_;
  Audiences audiences_;
  std::vector<std::uint32_t> order_;
  double list_bytes_;
  std::uint64_t posts_ = 0;
};

// The same graph when it is small enough for Redis, else one of the same kind with fewer people.
FollowGraph graph_for_redis(StageOptions const& options) {
  auto shape = options.shape;
  if (shape.users > options.redis_users) {
    shape.followers_max =
        static_cast<std::uint32_t>(std::uint64_t{shape.followers_max} * options.redis_users / shape.users);
    shape.users = options.redis_users;
  }
  return FollowGraph::make(shape);
}

void describe(WorkloadResult& result, StageOptions const& options) {
  result.setting("users", options.shape.users);
  result.setting("mean_followers", options.shape.mean);
  result.setting("followers_max", options.shape.followers_max);
  result.setting("exponent", options.shape.exponent);
  result.setting("entries_max", options.entries_max);
  result.setting("rounds", options.rounds);
  result.setting("round_seconds", options.round_seconds);
  result.setting("redis_users", std::min(options.shape.users, options.redis_users));
}

}  // namespace

Result<WorkloadResult> measure_stage(StageOptions const& options) {
  WorkloadResult result("fanout");
  describe(result, options);
  OnCore const pin(server_core);
  auto const graph = FollowGraph::make(options.shape);
  ResidentEngine residents(graph,
                           {.memory_budget_bytes = unbounded_bytes, .entries_max = options.entries_max},
                           options.shape.seed);
  Progress progress("residents", graph.users());
  for (std::uint32_t user = 0; user < graph.users(); ++user) {
    residents.make_resident(user, ResidentEngine::Fill::all);
    progress.show(user + 1, 0);
  }
  auto const build_seconds = progress.finish(graph.users(), 0);

  std::optional<RedisStage> redis;
  if (!options.redis_socket.empty()) {
    auto made = RedisStage::make(options, graph_for_redis(options));
    if (!made) {
      return std::unexpected(made.error());
    }
    redis.emplace(std::move(*made));
  }
  std::vector<double> ours;
  std::vector<double> ours_of_core;
  std::vector<double> theirs;
  Pace sum;
  for (unsigned round = 0; round < options.rounds; ++round) {
    auto const pace = run_engine(residents, options.round_seconds);
    ours.push_back(pace.per_second());
    ours_of_core.push_back(pace.per_core_second());
    sum.deliveries += pace.deliveries;
    sum.posts += pace.posts;
    result.point("stage_deliveries_per_s", round, ours.back());
    if (redis) {
      auto const redis_pace = redis->run(options.round_seconds);
      if (!redis_pace) {
        return std::unexpected(redis_pace.error());
      }
      theirs.push_back(redis_pace->per_second());
      result.point("redis_deliveries_per_s", round, theirs.back());
    }
  }
  std::vector<double> celebrity_ms;
  for (unsigned post = 0; post < celebrity_posts; ++post) {
    auto const begin = Clock::now();
    residents.publish_of(0);  // the one with the most followers
    celebrity_ms.push_back(seconds_since(begin) * 1e3);
  }

  result.figure("stage_deliveries_per_s", median_of(ours));
  result.figure("stage_deliveries_per_core_s", median_of(ours_of_core));
  result.figure("stage_mean_fan_out", sum.deliveries / sum.posts);
  result.figure("stage_celebrity_fan_out_ms", median_of(celebrity_ms));
  result.figure("stage_rebuilds_per_s", graph.users() / build_seconds);
  if (redis) {
    result.figure("redis_deliveries_per_s", median_of(theirs));
    result.figure("redis_timeline_bytes", redis->list_bytes());
    result.figure("stage_ratio_redis", median_of(ours) / median_of(theirs));
  }
  return result;
}

}  // namespace auklet::bench
