// SPDX-License-Identifier: Apache-2.0
#include "text/username.h"

#include <algorithm>
#include <array>

#include "base/encoding.h"

namespace auklet::text {

namespace {

// Names of trust: who bears one seems to speak for the server.
constexpr auto names_of_trust = std::to_array<std::string_view>({
    "abuse",
    "account",
    "accounts",
    "actor",
    "admin",
    "administration",
    "administrator",
    "admins",
    "anonymous",
    "auklet",
    "bot",
    "contact",
    "daemon",
    "everyone",
    "feedback",
    "help",
    "helpdesk",
    "here",
    "hostmaster",
    "info",
    "instance",
    "localhost",
    "mailer",
    "mastodon",
    "me",
    "mod",
    "moderation",
    "moderator",
    "moderators",
    "mods",
    "news",
    "nobody",
    "noreply",
    "null",
    "official",
    "operator",
    "owner",
    "postmaster",
    "privacy",
    "relay",
    "root",
    "security",
    "self",
    "server",
    "service",
    "staff",
    "status",
    "support",
    "sysadmin",
    "system",
    "team",
    "undefined",
    "usenet",
    "webmaster",
    "www",
});

// First words of the server's own addresses.
constexpr auto route_words = std::to_array<std::string_view>({
    "about",     "activity",      "api",        "app",
    "apps",      "assets",        "auth",       "authorize_interaction",
    "blocks",    "bookmarks",     "channel",    "collections",
    "connect",   "conversations", "directory",  "explore",
    "favicon",   "favourites",    "federation", "filters",
    "followers", "following",     "health",     "home",
    "inbox",     "interact",      "invite",     "lists",
    "login",     "logout",        "manifest",   "media",
    "metrics",   "mutes",         "nodeinfo",   "notifications",
    "oauth",     "outbox",        "pages",      "pinned",
    "posts",     "profile",       "public",     "register",
    "robots",    "rules",         "search",     "settings",
    "share",     "shared_inbox",  "signin",     "signup",
    "sign_in",   "sign_out",      "sign_up",    "statuses",
    "streaming", "system_actor",  "tags",       "terms",
    "timelines", "trends",        "users",      "web",
    "webfinger", "well_known",
});

// Digits that are read as letters, the way 1 passes for i.
std::string unmask(std::string name) {
  constexpr std::string_view letters = "oizeastbbg";  // for 0 to 9
  for (auto& c : name) {
    if (c >= '0' && c <= '9') {
      c = letters[static_cast<std::size_t>(c - '0')];
    }
  }
  return name;
}

std::unexpected<Error> refuse(std::string code, std::string description) {
  return std::unexpected(Error{ErrorKind::invalid,
                               "Validation failed: Username " + description,
                               {},
                               {{"username", std::move(code), std::move(description)}}});
}

}  // namespace

Result<> validate_local_username(std::string_view username) {
  if (username.find_first_not_of(" \t\r\n") == std::string_view::npos) {
    return refuse("ERR_BLANK", "can't be blank");
  }
  bool const only_allowed = std::ranges::all_of(username, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  });
  if (!only_allowed) {
    return refuse("ERR_INVALID", "must contain only letters, numbers and underscores");
  }
  if (username.size() > username_characters_max) {
    return refuse("ERR_TOO_LONG", "is too long (maximum is 30 characters)");
  }
  return {};
}

bool is_reserved_username(std::string_view username) {
  auto const folded = fold_username(username);
  auto const has = [](auto const& words, std::string_view word) {
    return std::ranges::find(words, word) != words.end();
  };
  return has(route_words, folded) || has(names_of_trust, folded) || has(names_of_trust, unmask(folded));
}

std::string fold_username(std::string_view username) {
  return base::ascii_lower(username);
}

}  // namespace auklet::text
