// SPDX-License-Identifier: Apache-2.0
#include "app/command_line.h"

#include <fmt/format.h>
#include <termios.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <boost/json/serialize.hpp>
#include <deque>
#include <iostream>
#include <ostream>

#include "api/description.h"
#include "api/routes.h"
#include "app/config_keys.h"
#include "app/config_text.h"

namespace auklet::app {

namespace {

constexpr int status_done = 0;
constexpr int status_failed = 1;
constexpr int status_misused = 2;

// The parsed words. CLI11 writes into it, so it must not move.
struct Words {
  std::string config_file;
  std::deque<std::pair<ConfigKey const*, std::string>> flags;
  NewAccount account;
  NewAnnouncement announcement;
  std::string announcement_id;
  EmojiWords emoji;
  bool enable = false;
  bool markdown = false;
};

struct Parser {
  CLI::App app{"Auklet: a small, fast social server", "auklet"};
  Words words;
  CLI::App* serve = nullptr;
  CLI::App* create = nullptr;
  CLI::App* list = nullptr;
  CLI::App* password = nullptr;
  CLI::App* disable = nullptr;
  CLI::App* announce = nullptr;
  CLI::App* announcements = nullptr;
  CLI::App* retract = nullptr;
  CLI::App* add_emoji = nullptr;
  CLI::App* emojis = nullptr;
  CLI::App* remove_emoji = nullptr;
  CLI::App* migrate = nullptr;
  CLI::App* doctor = nullptr;
  CLI::App* config = nullptr;
  CLI::App* openapi = nullptr;
  CLI::App* version = nullptr;

