// SPDX-License-Identifier: Apache-2.0
#include "bench/load_commands.h"

#include <fmt/format.h>

#include <filesystem>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "bench/population.h"
#include "bench/prepare.h"

namespace auklet::bench {

namespace {

constexpr int exit_unable = 2;

int unable(Error const& error) {
  fmt::print(stderr, "auklet-bench: {}\n", error.message);
  return exit_unable;
}

}  // namespace

struct LoadCommands::Impl {
  explicit Impl(CLI::App& app) { add_prepare(app); }

  void add_prepare(CLI::App& app);
  int prepare();

  std::vector<std::pair<CLI::App*, std::function<int()>>> commands;
  PopulationShape shape;
  std::string data;
  std::string database;
  ServerName name;
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
  command->add_option("--data", data, "the server's data folder; the manifest goes there too")->required();
  command->add_option("--database", database, "sqlite:PATH or postgresql://…; default sqlite:DATA/auklet.db");
  command->add_option("--domain", name.domain, "of the server that will run on it")->capture_default_str();
  command->add_option("--base-url", name.base_url, "of that server")->capture_default_str();
  commands.emplace_back(command, [this] { return prepare(); });
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
  // Last: who finds the manifest finds all.
  if (auto const written = write_manifest(shape, data + "/bench.json"); !written) {
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
