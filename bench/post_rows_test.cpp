// SPDX-License-Identifier: Apache-2.0
#include "bench/post_rows.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

#include "bench/prepare.h"

namespace auklet::bench {
namespace {

class PostRows : public testing::Test {
 protected:
  void SetUp() override {
    std::filesystem::create_directories(folder_);
    auto const people = Population::make({.graph = {.users = 10, .mean = 2, .followers_max = 5}});
    ASSERT_TRUE(people);
    ASSERT_TRUE(load_population(*people, "sqlite:" + database(), {}));
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  std::string database() const { return folder_ / "auklet.db"; }

  std::filesystem::path const folder_ =
      std::filesystem::temp_directory_path() / ("auklet-post-rows-" + std::to_string(getpid()));
};

TEST_F(PostRows, FitTheSchemaOfTheProduct) {
  auto const result = measure_rows({.database = database(), .rounds = 1, .round_seconds = 1e-3});
  ASSERT_TRUE(result) << result.error().message;
  EXPECT_EQ(result->workload(), "post");
  EXPECT_GT(result->figures().at("sqlite_1_posts_per_s").as_double(), 0);
  EXPECT_GT(result->figures().at("sqlite_100_posts_per_s").as_double(), 0);
}

TEST_F(PostRows, SaysWhenThereIsNoDatabase) {
  auto const result = measure_rows({.database = folder_ / "none.db"});
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().kind, ErrorKind::unavailable);
}

}  // namespace
}  // namespace auklet::bench
