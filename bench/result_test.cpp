// SPDX-License-Identifier: Apache-2.0
#include "bench/result.h"

#include <gmock/gmock.h>
#include <unistd.h>

#include <boost/json/parse.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <limits>

namespace auklet::bench {
namespace {

WorkloadResult example() {
  WorkloadResult result("home", {.cores = 2, .cpu = "Fast", .memory_bytes = 1024, .kernel = "Linux 6"});
  result.setting("seed", 7);
  result.figure("p99_ms", 1);
  result.figure("p99_ms", 2.5);
  result.point("latency_ms", 0.5, 1);
  result.point("latency_ms", 0.25, 2);
  return result;
}

TEST(WorkloadResult, HasOneFormForEveryWorkload) {
  EXPECT_EQ(boost::json::value(example().to_json()), boost::json::parse(R"({
    "workload": "home",
    "machine": {"cores": 2, "cpu": "Fast", "memory_bytes": 1024, "kernel": "Linux 6"},
    "settings": {"seed": 7},
    "figures": {"p99_ms": 2.5},
    "series": {"latency_ms": [[0.5, 1.0], [0.25, 2.0]]}})"));
}

TEST(WorkloadResult, IsJsonAlsoWhenAFigureIsNoNumber) {
  auto result = example();
  result.figure("p99_ms", std::numeric_limits<double>::quiet_NaN());
  EXPECT_EQ(result.to_json().at("figures").at("p99_ms"), boost::json::value(0.0));
}

TEST(WorkloadResult, TellsEveryFigureInItsTable) {
  EXPECT_THAT(example().to_table(), testing::HasSubstr("p99_ms"));
}

TEST(WorkloadResult, WritesAFileThatCanBeReadBack) {
  auto folder = (std::filesystem::temp_directory_path() / "auklet-result-XXXXXX").string();
  ASSERT_NE(mkdtemp(folder.data()), nullptr);
  auto const path = folder + "/home.json";
  ASSERT_TRUE(example().write(path));
  std::ifstream in(path);
  std::string const text{std::istreambuf_iterator<char>(in), {}};
  EXPECT_EQ(boost::json::parse(text), boost::json::value(example().to_json()));
  EXPECT_FALSE(example().write(folder + "/no/such/folder.json"));
  std::filesystem::remove_all(folder);
}

TEST(Machine, KnowsItsCoresMemoryAndKernel) {
  auto const machine = this_machine();
  EXPECT_GE(machine.cores, 1U);
  EXPECT_GT(machine.memory_bytes, 1'000'000U);
  EXPECT_THAT(machine.kernel, testing::StartsWith("Linux"));
}

}  // namespace
}  // namespace auklet::bench
