// SPDX-License-Identifier: Apache-2.0
#include "app/secret_key.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <thread>
#include <vector>

namespace auklet::app {
namespace {

namespace fs = std::filesystem;

class SecretKey : public testing::Test {
 protected:
  SecretKey()
      : folder_(fs::temp_directory_path() / ("auklet-" + random_.token())),
        path_((folder_ / "secret.key").string()) {}
  ~SecretKey() override { fs::remove_all(folder_); }

  void write(std::string const& text) {
    fs::create_directories(folder_);
    std::ofstream(path_) << text;
    fs::permissions(path_, fs::perms::owner_read | fs::perms::owner_write);
  }

  base::SystemRandom random_;
  fs::path folder_;
  std::string path_;
};

TEST_F(SecretKey, IsMadeOnceForItsOwnerAlone) {
  auto const made = read_or_create_secret_key(path_, random_);
  ASSERT_TRUE(made) << made.error().message;
  EXPECT_EQ(made->size(), 32U);
  EXPECT_EQ(read_or_create_secret_key(path_, random_), made);
  struct stat status{};
  ASSERT_EQ(::stat(path_.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);
  EXPECT_EQ(std::distance(fs::directory_iterator(folder_), fs::directory_iterator{}), 1)
      << "a draft was left behind";
}

TEST_F(SecretKey, IsTheSameForAllWhoStartAtOnce) {
  std::vector<Result<std::string>> keys(8, std::string{});
  {
    std::vector<std::jthread> threads;
    for (auto& key : keys) {
      threads.emplace_back([&] { key = read_or_create_secret_key(path_, random_); });
    }
  }
  for (auto const& key : keys) {
    ASSERT_TRUE(key) << key.error().message;
    EXPECT_EQ(*key, *keys.front());
  }
}

TEST_F(SecretKey, RefusesAFileThatOthersMayRead) {
  ASSERT_TRUE(read_or_create_secret_key(path_, random_));
  fs::permissions(path_, fs::perms::group_read, fs::perm_options::add);
  auto const refused = read_or_create_secret_key(path_, random_);
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find("chmod 600"), std::string::npos);
}

TEST_F(SecretKey, RefusesWhatIsNoKey) {
  for (auto const* text : {"", "short", "0123456789012345678901234567890123456789012 and more", "!!!!"}) {
    write(text);
    auto const refused = read_or_create_secret_key(path_, random_);
    ASSERT_FALSE(refused) << text;
    EXPECT_EQ(refused.error().kind, ErrorKind::invalid);
  }
}

TEST_F(SecretKey, SaysSoWhenItCannotBeMade) {
  auto const refused = read_or_create_secret_key("/proc/no/secret.key", random_);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::unavailable);
}

}  // namespace
}  // namespace auklet::app
