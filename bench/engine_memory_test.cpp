// SPDX-License-Identifier: Apache-2.0
#include "bench/engine_memory.h"

#include <gtest/gtest.h>
#include <sys/mman.h>

namespace auklet::bench {
namespace {

double figure(WorkloadResult const& result, char const* name) {
  return result.figures().at(name).as_double();
}

TEST(EngineMemory, TellsTimelinesFromFollowsAndKeepsTheBudget) {
  auto const result = measure_memory(
      {.shape = {.users = 400, .mean = 20, .followers_max = 88}, .entries_max = 40, .churn_users = 200});
  ASSERT_TRUE(result);
  // A word for each entry at least, and for a follow one number on each side.
  EXPECT_GE(figure(*result, "timeline_counted_bytes"), 40 * 8);
  EXPECT_GE(figure(*result, "edge_counted_bytes"), 4);
  EXPECT_GT(figure(*result, "churn_evictions"), 0);
  EXPECT_LE(figure(*result, "churn_counted_percent"), 105);
}

TEST(EngineMemory, SeesWhatTheProcessHolds) {
  constexpr std::size_t much = std::size_t{64} << 20U;
  auto const before = process_bytes();
  void* const memory =
      mmap(nullptr, much, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
  ASSERT_NE(memory, MAP_FAILED);
  EXPECT_GE(process_bytes(), before + much / 2);
  munmap(memory, much);
}

}  // namespace
}  // namespace auklet::bench