  Parser();
  void add_account_commands();
  void add_announcement_commands();
  void add_emoji_commands();
};

Parser::Parser() {
  app.require_subcommand(1);
  app.fallthrough();  // the configuration flags may also stand behind the command
  app.set_version_flag("--version", "auklet " AUKLET_VERSION);
  app.add_option("--config", words.config_file, "The configuration file (TOML)")->type_name("PATH");
  for (auto const& key : config_keys()) {
    if (key.flag) {
      auto& [_, text] = words.flags.emplace_back(&key, "");
      app.add_option(flag_name(key), text, std::string(key.doc))->type_name("");
    }
  }

  serve = app.add_subcommand("serve", "Answer requests until SIGTERM");
  add_account_commands();
  add_announcement_commands();
  add_emoji_commands();
  migrate = app.add_subcommand("migrate", "Bring the database up to date and exit; serve does so too");
  doctor = app.add_subcommand("doctor", "Check configuration, folders, disk, clock, port and database");
  config = app.add_subcommand("config", "Print the configuration in force and where each value comes from");
  config->add_flag("--markdown", words.markdown, "Print the documentation of all keys instead");
  openapi = app.add_subcommand("openapi", "Print the description of the API that programs can read");
  version = app.add_subcommand("version", "Print the version");
}

void Parser::add_account_commands() {
  auto* account = app.add_subcommand("account", "Create and look after accounts");
  account->require_subcommand(1)->fallthrough();
  create = account->add_subcommand("create", "Create an account that can log in at once");
  create->add_option("NAME", words.account.username, "User name")->required();
  create->add_option("--email", words.account.email, "E-mail address")->required();
  create->add_option("--password", words.account.password, "Password; asked for when absent");
  create->add_option("--role", words.account.role, "user, moderator, admin or owner")
      ->default_val("user")
      ->check(CLI::IsMember({"user", "moderator", "admin", "owner"}));
  list = account->add_subcommand("list", "List the accounts of this server");
  password = account->add_subcommand("password", "Set a new password and end all sessions");
  password->add_option("NAME", words.account.username, "User name")->required();
  password->add_option("--password", words.account.password, "Password; asked for when absent");
  disable = account->add_subcommand("disable", "Forbid an account to log in and end all its sessions");
  disable->add_option("NAME", words.account.username, "User name")->required();
  disable->add_flag("--undo", words.enable, "Allow it again");
  for (auto* command : {create, list, password, disable}) {
    command->fallthrough();
  }
}

void Parser::add_announcement_commands() {
  auto* announcement = app.add_subcommand("announcement", "Tell everyone on this server something");
  announcement->require_subcommand(1)->fallthrough();
  announce = announcement->add_subcommand("create", "Publish an announcement and print its number");
  announce->add_option("TEXT", words.announcement.text, "What to say; links, @names and #tags become links")
      ->required();
  announce->add_option("--starts", words.announcement.starts, "When what it is about begins (ISO 8601)");
  announce->add_option("--ends", words.announcement.ends, "When that ends, and the announcement with it");
  announce->add_flag("--all-day", words.announcement.all_day, "Of both only the days count");
  announcements = announcement->add_subcommand("list", "List the announcements, the oldest first");
  retract = announcement->add_subcommand("delete", "Take an announcement back");
  retract->add_option("ID", words.announcement_id, "Its number")->required();
  for (auto* command : {announce, announcements, retract}) {
    command->fallthrough();
  }
}

void Parser::add_emoji_commands() {
  auto* emoji = app.add_subcommand("emoji", "Pictures that people write as :shortcode:");
  emoji->require_subcommand(1)->fallthrough();
  add_emoji = emoji->add_subcommand("add", "Add an emoji");
  add_emoji->add_option("SHORTCODE", words.emoji.shortcode, "What people write between colons")->required();
  add_emoji->add_option("FILE", words.emoji.file, "A PNG, GIF or WebP of 256 KiB at most")->required();
  add_emoji->add_option("--category", words.emoji.category, "Under which heading it is offered");
  add_emoji->add_flag("--hidden", words.emoji.hidden,
                      "It is not offered; who knows the shortcode may write it");
  emojis = emoji->add_subcommand("list", "List the emojis of this server");
  remove_emoji = emoji->add_subcommand("remove", "Remove an emoji; posts show its shortcode from then on");
  remove_emoji->add_option("SHORTCODE", words.emoji.shortcode, "What people write between colons")
      ->required();
  for (auto* command : {add_emoji, emojis, remove_emoji}) {
    command->fallthrough();
  }
}

int tell(Result<> const& result, std::ostream& error) {
  if (result) {
    return status_done;
  }
  error << "auklet: " << result.error().message;
  if (!result.error().detail.empty()) {
    error << " (" << result.error().detail << ")";
  }
  error << '\n';
  for (auto const& field : result.error().fields) {
    error << "  " << field.field << ": " << field.description << '\n';
  }
  return status_failed;
}

int run_doctor(Config const& config, Commands const& commands, std::ostream& out) {
  auto const findings = examine(config, base::SystemClock{}, commands.probe_database);
  out << findings_text(findings);
  return all_well(findings) ? status_done : status_failed;
}

int run_command(Parser& parser, LoadedConfig const& loaded, Commands const& commands,
                Terminal const& terminal) {
  auto& words = parser.words;
  if ((parser.create->parsed() || parser.password->parsed()) && words.account.password.empty()) {
    words.account.password = terminal.read_password();
  }
  auto const run = [&]() -> Result<> {
    if (parser.serve->parsed()) {
      return commands.serve(loaded);
    }
    if (parser.migrate->parsed()) {
      return commands.migrate(loaded.config);
    }
    if (parser.announce->parsed()) {
      return commands.create_announcement(loaded.config, words.announcement, terminal.out);
    }
    if (parser.announcements->parsed()) {
      return commands.list_announcements(loaded.config, terminal.out);
    }
    if (parser.retract->parsed()) {
      return commands.delete_announcement(loaded.config, words.announcement_id);
    }
    if (parser.add_emoji->parsed()) {
      return commands.add_emoji(loaded.config, words.emoji);
    }
    if (parser.emojis->parsed()) {
      return commands.list_emojis(loaded.config, terminal.out);
    }
    if (parser.remove_emoji->parsed()) {
      return commands.remove_emoji(loaded.config, words.emoji.shortcode);
    }
    if (parser.create->parsed()) {
      return commands.create_account(loaded.config, words.account);
    }
    if (parser.list->parsed()) {
      return commands.list_accounts(loaded.config, terminal.out);
    }
    if (parser.password->parsed()) {
      return commands.set_password(loaded.config, words.account.username, words.account.password);
    }
    return commands.set_disabled(loaded.config, words.account.username, !words.enable);
  };
  return tell(run(), terminal.error);
}

}  // namespace

std::string read_password_from_terminal() {
  auto const interactive = ::isatty(STDIN_FILENO) == 1;
  termios before{};
  if (interactive && ::tcgetattr(STDIN_FILENO, &before) == 0) {
    auto silent = before;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
    std::cerr << "Password: " << std::flush;
  }
  std::string password;
  std::getline(std::cin, password);
  if (interactive) {
    ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
    std::cerr << '\n';
  }
  return password;
}

int run_command_line(std::vector<std::string> arguments, TextPairs const& environment,
                     Commands const& commands, Terminal const& terminal) {
  Parser parser;
  // CLI11 would only say that a command is missing.
  auto const is_command = [&arguments](CLI::App const* command) {
    return command->get_name() == arguments.front();
  };
  if (!arguments.empty() && !arguments.front().starts_with('-') &&
      parser.app.get_subcommands(is_command).empty()) {
    terminal.error << "auklet: there is no command '" << arguments.front() << "'; see auklet --help\n";
    return status_misused;
  }
  try {
    std::ranges::reverse(arguments);  // the order in which CLI11 takes a vector
    parser.app.parse(std::move(arguments));
  } catch (CLI::ParseError const& e) {
    return parser.app.exit(e, terminal.out, terminal.error) == 0 ? status_done : status_misused;
  }
  auto& words = parser.words;
  if (parser.version->parsed()) {
    terminal.out << "auklet " << AUKLET_VERSION << '\n';
    return status_done;
  }
  if (parser.openapi->parsed()) {
    terminal.out << boost::json::serialize(api::describe(api::routes())) << '\n';
    return status_done;
  }
  if (parser.config->parsed() && words.markdown) {
    terminal.out << config_markdown();
    return status_done;
  }

  ConfigInputs inputs{{}, environment, std::nullopt};
  if (!words.config_file.empty()) {
    inputs.file = words.config_file;
  }
  for (auto const& [key, text] : words.flags) {
    if (parser.app.count(flag_name(*key)) > 0) {
      inputs.flags.emplace_back(key->name, text);
    }
  }
  auto const loaded = load_config(inputs);
  if (!loaded) {
    terminal.error << "auklet: " << loaded.error().message << '\n';
    return status_misused;
  }
  if (parser.config->parsed()) {
    terminal.out << config_text(*loaded);
    return status_done;
  }
  if (parser.doctor->parsed()) {
    return run_doctor(loaded->config, commands, terminal.out);
  }
  return run_command(parser, *loaded, commands, terminal);
}

}  // namespace auklet::app
