// SPDX-License-Identifier: Apache-2.0
#include "app/doctor.h"

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <filesystem>
#include <fstream>

#include "base/random.h"

namespace auklet::app {
namespace {

constexpr UnixMillis some_day{std::chrono::sys_days{std::chrono::year{2026} / 11 / 21}};

class Doctor : public testing::Test {
 protected:
  Doctor() : folder_(std::filesystem::temp_directory_path() / ("auklet-" + base::SystemRandom{}.token())) {
    config_.data_dir = folder_.string();
    config_.secret_key_file = (folder_ / "secret.key").string();
    config_.database = "sqlite:" + (folder_ / "auklet.db").string();
    config_.domain = "localhost:8080";
    config_.public_url = "http://localhost:8080";
    config_.listen = "127.0.0.1:0";
  }
  ~Doctor() override { std::filesystem::remove_all(folder_); }

  Finding look(std::string const& subject) {
    for (auto const& finding : examine(config_, clock_, [this](Config const&) { return database_; })) {
      if (finding.subject == subject) {
        return finding;
      }
    }
    ADD_FAILURE() << "nobody looked at " << subject;
    return {};
  }

  std::filesystem::path folder_;
  Config config_;
  base::ManualClock clock_{some_day};
  Result<std::string> database_ = "SQLite";
};

TEST_F(Doctor, FindsNothingWrongWithDefaults) {
  auto const findings = examine(config_, clock_, [this](Config const&) { return database_; });
  EXPECT_TRUE(all_well(findings)) << findings_text(findings);
}

TEST_F(Doctor, DistrustsAnImpossibleClock) {
  clock_.set(UnixMillis{});
  EXPECT_EQ(look("clock").health, Health::bad);
}

TEST_F(Doctor, SeesAPortInUse) {
  boost::asio::io_context context;
  boost::asio::ip::tcp::acceptor taken(context, {boost::asio::ip::make_address("127.0.0.1"), 0});
  config_.listen = "127.0.0.1:" + std::to_string(taken.local_endpoint().port());
  EXPECT_EQ(look("port").health, Health::doubtful);
}

TEST_F(Doctor, SeesAnAddressThatIsNotHere) {
  config_.listen = "192.0.2.1:8080";
  EXPECT_EQ(look("port").health, Health::bad);
}

TEST_F(Doctor, PassesOnWhatTheDatabaseSays) {
  database_ = fail(ErrorKind::unavailable, "The database is away", "connection refused");
  auto const finding = look("database");
  EXPECT_EQ(finding.health, Health::bad);
  EXPECT_NE(finding.fact.find("connection refused"), std::string::npos);
  EXPECT_FALSE(finding.mend.empty());
}

TEST_F(Doctor, WarnsBeforeAPrivateNameIsServedToTheWorld) {
  config_.listen = "0.0.0.0:0";
  EXPECT_EQ(look("addresses").health, Health::doubtful);
}

TEST_F(Doctor, SeesAKeyThatOthersMayRead) {
  std::filesystem::create_directories(folder_);
  std::ofstream(config_.secret_key_file) << "key";
  std::filesystem::permissions(config_.secret_key_file, std::filesystem::perms::others_read,
                               std::filesystem::perm_options::add);
  auto const finding = look("secret key");
  EXPECT_EQ(finding.health, Health::bad);
  EXPECT_NE(finding.mend.find("chmod"), std::string::npos);
}

}  // namespace
}  // namespace auklet::app
