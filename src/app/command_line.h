// SPDX-License-Identifier: Apache-2.0
//
// What can be typed after `auklet`. This file knows the words; the work behind them is handed in.
#pragma once

#include <functional>
#include <iosfwd>
#include <string>
#include <vector>

#include "app/config.h"
#include "app/doctor.h"
#include "base/result.h"

namespace auklet::app {

struct NewAccount {
  std::string username;
  std::string email;
  std::string password;
  std::string role;  // user, moderator, admin or owner
};

struct NewAnnouncement {
  std::string text;
  std::string starts;  // ISO 8601; both or neither
  std::string ends;
  bool all_day = false;
};

struct EmojiWords {
  std::string shortcode;
  std::string file;
  std::string category;
  bool hidden = false;
};

// Each returns when its work is done; its error becomes one line on standard error and exit status 1.
struct Commands {
  std::function<Result<>(LoadedConfig const&)> serve;
  std::function<Result<>(Config const&)> migrate;
  std::function<Result<>(Config const&, NewAccount const&)> create_account;
  std::function<Result<>(Config const&, std::ostream&)> list_accounts;
  std::function<Result<>(Config const&, std::string const& username, std::string const& password)>
      set_password;
  std::function<Result<>(Config const&, std::string const& username, bool disabled)> set_disabled;
  std::function<Result<>(Config const&, NewAnnouncement const&, std::ostream&)> create_announcement;
  std::function<Result<>(Config const&, std::ostream&)> list_announcements;
  std::function<Result<>(Config const&, std::string const& id)> delete_announcement;
  std::function<Result<>(Config const&, EmojiWords const&)> add_emoji;
  std::function<Result<>(Config const&, std::ostream&)> list_emojis;
  std::function<Result<>(Config const&, std::string const& shortcode)> remove_emoji;
  DatabaseProbe probe_database;
};

// A command's surroundings, so that tests can be them.
struct Terminal {
  std::ostream& out;
  std::ostream& error;
  std::function<std::string()> read_password;  // asks for it without echo
};

// Asks on the terminal without echo, or takes a line of standard input when that is no terminal.
std::string read_password_from_terminal();

// `arguments` without the program's own name. Returns the exit status: 0 done, 1 the command failed, 2 the
// command line or the configuration is wrong.
int run_command_line(std::vector<std::string> arguments, TextPairs const& environment,
                     Commands const& commands, Terminal const& terminal);

}  // namespace auklet::app
