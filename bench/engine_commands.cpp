// SPDX-License-Identifier: Apache-2.0
#include "bench/engine_commands.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "bench/engine_memory.h"
#include "bench/fanout_stage.h"
#include "bench/population.h"
#include "bench/post_rows.h"

namespace auklet::bench {

namespace {

constexpr int exit_unable = 2;

int unable(Error const& error) {
  fmt::print(stderr, "auklet-bench: {}\n", error.message);
  return exit_unable;
}

void add_shape(CLI::App& command, FollowGraphShape& shape) {
  shape.users = 100'000;
  shape.followers_max = 0;
  command.add_option("--users", shape.users, "how many people, all of them resident")
      ->check(CLI::Range(10, 10'000'000))
      ->capture_default_str();
  command.add_option("--mean", shape.mean, "followers of an author on average")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  command.add_option("--max", shape.followers_max, "followers of the celebrity; 0 for 22 in 100 people");
  command.add_option("--exponent", shape.exponent, "of the power law of follower counts")
      ->check(CLI::Range(1.1, 10.0))
      ->capture_default_str();
  command.add_option("--seed", shape.seed, "same seed, same graph")->capture_default_str();
}

// The shape with the celebrity's followers settled.
template <class Options>
Options settled(Options options) {
  if (options.shape.followers_max == 0) {
    options.shape.followers_max = static_cast<std::uint32_t>(std::uint64_t{options.shape.users} * 22 / 100);
  }
  return options;
}

}  // namespace

struct EngineCommands::Impl {
  explicit Impl(CLI::App& app);

  CLI::App* add(CLI::App& app, char const* name, char const* what,
                std::function<Result<WorkloadResult>()> measure);

  struct Command {
    CLI::App* parsed;
    std::function<Result<WorkloadResult>()> measure;
  };
  std::vector<Command> commands;
  CLI::App* tokens = nullptr;
  std::string data;
  std::uint32_t tokens_wanted = 1;
  int print_tokens() const;

  std::string json;
  StageOptions stage;
  MemoryOptions memory;
  RowsOptions rows;
};

CLI::App* EngineCommands::Impl::add(CLI::App& app, char const* name, char const* what,
                                    std::function<Result<WorkloadResult>()> measure) {
  auto* const command = app.add_subcommand(name, what);
  command->add_option("--json", json, "write the figures to this file");
  commands.push_back({command, std::move(measure)});
  return command;
}

EngineCommands::Impl::Impl(CLI::App& app) {
  auto* command = add(app, "stage", "the fan-out alone on one core, next to Redis",
                      [this] { return measure_stage(settled(stage)); });
  add_shape(*command, stage.shape);
  command->add_option("--rounds", stage.rounds)->check(CLI::Range(1, 100))->capture_default_str();
  command->add_option("--round-seconds", stage.round_seconds)
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  command->add_option("--redis-socket", stage.redis_socket,
                      "the Unix socket of an empty Redis; else ours alone");
  command->add_option("--redis-users", stage.redis_users, "lists in Redis, at most")->capture_default_str();

  command = add(app, "memory", "bytes of a resident timeline and of a follow, and the budget under churn",
                [this] { return measure_memory(settled(memory)); });
  add_shape(*command, memory.shape);
  command->add_option("--churn-users", memory.churn_users, "of the churn, at most")->capture_default_str();

  command = add(app, "rows", "the rows of posts written straight into SQLite",
                [this] { return measure_rows(rows); });
  command->add_option("--database", rows.database, "a file made by `auklet migrate`")
      ->required()
      ->check(CLI::ExistingFile);
  command->add_option("--rounds", rows.rounds)->check(CLI::Range(1, 100))->capture_default_str();
  command->add_option("--round-seconds", rows.round_seconds)
      ->check(CLI::PositiveNumber)
      ->capture_default_str();

  tokens = app.add_subcommand("tokens",
                              "the bearer tokens of the first people of a prepared population, one a line");
  tokens->add_option("--data", data, "the folder where prepare has left its manifest")->required();
  tokens->add_option("--count", tokens_wanted)->capture_default_str();
}

int EngineCommands::Impl::print_tokens() const {
  auto const people = Population::open(data);
  if (!people) {
    return unable(people.error());
  }
  for (std::uint32_t user = 0; user < std::min(tokens_wanted, people->users()); ++user) {
    fmt::print("{}\n", people->token(user));
  }
  return 0;
}

EngineCommands::EngineCommands(CLI::App& app) : impl_(std::make_unique<Impl>(app)) {}
EngineCommands::~EngineCommands() = default;

std::optional<int> EngineCommands::run() {
  if (impl_->tokens->parsed()) {
    return impl_->print_tokens();
  }
  for (auto const& command : impl_->commands) {
    if (!command.parsed->parsed()) {
      continue;
    }
    auto result = command.measure();
    if (result) {
      fmt::print("{}", result->to_table());
    }
    Result<> const written = result && !impl_->json.empty() ? result->write(impl_->json) : Result<>{};
    if (!result || !written) {
      return unable(result ? written.error() : result.error());
    }
    return 0;
  }
  return std::nullopt;
}

}  // namespace auklet::bench
