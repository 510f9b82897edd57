// SPDX-License-Identifier: Apache-2.0
#include "bench/load_commands.h"

#include <fmt/format.h>
#include <sched.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "bench/population.h"
#include "bench/prepare.h"
#include "bench/verify.h"
#include "bench/workloads.h"

namespace auklet::bench {

namespace {

constexpr int exit_failed = 1;
constexpr int exit_unable = 2;

struct NamedWorkload {
  char const* name;
  char const* about;
  Result<WorkloadResult> (*run)(LoadStage const&);
};

constexpr std::array workloads{
    NamedWorkload{"verify", "whether untouched homes hold what was prepared", run_verify},
    NamedWorkload{"home", "home pages of resident readers: ceiling, and latency at 70 % of it", run_home},
    NamedWorkload{"cold", "home pages that are not resident; what a crowd of them does to others", run_cold},
    NamedWorkload{"post", "durable posts of 64 clients", run_post},
    NamedWorkload{"fanout", "posts into the homes of followers: deliveries, visibility, the celebrity",
                  run_fanout},
    NamedWorkload{"mixed", "60 % homes, 30 % posts of an author, 10 % compose", run_mixed},
    NamedWorkload{"pequod", "1 post, 100 checks, 10 follows, 5 log-outs", run_pequod},
    NamedWorkload{"search", "posts by two of their words", run_search},
    NamedWorkload{"stream", "subscribers of the public stream: memory of each, how soon a post reaches all",
                  run_stream},
    NamedWorkload{"burst", "25 times the load for one second", run_burst},
};

// Keeps this process on these cores, so that it stays away from the server's.
Result<> stay_on(std::vector<std::uint32_t> const& cores) {
  cpu_set_t set;
  CPU_ZERO(&set);
  for (auto const core : cores) {
    CPU_SET(core, &set);
  }
  if (!cores.empty() && sched_setaffinity(0, sizeof(set), &set) != 0) {
    return fail(ErrorKind::invalid, "this process may not run on the cores of --cores");
  }
  return {};
}

int unable(Error const& error) {
  fmt::print(stderr, "auklet-bench: {}\n", error.message);
  return exit_unable;
}

}  // namespace

struct LoadCommands::Impl {
  explicit Impl(CLI::App& app) {
    add_prepare(app);
    for (auto const& workload : workloads) {
      add_workload(app, workload);
    }
  }

  void add_prepare(CLI::App& app);
  void add_workload(CLI::App& app, NamedWorkload const& workload);
  int prepare();
  int measure(NamedWorkload const& workload);

  std::vector<std::pair<CLI::App*, std::function<int()>>> commands;
  PopulationShape shape;
  std::string data;
  std::string database;
  ServerName name;

