// SPDX-License-Identifier: Apache-2.0
#include "app/house_texts.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "base/random.h"

namespace auklet::app {
namespace {

class HouseTextsTest : public ::testing::Test {
 protected:
  ~HouseTextsTest() override { std::filesystem::remove(path_); }
  void write(std::string const& text) { std::ofstream(path_, std::ios::binary) << text; }

  static Result<HouseTexts> with_policy(std::string const& path) {
    Config config;
    config.privacy_policy_file = path;
    return read_house_texts(config);
  }
  static Result<HouseTexts> with_terms(std::string const& path) {
    Config config;
    config.terms_of_service_file = path;
    return read_house_texts(config);
  }

  std::string const path_ =
      (std::filesystem::temp_directory_path() / ("auklet-" + base::SystemRandom{}.token() + ".txt")).string();
};

TEST_F(HouseTextsTest, ThePolicyIsThatOfEveryServerWithoutAFile) {
  auto const texts = with_policy("");
  ASSERT_TRUE(texts);
  EXPECT_NE(texts->privacy_policy.text.find("password"), std::string::npos);
  EXPECT_GT(texts->privacy_policy.updated_at, UnixMillis{});
  EXPECT_FALSE(texts->terms_of_service) << "there are none that every server has";
}

TEST_F(HouseTextsTest, AreWhatTheFilesSayAsOfTheirLastChange) {
  write("Ours is öpen.");
  auto const time = std::filesystem::file_time_type::clock::now() - std::chrono::hours{48};
  std::filesystem::last_write_time(path_, time);
  auto const policy = with_policy(path_);
  auto const terms = with_terms(path_);
  ASSERT_TRUE(policy && terms && terms->terms_of_service);
  for (auto const& text : {policy->privacy_policy, *terms->terms_of_service}) {
    EXPECT_EQ(text.text, "Ours is öpen.");
    EXPECT_EQ(std::chrono::floor<std::chrono::seconds>(text.updated_at),
              std::chrono::floor<std::chrono::seconds>(std::chrono::file_clock::to_sys(time)));
  }
}

TEST_F(HouseTextsTest, AFileThatIsNoTextIsRefused) {
  for (auto* const read : {&with_policy, &with_terms}) {
    std::filesystem::remove(path_);
    EXPECT_EQ(read(path_).error().kind, ErrorKind::unavailable) << "it is not there";
    EXPECT_EQ(read(std::filesystem::temp_directory_path().string()).error().kind, ErrorKind::unavailable)
        << "a folder";
    write("\xFF\xFE");
    EXPECT_EQ(read(path_).error().kind, ErrorKind::invalid);
    write(std::string(256 * 1024 + 1, 'x'));
    EXPECT_EQ(read(path_).error().kind, ErrorKind::invalid);
  }
}

}  // namespace
}  // namespace auklet::app
