// SPDX-License-Identifier: Apache-2.0
#include "app/command_line.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <sstream>

#include "base/random.h"

namespace auklet::app {
namespace {

using testing::HasSubstr;

// Runs the command line against commands that write down what they were asked.
class CommandLine : public testing::Test {
 protected:
  int run(std::vector<std::string> arguments, TextPairs environment = {}) {
    out_.str({});
    error_.str({});
    environment.emplace_back("AUKLET_CONFIG",
                             "/dev/null");  // an empty file, whatever lies in the working folder
    Commands const commands{
        .serve = [this](LoadedConfig const& loaded) { return note("serve " + loaded.config.listen); },
        .migrate = [this](Config const&) { return note("migrate"); },
        .create_account =
            [this](Config const&, NewAccount const& a) {
              return note("create " + a.username + " " + a.email + " " + a.password + " " + a.role);
            },
        .list_accounts =
            [this](Config const&, std::ostream& out) {
              out << "alice\n";
              return note("list");
            },
        .set_password =
            [this](Config const&, std::string const& name, std::string const& password) {
              return note("password " + name + " " + password);
            },
        .set_disabled = [this](Config const&, std::string const& name,
                               bool disabled) { return note((disabled ? "disable " : "enable ") + name); },
        .create_announcement =
            [this](Config const&, NewAnnouncement const& a, std::ostream&) {
              return note("announce " + a.text + " " + a.starts + " " + a.ends +
                          (a.all_day ? " all day" : ""));
            },
        .list_announcements = [this](Config const&, std::ostream&) { return note("announcements"); },
        .delete_announcement = [this](Config const&, std::string const& id) { return note("retract " + id); },
        .add_emoji =
            [this](Config const&, EmojiWords const& e) {
              return note("add " + e.shortcode + " " + e.file + " " + e.category +
                          (e.hidden ? " hidden" : ""));
            },
        .list_emojis = [this](Config const&, std::ostream&) { return note("emojis"); },
        .remove_emoji = [this](Config const&, std::string const& code) { return note("remove " + code); },
        .probe_database = [](Config const&) -> Result<std::string> { return "SQLite, schema 1"; },
    };
    return run_command_line(std::move(arguments), environment, commands,
                            {out_, error_, [] { return "typed secret"; }});
  }

  Result<> note(std::string text) {
    done_ = std::move(text);
    return outcome_;
  }

  Result<> outcome_;
  std::string done_;
  std::ostringstream out_;
  std::ostringstream error_;
};

TEST_F(CommandLine, ServesWithFlagsBeforeOrBehindTheCommand) {
  EXPECT_EQ(run({"serve"}), 0) << error_.str();
  EXPECT_EQ(done_, "serve 127.0.0.1:8080");
  EXPECT_EQ(run({"serve", "--listen", "127.0.0.1:9000"}), 0);
  EXPECT_EQ(done_, "serve 127.0.0.1:9000");
  EXPECT_EQ(run({"--listen=127.0.0.1:9001", "serve"}, {{"AUKLET_LISTEN", "127.0.0.1:1"}}), 0);
  EXPECT_EQ(done_, "serve 127.0.0.1:9001");
}

TEST_F(CommandLine, LooksAfterAccounts) {
  EXPECT_EQ(run({"account", "create", "alice", "--email", "a@example.org", "--password", "secret", "--role",
                 "admin"}),
            0);
  EXPECT_EQ(done_, "create alice a@example.org secret admin");
  EXPECT_EQ(run({"account", "create", "bob", "--email", "b@example.org"}), 0);
  EXPECT_EQ(done_, "create bob b@example.org typed secret user");
  EXPECT_EQ(run({"account", "password", "bob"}), 0);
  EXPECT_EQ(done_, "password bob typed secret");
  EXPECT_EQ(run({"account", "disable", "bob"}), 0);
  EXPECT_EQ(done_, "disable bob");
  EXPECT_EQ(run({"account", "disable", "bob", "--undo"}), 0);
  EXPECT_EQ(done_, "enable bob");
  EXPECT_EQ(run({"account", "list"}), 0);
  EXPECT_EQ(out_.str(), "alice\n");
}

TEST_F(CommandLine, LooksAfterEmojis) {
  EXPECT_EQ(run({"emoji", "add", "auk", "auk.png", "--category", "Birds", "--hidden"}), 0);
  EXPECT_EQ(done_, "add auk auk.png Birds hidden");
  EXPECT_EQ(run({"emoji", "add", "auk", "auk.png"}), 0);
  EXPECT_EQ(done_, "add auk auk.png ");
  EXPECT_EQ(run({"emoji", "list"}), 0);
  EXPECT_EQ(done_, "emojis");
  EXPECT_EQ(run({"emoji", "remove", "auk"}), 0);
  EXPECT_EQ(done_, "remove auk");
  EXPECT_EQ(run({"emoji", "add", "auk"}), 2);
  EXPECT_EQ(run({"emoji"}), 2);
}

TEST_F(CommandLine, MisuseIsStatusTwo) {
  for (std::vector<std::string> const& arguments :
       std::vector<std::vector<std::string>>{{},
                                             {"fly"},
                                             {"account"},
                                             {"account", "create", "alice"},
                                             {"account", "create", "a", "--email", "e@x", "--role", "king"},
                                             {"serve", "--no-such-flag"},
                                             {"serve", "--listen", "nowhere"},
                                             {"serve", "--config", "/no/such/file"}}) {
    EXPECT_EQ(run(arguments), 2) << testing::PrintToString(arguments);
    EXPECT_EQ(done_, "");
    EXPECT_NE(error_.str(), "");
  }
}

TEST_F(CommandLine, AFailedCommandIsStatusOneAndOneLine) {
  outcome_ = fail(ErrorKind::unavailable, "The database is away", "no such host");
  EXPECT_EQ(run({"migrate"}), 1);
  EXPECT_EQ(error_.str(), "auklet: The database is away (no such host)\n");
}

TEST_F(CommandLine, PrintsVersionAndConfiguration) {
  EXPECT_EQ(run({"version"}), 0);
  EXPECT_THAT(out_.str(), HasSubstr("auklet " AUKLET_VERSION));
  EXPECT_EQ(run({"config"}, {{"AUKLET_TITLE", "Home"}}), 0);
  EXPECT_THAT(out_.str(), HasSubstr("title = \"Home\"  # environment AUKLET_TITLE"));
  EXPECT_EQ(run({"config", "--markdown"}), 0);
  EXPECT_THAT(out_.str(), HasSubstr("# Configuration"));
}

TEST_F(CommandLine, PrintsTheDescriptionOfTheApi) {
  EXPECT_EQ(run({"openapi"}), 0);
  EXPECT_THAT(out_.str(), testing::StartsWith("{\"openapi\":\"3.1"));
  EXPECT_THAT(out_.str(), HasSubstr("/api/v1/statuses"));
}

TEST_F(CommandLine, TheDoctorSaysHowToMend) {
  auto const folder =
      (std::filesystem::temp_directory_path() / ("auklet-" + base::SystemRandom{}.token())).string();
  EXPECT_EQ(run({"doctor", "--data-dir", folder, "--listen", "127.0.0.1:0"}), 0);
  EXPECT_THAT(out_.str(), AllOf(HasSubstr("SQLite, schema 1"), HasSubstr(folder)));
  std::filesystem::remove_all(folder);
  EXPECT_EQ(run({"doctor", "--data-dir", "/proc/no/such"}), 1);
  EXPECT_THAT(out_.str(), AllOf(HasSubstr("BAD   data folder"), HasSubstr("mend: ")));
}

}  // namespace
}  // namespace auklet::app
