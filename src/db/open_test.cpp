// SPDX-License-Identifier: Apache-2.0
#include "db/open.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "db/testing/database_test.h"

namespace auklet::db {
namespace {

class Open : public ::testing::Test {
 protected:
  Open() { runtime_.start(); }
  ~Open() override { runtime_.stop(); }

  Error refused(std::string const& address) {
    auto const opened = open(address, runtime_, {.wait_max = std::chrono::milliseconds{500}});
    return opened ? Error{} : opened.error();
  }
  std::string path() const { return place_.address().substr(std::string_view("sqlite:").size()); }

  testing::FreshPlace place_{Engine::sqlite};
  async::Runtime runtime_{1};
};

TEST_F(Open, CreatesTheFolderAndTheFile) {
  auto const address = "sqlite:" + path() + "/deeper/still/auklet.db";
  auto const database = open(address, runtime_);
  ASSERT_TRUE(database) << database.error().message;
  EXPECT_EQ((*database)->engine(), Engine::sqlite);
  EXPECT_TRUE(std::filesystem::exists(path() + "/deeper/still/auklet.db"));
}

TEST_F(Open, RefusesAnAddressOfAnotherKind) {
  for (auto const* const address : {"", "auklet.db", "mysql://localhost/x", "sqlite", "sqlite:"}) {
    EXPECT_EQ(refused(address).kind, ErrorKind::invalid) << address;
  }
}

TEST_F(Open, SaysWhichFileItCannotOpen) {
  auto const file = path();
  std::filesystem::create_directories(std::filesystem::path(file).parent_path());
  std::ofstream(file) << std::string(4096, 'x');
  auto const garbage = refused("sqlite:" + file);
  EXPECT_EQ(garbage.kind, ErrorKind::unavailable);
  EXPECT_NE(garbage.message.find(file), std::string::npos) << garbage.message;
  auto const no_folder = refused("sqlite:" + file + "/below/auklet.db");
  EXPECT_EQ(no_folder.kind, ErrorKind::unavailable);
  EXPECT_NE(no_folder.message.find(file + "/below"), std::string::npos) << no_folder.message;
}

TEST_F(Open, NamesTheServerButNeverThePassword) {
  auto const error = refused("postgresql://user:s3cret@127.0.0.1:1/people");
  EXPECT_EQ(error.kind, ErrorKind::unavailable);
  EXPECT_NE(error.message.find("database people at 127.0.0.1:1"), std::string::npos) << error.message;
  for (auto const* const address :
       {"postgresql://user:s3cret@127.0.0.1:1/people", "postgres://user:s3cret@[::1/x",
        "postgresql://u:s3cret@h:port/x", "postgresql://u:s3cret@127.0.0.1:99999/x",
        "postgresql://u:s3cret@h/x?no_such=1"}) {
    auto const refusal = refused(address);
    EXPECT_NE(refusal.message, "") << address;
    EXPECT_EQ((refusal.message + refusal.detail).find("s3cret"), std::string::npos) << refusal.message;
  }
}

}  // namespace
}  // namespace auklet::db