  std::string url;
  double seconds = 10;
  std::size_t connections = 32;
  std::uint32_t residents = 0;
  std::uint32_t server_cores = 1;
  double posts_per_s = 3500;
  std::uint64_t seed = 1;
  bool quick = false;
  double warm_up_seconds = 0;
  std::vector<std::uint32_t> cores;
  std::string json;
  std::string result_name;
};

void LoadCommands::Impl::add_prepare(CLI::App& app) {
  auto* command = app.add_subcommand("prepare", "load a large population into an empty database");
  command->add_option("--users", shape.graph.users, "how many people")
      ->check(CLI::Range(2, 10'000'000))
      ->capture_default_str();
  command->add_option("--mean", shape.graph.mean, "followers of an author on average")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  command->add_option("--max", shape.graph.followers_max, "followers of the celebrity")
      ->capture_default_str();
  command->add_option("--exponent", shape.graph.exponent, "of the power law of follower counts")
      ->check(CLI::Range(1.1, 10.0))
      ->capture_default_str();
  command->add_option("--seed", shape.graph.seed, "same seed, same population")->capture_default_str();
  command->add_option("--edges", shape.edges, "take this edge list instead: two ids a line, each two follows")
      ->check(CLI::ExistingFile);
  command->add_option("--posts", shape.posts, "old posts")->capture_default_str();
  command
      ->add_option("--vocabulary", shape.vocabulary,
                   "different words in them, used as Zipf's law has it; 0: a few")
      ->check(CLI::Range(0, 10'000'000))
      ->capture_default_str();
  command->add_option("--data", data, "the server's data folder; the manifest goes there too")->required();
  command->add_option("--database", database, "sqlite:PATH or postgresql://…; default sqlite:DATA/auklet.db");
  command->add_option("--domain", name.domain, "of the server that will run on it")->capture_default_str();
  command->add_option("--base-url", name.base_url, "of that server")->capture_default_str();
  commands.emplace_back(command, [this] { return prepare(); });
}

void LoadCommands::Impl::add_workload(CLI::App& app, NamedWorkload const& workload) {
  auto* command = app.add_subcommand(workload.name, workload.about);
  command->add_option("--url", url, "the server on the prepared data, http://127.0.0.1:PORT, without limits")
      ->required();
  command->add_option("--data", data, "the folder where prepare has left its manifest")->required();
  command->add_option("--seconds", seconds, "of each measurement")
      ->check(CLI::Range(0.1, 3600.0))
      ->capture_default_str();
  command->add_option("--connections", connections, "at the same time")
      ->check(CLI::Range(1, 4096))
      ->capture_default_str();
  command->add_option("--residents", residents, "so many people read and write; 0 for all")
      ->capture_default_str();
  command->add_option("--server-cores", server_cores, "that the server runs on, for figures per core")
      ->check(CLI::Range(1, 1024))
      ->capture_default_str();
  command->add_option("--posts-per-s", posts_per_s, "that fanout wants")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  command->add_option("--seed", seed, "same seed, same requests")->capture_default_str();
  command->add_flag("--quick", quick,
                    "no warm-up, and of home only the ceiling: for rounds beside a reference");
  command
      ->add_option("--warm-up-seconds", warm_up_seconds,
                   "at most; who has not read their home by then is no resident; 0 for no limit")
      ->check(CLI::Range(0.0, 86'400.0))
      ->capture_default_str();
  command
      ->add_option("--cores", cores, "keep the load on these cores, which the server does not use: 1 or 0,1")
      ->delimiter(',');
  command->add_option("--json", json, "write the figures to this file");
  command->add_option("--name", result_name, "in that file, instead of the workload's");
  commands.emplace_back(command, [this, &workload] { return measure(workload); });
}

int LoadCommands::Impl::measure(NamedWorkload const& workload) {
  auto const endpoint = parse_endpoint(url);
  if (!endpoint) {
    return unable(endpoint.error());
  }
  auto const people = Population::open(data);
  if (!people) {
    return unable(people.error());
  }
  auto const machine = this_machine();
  if (auto const kept = stay_on(cores); !kept) {
    return unable(kept.error());
  }
  auto const all = people->users();
  Requests const requests(*people, *endpoint);
  LoadStage const stage{.people = *people,
                        .requests = requests,
                        .endpoint = *endpoint,
                        .machine = machine,
                        .name = result_name,
                        .seconds = seconds,
                        .connections = connections,
                        .residents = residents == 0 || residents > all ? all : residents,
                        .server_cores = server_cores,
                        .own_core = !cores.empty(),
                        .posts_per_s = posts_per_s,
                        .quick = quick,
                        .warm_up_seconds = warm_up_seconds,
                        .seed = seed};
  auto const result = workload.run(stage);
  if (!result) {
    return unable(result.error());
  }
  fmt::print("{}", result->to_table());
  if (!json.empty()) {
    if (auto const written = result->write(json); !written) {
      return unable(written.error());
    }
  }
  return result->figures().at("errors").as_double() == 0 ? 0 : exit_failed;
}

int LoadCommands::Impl::prepare() {
  std::error_code code;
  std::filesystem::create_directories(data, code);
  if (!shape.edges.empty()) {
    shape.edges = std::filesystem::absolute(shape.edges).string();
  }
  auto const people = Population::make(shape);
  if (!people) {
    return unable(people.error());
  }
  fmt::print(stderr, "{} people, {} follows, {} posts, seed {}\n", people->users(), people->graph().follows(),
             shape.posts, shape.graph.seed);
  auto const address = database.empty() ? fmt::format("sqlite:{}/auklet.db", data) : database;
  if (auto const loaded = load_population(*people, address, name); !loaded) {
    return unable(loaded.error());
  }
  if (auto const written = people->write(data); !written) {
    return unable(written.error());
  }
  return 0;
}

LoadCommands::LoadCommands(CLI::App& app) : impl_(std::make_unique<Impl>(app)) {}
LoadCommands::~LoadCommands() = default;

int LoadCommands::run() {
  for (auto const& [command, run] : impl_->commands) {
    if (command->parsed()) {
      return run();
    }
  }
  return exit_unable;
}

}  // namespace auklet::bench
