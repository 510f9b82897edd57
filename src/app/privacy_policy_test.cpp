// SPDX-License-Identifier: Apache-2.0
#include "app/privacy_policy.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "base/random.h"

namespace auklet::app {
namespace {

class PrivacyPolicy : public ::testing::Test {
 protected:
  ~PrivacyPolicy() override { std::filesystem::remove(path_); }
  void write(std::string const& text) { std::ofstream(path_, std::ios::binary) << text; }

  std::string const path_ =
      (std::filesystem::temp_directory_path() / ("auklet-" + base::SystemRandom{}.token() + ".txt")).string();
};

TEST_F(PrivacyPolicy, IsThatOfEveryServerWithoutAFile) {
  auto const policy = read_privacy_policy("");
  ASSERT_TRUE(policy);
  EXPECT_NE(policy->text.find("password"), std::string::npos);
  EXPECT_GT(policy->updated_at, UnixMillis{});
}

TEST_F(PrivacyPolicy, IsWhatTheFileSaysAsOfItsLastChange) {
  write("Ours is öpen.");
  auto const time = std::filesystem::file_time_type::clock::now() - std::chrono::hours{48};
  std::filesystem::last_write_time(path_, time);
  auto const policy = read_privacy_policy(path_);
  ASSERT_TRUE(policy);
  EXPECT_EQ(policy->text, "Ours is öpen.");
  EXPECT_EQ(std::chrono::floor<std::chrono::seconds>(policy->updated_at),
            std::chrono::floor<std::chrono::seconds>(std::chrono::file_clock::to_sys(time)));
}

TEST_F(PrivacyPolicy, AFileThatIsNoTextIsRefused) {
  EXPECT_EQ(read_privacy_policy(path_).error().kind, ErrorKind::unavailable) << "it is not there";
  EXPECT_EQ(read_privacy_policy(std::filesystem::temp_directory_path().string()).error().kind,
            ErrorKind::unavailable)
      << "a folder";
  write("\xFF\xFE");
  EXPECT_EQ(read_privacy_policy(path_).error().kind, ErrorKind::invalid);
  write(std::string(256 * 1024 + 1, 'x'));
  EXPECT_EQ(read_privacy_policy(path_).error().kind, ErrorKind::invalid);
}

}  // namespace
}  // namespace auklet::app
