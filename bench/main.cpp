// SPDX-License-Identifier: Apache-2.0
//
// auklet-bench graph: a whole social graph signs up, posts and reads; every home timeline is compared with a
// model. auklet-bench idle:  what a server costs that has nothing to do. auklet-bench prepare, home, post, …: a large
// population in the database and load on its server (bench/load_commands.h). auklet-bench stage, memory, rows: the
// engine alone and raw SQLite (bench/engine_commands.h). Exit codes: 0 all well, 1 a check or a
// limit failed, 2 it could not be run.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <boost/json/serialize.hpp>
#include <cstdio>
#include <fstream>

#include "bench/crowd.h"
#include "bench/engine_commands.h"
#include "bench/graph.h"
#include "bench/idle.h"
#include "bench/load.h"
#include "bench/load_commands.h"
#include "bench/plan.h"
#include "bench/report.h"
#include "bench/texts.h"

namespace auklet::bench {
namespace {

constexpr int exit_failed = 1;
constexpr int exit_unable = 2;
constexpr std::size_t friends_of_newcomer = 20;  // in a generated graph

struct GraphArguments {
  std::string file;
  std::size_t generate = 0;
  std::string url;
  std::size_t users = 0;
  PlanOptions plan;
  std::size_t connections = 16;
  std::vector<std::string> texts{"/usr/share/games/fortunes"};
  std::string name_prefix = "bird";
  std::string json;
};

struct IdleArguments {
  std::string binary;
  std::size_t rounds = 5;
  double start_ms_max = 500;
  double resident_mb_max = 40;
};

int unable(Error const& error) {
  fmt::print(stderr, "auklet-bench: {}\n", error.message);
  return exit_unable;
}

Result<Graph> load_graph(GraphArguments const& arguments) {
  if (arguments.file.empty()) {
    return generate_graph(arguments.generate, friends_of_newcomer, arguments.plan.seed);
  }
  return read_edge_file(arguments.file);
}

void print_problems(Report const& report) {
  for (auto const& error : report.statistics.first_errors()) {
    fmt::print("error: {}\n", error);
  }
  for (auto const& difference : report.check.differences) {
    fmt::print("difference: {}\n", difference);
  }
}

int run_graph(GraphArguments const& arguments) {
  auto graph = load_graph(arguments);
  if (!graph) {
    return unable(graph.error());
  }
  if (arguments.users > 0) {
    *graph = first_users(*graph, arguments.users);
  }
  auto const endpoint = parse_endpoint(arguments.url);
  if (!endpoint) {
    return unable(endpoint.error());
  }
  auto const texts = read_texts(arguments.texts);
  if (!texts) {
    return unable(texts.error());
  }
  auto const plan = make_plan(*graph, arguments.plan);
  fmt::print(stderr, "{} accounts, {} follows, {} actions, {} texts, seed {}\n", graph->users,
             graph->edges.size() * 2, plan.actions.size(), texts->size(), arguments.plan.seed);

  Crowd crowd(*endpoint, arguments.connections);
  Load load(crowd, *graph, plan, *texts, arguments.name_prefix, arguments.plan.seed);
  if (auto const made = load.sign_up(); !made) {
    for (auto const& error : crowd.statistics().first_errors()) {
      fmt::print(stderr, "error: {}\n", error);
    }
    return unable(made.error());
  }
  load.follow();
  load.act();
  Report const report{.url = arguments.url,
                      .seed = arguments.plan.seed,
                      .connections = arguments.connections,
                      .accounts = graph->users,
                      .counts = load.counts(),
                      .times = load.times(),
                      .check = HomeCheck(crowd, load.model(), load.members()).run(),
                      .statistics = crowd.statistics()};
  fmt::print("{}\n", to_table(report));
  print_problems(report);
  if (!arguments.json.empty()) {
    std::ofstream(arguments.json) << boost::json::serialize(to_json(report)) << '\n';
  }
  fmt::print("{}\n", report.passed() ? "every home timeline equals the model" : "FAILED");
  return report.passed() ? 0 : exit_failed;
}

int run_idle(IdleArguments const& arguments) {
  std::vector<IdleSample> samples;
  for (std::size_t round = 1; round <= arguments.rounds; ++round) {
    auto const sample = measure_idle(arguments.binary);
    if (!sample) {
      return unable(sample.error());
    }
    fmt::print("round {}: first answer after {:.1f} ms, resident {:.1f} MB\n", round, sample->start_ms,
               sample->resident_mb);
    samples.push_back(*sample);
  }
  auto const middle = median(samples);
  bool const passed =
      middle.start_ms <= arguments.start_ms_max && middle.resident_mb <= arguments.resident_mb_max;
  fmt::print(
      "median:  first answer after {:.1f} ms (at most {:.0f}), resident {:.1f} MB (at most {:.0f}){}\n",
      middle.start_ms, arguments.start_ms_max, middle.resident_mb, arguments.resident_mb_max,
      passed ? "" : ": FAILED");
  return passed ? 0 : exit_failed;
}

int run(int argc, char** argv) {
  CLI::App app{"Load and checks for an Auklet server on this machine"};
  app.require_subcommand(1);

  GraphArguments graph;
  auto* graph_command =
      app.add_subcommand("graph", "sign up a social graph, post, read, compare every home timeline");
  auto* file =
      graph_command->add_option("--file", graph.file, "edge list: two ids a line, each edge is two follows");
  auto* generate =
      graph_command->add_option("--generate", graph.generate, "make up a power-law graph of so many users")
          ->check(CLI::Range(2, 1'000'000));
  file->excludes(generate);
  graph_command
      ->add_option("--url", graph.url, "the server, http://127.0.0.1:PORT, in test mode without limits")
      ->required();
  graph_command->add_option("--users", graph.users, "take only the first so many users");
  graph_command->add_option("--posts", graph.plan.posts, "posts, replies included")->capture_default_str();
  graph_command->add_option("--seed", graph.plan.seed, "same seed, same actions")->capture_default_str();
  graph_command->add_option("--connections", graph.connections, "at the same time")
      ->check(CLI::Range(1, 1024))
      ->capture_default_str();
  graph_command->add_option("--texts", graph.texts, "folders of fortune files")->capture_default_str();
  graph_command->add_option("--prefix", graph.name_prefix, "user names are PREFIX0, PREFIX1, …")
      ->capture_default_str();
  graph_command->add_option("--json", graph.json, "write the figures to this file");

  IdleArguments idle;
  auto* idle_command =
      app.add_subcommand("idle", "start-to-first-answer and resident memory of an empty server");
  idle_command->add_option("--binary", idle.binary, "the auklet binary")
      ->required()
      ->check(CLI::ExistingFile);
  idle_command->add_option("--rounds", idle.rounds)->check(CLI::Range(1, 100))->capture_default_str();
  idle_command->add_option("--max-start-ms", idle.start_ms_max)->capture_default_str();
  idle_command->add_option("--max-rss-mb", idle.resident_mb_max)->capture_default_str();

  LoadCommands load(app);
  EngineCommands engine(app);

  try {
    app.parse(argc, argv);
    if (graph_command->parsed() && file->empty() && generate->empty()) {
      throw CLI::RequiredError("--file or --generate");
    }
  } catch (CLI::ParseError const& error) {
    return app.exit(error) == 0 ? 0 : exit_unable;
  }
  if (auto const code = engine.run()) {
    return *code;
  }
  if (graph_command->parsed()) {
    return run_graph(graph);
  }
  return idle_command->parsed() ? run_idle(idle) : load.run();
}

}  // namespace
}  // namespace auklet::bench

int main(int argc, char** argv) {
  return auklet::bench::run(argc, argv);
}
