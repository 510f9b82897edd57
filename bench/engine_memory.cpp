// SPDX-License-Identifier: Apache-2.0
#include "bench/engine_memory.h"

#include <fmt/format.h>
#ifdef AUKLET_JEMALLOC
#include <jemalloc/jemalloc.h>
#else
#include <malloc.h>
#endif
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <optional>

#include "base/check.h"
#include "bench/draw.h"
#include "bench/progress.h"
#include "bench/resident_engine.h"

namespace auklet::bench {

namespace {

constexpr std::size_t unbounded_bytes = std::size_t{1} << 40U;
constexpr std::uint32_t posts_a_rebuild = 4;  // published meanwhile, for each timeline that comes

// Memory before and after, by the engine's own count and as the system has it.
struct Held {
  double counted = 0;
  double process = 0;
};

double process_bytes_at_rest() {
  // What was freed must not count for what comes.
#ifdef AUKLET_JEMALLOC
  mallctl(fmt::format("arena.{}.purge", MALLCTL_ARENAS_ALL).c_str(), nullptr, nullptr, nullptr, 0);
#else
  malloc_trim(0);
#endif
  return static_cast<double>(process_bytes());
}

Held fill(FollowGraph const& graph, MemoryOptions const& options, ResidentEngine::Fill what,
          char const* label) {
  auto const before = process_bytes_at_rest();
  ResidentEngine residents(graph,
                           {.memory_budget_bytes = unbounded_bytes, .entries_max = options.entries_max},
                           options.shape.seed);
  // What stands for the store is no part of the engine.
  auto const store = process_bytes_at_rest() - before;
  Progress progress(label, graph.users());
  for (std::uint32_t user = 0; user < graph.users(); ++user) {
    residents.make_resident(user, what);
    progress.show(user + 1, 0);
  }
  progress.finish(graph.users(), 0);
  return {.counted = static_cast<double>(residents.stats().bytes),
          .process = process_bytes_at_rest() - before - store};
}

// A measurement in a process of its own, beside what goes on here: memory is told by what the system says of a process.
class HeldElsewhere {
 public:
  // Begins it. The calling process must have no threads that hold locks.
  template <class Measure>
  explicit HeldElsewhere(Measure const& measure) {
    std::array<int, 2> ends{};
    CHECK(pipe(ends.data()) == 0);
    process_ = fork();
    CHECK(process_ >= 0);
    if (process_ == 0) {
      Held const held = measure();
      _exit(write(ends[1], &held, sizeof(held)) == sizeof(held) ? 0 : 1);
    }
    close(ends[1]);
    result_ = ends[0];
  }
  HeldElsewhere(HeldElsewhere const&) = delete;
  HeldElsewhere& operator=(HeldElsewhere const&) = delete;
  ~HeldElsewhere() {
    close(result_);
    waitpid(process_, nullptr, 0);
  }

  // Waits for it; nothing when the process died.
  std::optional<Held> get() const {
    Held held;
    return read(result_, &held, sizeof(held)) == sizeof(held) ? std::optional(held) : std::nullopt;
  }

 private:
  pid_t process_ = -1;
  int result_ = -1;
};

// Timelines come in an order that looks like none and push others out; what is held is looked at all the time.
void churn(WorkloadResult& result, MemoryOptions const& options, double bytes_of_one) {
  auto shape = options.shape;
  if (shape.users > options.churn_users) {
    shape.followers_max =
        static_cast<std::uint32_t>(std::uint64_t{shape.followers_max} * options.churn_users / shape.users);
    shape.users = options.churn_users;
  }
  auto const graph = FollowGraph::make(shape);
  auto const budget = options.churn_part * bytes_of_one * graph.users();
  auto const before = process_bytes_at_rest();
  ResidentEngine residents(
      graph, {.memory_budget_bytes = static_cast<std::size_t>(budget), .entries_max = options.entries_max},
      shape.seed);
  auto const store = process_bytes_at_rest() - before;
  auto const turns = static_cast<std::size_t>(options.churn_turns * graph.users());
  auto const sample_every = std::max<std::size_t>(turns / 200, 1);
  Draw draw(shape.seed);
  double counted_max = 0;
  double process_max = 0;
  Progress progress("churn", turns);
  for (std::size_t turn = 1; turn <= turns; ++turn) {
    residents.make_resident(static_cast<std::uint32_t>(draw.below(graph.users())), ResidentEngine::Fill::all);
    for (std::uint32_t post = 0; post < posts_a_rebuild; ++post) {
      residents.publish_next();
    }
    counted_max = std::max(counted_max, static_cast<double>(residents.stats().bytes));
    if (turn % sample_every == 0) {
      auto const process = static_cast<double>(process_bytes()) - before - store;
      process_max = std::max(process_max, process);
      result.point("churn_counted_percent", static_cast<double>(turn),
                   100 * static_cast<double>(residents.stats().bytes) / budget);
      result.point("churn_process_percent", static_cast<double>(turn), 100 * process / budget);
    }
    progress.show(turn, 0);
  }
  progress.finish(turns, 0);
  auto const stats = residents.stats();
  result.figure("churn_budget_mb", budget / 1e6);
  result.figure("churn_evictions", static_cast<double>(stats.evictions));
  result.figure("churn_resident", static_cast<double>(stats.resident));
  result.figure("churn_counted_percent", 100 * counted_max / budget);
  result.figure("churn_process_percent", 100 * process_max / budget);
}

}  // namespace

std::size_t process_bytes() {
  std::ifstream statm("/proc/self/statm");
  std::size_t all_pages = 0;
  std::size_t resident_pages = 0;
  statm >> all_pages >> resident_pages;
  return resident_pages * static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
}

Result<WorkloadResult> measure_memory(MemoryOptions const& options) {
  WorkloadResult result("memory");
  auto const graph = FollowGraph::make(options.shape);
  auto const users = static_cast<double>(graph.users());
  auto const follows = static_cast<double>(graph.follows());
  result.setting("users", graph.users());
  result.setting("follows", graph.follows());
  result.setting("entries_max", options.entries_max);
  // The same people three times: with nothing, with their follows, with their entries too. So a follow is told from
  // a timeline by the system's own figures.
  auto const bare =
      fill(graph, options, ResidentEngine::Fill::nothing, "timelines without follows and entries");
  HeldElsewhere const beside(
      [&] { return fill(graph, options, ResidentEngine::Fill::relations, "timelines with follows"); });
  auto const full = fill(graph, options, ResidentEngine::Fill::all, "timelines with follows and entries");
  auto const related = beside.get();
  if (!related) {
    return fail(ErrorKind::unavailable,
                "the process that measures follows has died, perhaps for want of memory");
  }

  auto const edges = related->process - bare.process;
  auto const edges_counted = related->counted - bare.counted;
  result.figure("edge_bytes", edges / follows);
  result.figure("edge_counted_bytes", edges_counted / follows);
  result.figure("timeline_bytes", (full.process - edges) / users);
  result.figure("timeline_counted_bytes", (full.counted - edges_counted) / users);
  result.figure("process_mb", full.process / 1e6);
  result.figure("counted_mb", full.counted / 1e6);
  result.figure("counted_percent_of_process", 100 * full.counted / full.process);
  result.figure("timelines", users);
  result.figure("follows", follows);
  churn(result, options, full.counted / users);
  return result;
}

}  // namespace auklet::bench
