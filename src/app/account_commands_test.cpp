// SPDX-License-Identifier: Apache-2.0
#include "app/account_commands.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <sstream>

#include "base/random.h"

namespace auklet::app {
namespace {

using testing::HasSubstr;

class AccountCommands : public testing::Test {
 protected:
  AccountCommands()
      : folder_(std::filesystem::temp_directory_path() / ("auklet-" + base::SystemRandom{}.token())) {
    config_.domain = "example.org";
    config_.public_url = "https://example.org";
    config_.database = "sqlite:" + (folder_ / "auklet.db").string();
    config_.password_argon2_memory_kib = 8;
    config_.password_argon2_iterations = 1;
  }
  ~AccountCommands() override { std::filesystem::remove_all(folder_); }

  std::string list() {
    std::ostringstream out;
    EXPECT_TRUE(list_accounts(config_, out));
    return out.str();
  }

  std::filesystem::path folder_;
  Config config_;
};

TEST_F(AccountCommands, MakeListAndDisableAccounts) {
  ASSERT_TRUE(create_account(config_, {"alice", "alice@example.org", "correct horse", "owner"}));
  ASSERT_TRUE(create_account(config_, {"admin", "root@example.org", "correct horse", "admin"}));
  EXPECT_THAT(list(), testing::ContainsRegex(
                          "alice +alice@example.org +owner +2[^\n]*\nadmin +root@example.org +admin "));
  ASSERT_TRUE(set_disabled(config_, "Alice", true));
  EXPECT_THAT(list(), testing::ContainsRegex("alice[^\n]* disabled "));
  ASSERT_TRUE(set_disabled(config_, "alice", false));
  EXPECT_THAT(list(), testing::Not(HasSubstr("disabled")));
  EXPECT_TRUE(set_password(config_, "alice", "battery staple"));
}

TEST_F(AccountCommands, SayWhatIsWrong) {
  auto const taken = [&] {
    return create_account(config_, {"bob", "bob@example.org", "correct horse", "user"});
  };
  ASSERT_TRUE(taken());
  EXPECT_THAT(taken().error().message, HasSubstr("Username has already been taken"));
  EXPECT_EQ(create_account(config_, {"carol", "carol@example.org", "short", "user"}).error().kind,
            ErrorKind::invalid);
  EXPECT_EQ(set_password(config_, "nobody", "battery staple").error().kind, ErrorKind::not_found);
  config_.database = "sqlite:/proc/no/auklet.db";
  EXPECT_FALSE(migrate(config_));
}

TEST_F(AccountCommands, TheDomainIsSettledByTheFirstAccount) {
  ASSERT_TRUE(migrate(config_));
  config_.domain = "social.example";
  ASSERT_TRUE(create_account(config_, {"alice", "alice@example.org", "correct horse", "owner"}));
  config_.domain = "example.org";
  auto const refused = migrate(config_);
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().message, HasSubstr("set domain to social.example"));
  EXPECT_THAT(probe_database(config_).error().message, HasSubstr("set domain to social.example"));
}

TEST_F(AccountCommands, TheProbeMakesNothing) {
  EXPECT_THAT(*probe_database(config_), HasSubstr("will be made"));
  EXPECT_FALSE(std::filesystem::exists(folder_));
  ASSERT_TRUE(migrate(config_));
  EXPECT_THAT(*probe_database(config_), HasSubstr("SQLite, schema "));
}

}  // namespace
}  // namespace auklet::app
