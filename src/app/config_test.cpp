// SPDX-License-Identifier: Apache-2.0
#include "app/config.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "app/config_keys.h"
#include "app/config_text.h"
#include "base/random.h"

namespace auklet::app {
namespace {

using testing::HasSubstr;

// A configuration file that lives as long as the test. Tests name it always, so that none finds one by
// chance.
class ConfigFile {
 public:
  explicit ConfigFile(std::string const& text)
      : path_((std::filesystem::temp_directory_path() / ("auklet-" + base::SystemRandom{}.token() + ".toml"))
                  .string()) {
    std::ofstream(path_) << text;
  }
  ~ConfigFile() { std::filesystem::remove(path_); }
  std::string const& path() const { return path_; }

 private:
  std::string path_;
};

Result<LoadedConfig> load(std::string const& toml, TextPairs environment = {}, TextPairs flags = {}) {
  ConfigFile const file(toml);
  return load_config({std::move(flags), std::move(environment), file.path()});
}

std::string complaint(std::string const& toml, TextPairs environment = {}, TextPairs flags = {}) {
  auto const loaded = load(toml, std::move(environment), std::move(flags));
  return loaded ? "no complaint" : loaded.error().message;
}

TEST(Config, NeedsNothing) {
  auto const loaded = load("");
  ASSERT_TRUE(loaded) << loaded.error().message;
  auto const& config = loaded->config;
  EXPECT_EQ(config.domain, "localhost:8080");
  EXPECT_EQ(config.public_url, "http://localhost:8080");
  EXPECT_EQ(config.database, "sqlite:./data/auklet.db");
  EXPECT_EQ(config.secret_key_file, "./data/secret.key");
  EXPECT_EQ(config.media_dir, "./data/media");
  EXPECT_EQ(config.media_public_url, config.public_url + "/media");
  EXPECT_EQ(config.posts_characters_max, 500);
  EXPECT_TRUE(config.registrations_open);
  EXPECT_FALSE(config.test_password_grant);
  EXPECT_TRUE(loaded->sources.empty());
}

TEST(Config, DerivesWhatFollowsFromOtherKeys) {
  auto const loaded = load("domain = 'social.example'\nlisten = '[::1]:3000'\ndata_dir = '/srv/auklet'");
  ASSERT_TRUE(loaded) << loaded.error().message;
  EXPECT_EQ(loaded->config.public_url, "https://social.example");
  EXPECT_EQ(loaded->config.database, "sqlite:/srv/auklet/auklet.db");
  EXPECT_EQ(load("listen = '127.0.0.1:9000'")->config.domain, "localhost:9000");
}

TEST(Config, FlagBeatsEnvironmentBeatsFileBeatsDefault) {
  auto const toml = "title = 'file'\ndescription = 'file'\nthreads = 2\n[log]\nlevel = 'warn'";
  auto const loaded =
      load(toml, {{"AUKLET_TITLE", "environment"}, {"AUKLET_LOG_LEVEL", "debug"}, {"HOME", "/"}},
           {{"log.level", "error"}});
  ASSERT_TRUE(loaded) << loaded.error().message;
  EXPECT_EQ(loaded->config.description, "file");
  EXPECT_EQ(loaded->config.title, "environment");
  EXPECT_EQ(loaded->config.log_level, "error");
  EXPECT_EQ(loaded->config.threads, 2);
  EXPECT_EQ(loaded->sources.at("log.level"), Source::flag);
  EXPECT_EQ(loaded->sources.at("title"), Source::environment);
  EXPECT_EQ(loaded->sources.at("threads"), Source::file);
  EXPECT_FALSE(loaded->sources.contains("listen"));
}

TEST(Config, ReadsEveryTypeFromTheEnvironment) {
  auto const loaded = load("", {{"AUKLET_LIMITS_BODY_BYTES", "2048"},
                                {"AUKLET_REGISTRATIONS_OPEN", "no"},
                                {"AUKLET_LANGUAGES", "de, en"},
                                {"AUKLET_TEST_PASSWORD_GRANT", "true"}});
  ASSERT_TRUE(loaded) << loaded.error().message;
  EXPECT_EQ(loaded->config.limits_body_bytes, 2048);
  EXPECT_FALSE(loaded->config.registrations_open);
  EXPECT_EQ(loaded->config.languages, (std::vector<std::string>{"de", "en"}));
  EXPECT_TRUE(loaded->config.test_password_grant);
}

TEST(Config, TakesItsFileFromTheEnvironment) {
  ConfigFile const file("title = 'named by a variable'");
  auto const loaded = load_config({{}, {{"AUKLET_CONFIG", file.path()}}, std::nullopt});
  ASSERT_TRUE(loaded) << loaded.error().message;
  EXPECT_EQ(loaded->config.title, "named by a variable");
  EXPECT_THAT(load_config({{}, {}, "/no/such/file.toml"}).error().message, HasSubstr("/no/such/file.toml"));
}

TEST(Config, UnknownKeysAreErrorsThatNameTheNearest) {
  EXPECT_THAT(complaint("titel = 'x'"), HasSubstr("nearest is title"));
  EXPECT_THAT(complaint("[limits]\nbody_byte = 5"), AllOf(HasSubstr("limits.body_byte "), HasSubstr("line 2"),
                                                          HasSubstr("nearest is limits.body_bytes")));
  EXPECT_THAT(complaint("", {{"AUKLET_DOMIAN", "x"}}), HasSubstr("nearest is AUKLET_DOMAIN"));
  EXPECT_THAT(complaint("", {}, {{"lissten", "x"}}), HasSubstr("nearest is listen"));
}

TEST(Config, WrongValuesNameKeySourceAndWhatIsAllowed) {
  EXPECT_THAT(complaint("threads = 'many'"), AllOf(HasSubstr("threads"), HasSubstr("line 1"),
                                                   HasSubstr("string"), HasSubstr("from 0 to 256")));
  EXPECT_THAT(complaint("title = 3"), HasSubstr("one line of text"));
  EXPECT_THAT(complaint("languages = ['en', 5]"), HasSubstr("a list of"));
  EXPECT_THAT(complaint("registrations.open = 'yes'"), HasSubstr("true or false"));
  EXPECT_THAT(complaint("", {{"AUKLET_NODE", "63"}}),
              AllOf(HasSubstr("AUKLET_NODE"), HasSubstr("from 0 to 62")));
  EXPECT_THAT(complaint("", {{"AUKLET_NODE", "1x"}}), HasSubstr("\"1x\""));
  EXPECT_THAT(complaint("", {{"AUKLET_REGISTRATIONS_OPEN", "perhaps"}}), HasSubstr("true or false"));
  EXPECT_THAT(complaint("", {}, {{"listen", "8080"}}),
              AllOf(HasSubstr("--listen"), HasSubstr("address:port")));
  EXPECT_THAT(complaint("domain = 'Social.Example'"), HasSubstr("lower-case"));
  EXPECT_THAT(complaint("domain = 'https://social.example'"), HasSubstr("host name"));
  EXPECT_THAT(complaint("public_url = 'https://social.example/path'"), HasSubstr("without a path"));
  EXPECT_THAT(complaint("trusted_proxies = ['proxy']"), HasSubstr("IP addresses"));
  EXPECT_THAT(complaint("log.level = 'loud'"), HasSubstr("debug, info, warn or error"));
  EXPECT_THAT(complaint("languages = []"), HasSubstr("at least one"));
  EXPECT_THAT(complaint("title = "), HasSubstr("line 1"));
}

TEST(Config, NeverRepeatsADatabaseAddress) {
  EXPECT_THAT(complaint("database = 'mysql://u:hunter2@host/db'"),
              AllOf(HasSubstr("postgresql://"), testing::Not(HasSubstr("hunter2"))));
}

TEST(Config, TestSettingsAreRefusedOffLoopback) {
  for (auto const* open : {"0.0.0.0:8080", "[::]:8080", "192.0.2.1:80"}) {
    EXPECT_THAT(complaint("", {{"AUKLET_LISTEN", open}, {"AUKLET_TEST_PASSWORD_GRANT", "true"}}),
                HasSubstr("test.password_grant"));
    EXPECT_THAT(complaint("", {{"AUKLET_LISTEN", open}, {"AUKLET_TEST_LOOPBACK_PORTS", "8081"}}),
                HasSubstr("test.loopback_ports"));
    EXPECT_THAT(complaint("", {{"AUKLET_LISTEN", open}, {"AUKLET_LIMITS_ENABLED", "false"}}),
                HasSubstr("limits.enabled"));
    EXPECT_EQ(complaint("", {{"AUKLET_LISTEN", open}}), "no complaint");
  }
  for (auto const* closed : {"127.0.0.1:8080", "127.9.9.9:1", "[::1]:8080", "localhost:8080"}) {
    EXPECT_EQ(complaint("", {{"AUKLET_LISTEN", closed},
                             {"AUKLET_TEST_PASSWORD_GRANT", "true"},
                             {"AUKLET_TEST_LOOPBACK_PORTS", "8081, 8082"},
                             {"AUKLET_LIMITS_ENABLED", "false"}}),
              "no complaint")
        << closed;
  }
}

TEST(Config, ParsesListenAddresses) {
  EXPECT_EQ(parse_listen("127.0.0.1:8080")->port, 8080);
  EXPECT_EQ(parse_listen("localhost:0")->address, "127.0.0.1");
  EXPECT_EQ(parse_listen("[::1]:80")->address, "::1");
  EXPECT_TRUE(parse_listen("[::1]:80")->loopback);
  EXPECT_FALSE(parse_listen("0.0.0.0:80")->loopback);
  for (auto const* bad : {"", ":", "8080", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:-1",
                          "::1:80", "[127.0.0.1]:80", "host:80", "127.0.0.1:8 0"}) {
    EXPECT_FALSE(parse_listen(bad)) << bad;
  }
}

TEST(Config, KnowsDomainsOfThisMachine) {
  for (auto const* here : {"localhost", "localhost:8080", "a.localhost", "127.0.0.1:80"}) {
    EXPECT_TRUE(is_loopback_domain(here)) << here;
  }
  for (auto const* there : {"social.example", "localhost.example", "10.0.0.1"}) {
    EXPECT_FALSE(is_loopback_domain(there)) << there;
  }
}

TEST(ConfigKeys, AreDistinctAndWhole) {
  std::set<std::string> variables;
  for (auto const& key : config_keys()) {
    EXPECT_TRUE(variables.insert(environment_name(key)).second) << key.name;
    EXPECT_FALSE(key.doc.empty()) << key.name;
    EXPECT_FALSE(allowed_text(key).empty()) << key.name;
    if (std::holds_alternative<std::int64_t Config::*>(key.member)) {
      auto const value = Config{}.*std::get<std::int64_t Config::*>(key.member);
      EXPECT_LE(key.min, value) << key.name;
      EXPECT_GE(key.max, value) << key.name;
    } else if (!std::holds_alternative<bool Config::*>(key.member)) {
      EXPECT_NE(key.valid, nullptr) << key.name;
    }
  }
  EXPECT_EQ(find_key_of_environment("AUKLET_LIMITS_BODY_BYTES")->name, "limits.body_bytes");
  EXPECT_EQ(flag_name(*find_key("log.level")), "--log-level");
}

TEST(Config, AServiceThatTranslatesIsNamedAsAWhole) {
  EXPECT_THAT(complaint("translation.service = 'libretranslate'"), HasSubstr("translation.url"));
  EXPECT_THAT(complaint("translation.service = 'deepl'"), HasSubstr("translation.api_key_file"));
  EXPECT_THAT(complaint("translation.url = 'http://127.0.0.1:5000'"), HasSubstr("translation.service"));
  EXPECT_THAT(complaint("translation.service = 'babelfish'"), HasSubstr("libretranslate, deepl"));
  EXPECT_THAT(complaint("[translation]\nservice = 'libretranslate'\nurl = 'file:///etc/passwd'"),
              HasSubstr("translation.url"));
  auto const near = load("[translation]\nservice = 'libretranslate'\nurl = 'http://127.0.0.1:5000'");
  ASSERT_TRUE(near) << near.error().message;
  auto const deepl = load("[translation]\nservice = 'deepl'\napi_key_file = '/etc/key'");
  ASSERT_TRUE(deepl) << deepl.error().message;
  EXPECT_EQ(deepl->config.translation_url, "https://api-free.deepl.com");
}

TEST(Config, ADayOfTheYearIsAMonthAndADay) {
  using namespace std::chrono;
  EXPECT_EQ(parse_day_of_year("12-10"), December / 10);
  EXPECT_EQ(parse_day_of_year("01-01"), January / 1);
  for (auto const* const text : {"", "1", "12", "12-", "12-1", "1-10", "13-01", "00-01", "01-00", "01-32",
                                 "02-30", "12/10", "12-10-", "-1-10", "xx-yy", "12--1"}) {
    EXPECT_FALSE(parse_day_of_year(text)) << text;
  }
  EXPECT_THAT(complaint("annual_reports.from = '12-32'"), HasSubstr("annual_reports.from"));
  EXPECT_TRUE(load("annual_reports.from = ''"));
}

TEST(ConfigText, NamesSourcesAndMasksPasswords) {
  auto const loaded =
      load("database = 'postgresql://auklet:hunter2@db.example/auklet'", {{"AUKLET_TITLE", "A \"b\""}});
  ASSERT_TRUE(loaded) << loaded.error().message;
  auto const text = config_text(*loaded);
  EXPECT_THAT(text, HasSubstr("database = \"postgresql://auklet:***@db.example/auklet\"  # file "));
  EXPECT_THAT(text, testing::Not(HasSubstr("hunter2")));
  EXPECT_THAT(text, HasSubstr("title = \"A \\\"b\\\"\"  # environment AUKLET_TITLE\n"));
  EXPECT_THAT(text, HasSubstr("threads = 0  # default\n"));
  EXPECT_EQ(mask_password("sqlite:/a@b:c"), "sqlite:/a@b:c");
  EXPECT_EQ(mask_password("postgres://u@h/d"), "postgres://u@h/d");
}

TEST(ConfigText, WhatItPrintsCanBeReadAgain) {
  auto const loaded = load("domain = 'social.example'\nlanguages = ['de', 'fr']\nlimits.body_bytes = 4096");
  ASSERT_TRUE(loaded) << loaded.error().message;
  auto const again = load(config_text(*loaded));
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_EQ(again->config.languages, loaded->config.languages);
  EXPECT_EQ(again->config.limits_body_bytes, 4096);
  EXPECT_EQ(again->config.database, loaded->config.database);
}

// The checkout is the nearest folder above the test binary that holds the page.
std::string documentation() {
  for (auto folder = std::filesystem::read_symlink("/proc/self/exe").parent_path();
       folder.has_relative_path(); folder = folder.parent_path()) {
    if (auto const page = folder / "docs/configuration.md"; std::filesystem::exists(page)) {
      std::ostringstream text;
      text << std::ifstream(page).rdbuf();
      return text.str();
    }
  }
  return "docs/configuration.md was not found above the test binary";
}

TEST(ConfigText, TheDocumentationIsWhatTheCodeSays) {
  EXPECT_EQ(documentation(), config_markdown())
      << "write it anew: auklet config --markdown > docs/configuration.md";
}

}  // namespace
}  // namespace auklet::app
