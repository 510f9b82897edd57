// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <span>

#include "view/pages.h"

namespace auklet::view {

namespace {

struct Thing {
  Scope scope;
  std::string_view words;
};

constexpr std::array readable = {
    Thing{Scope::read_accounts, "your account"},
    Thing{Scope::read_statuses, "posts (private ones too)"},
    Thing{Scope::read_notifications, "notifications"},
    Thing{Scope::read_follows, "follows"},
    Thing{Scope::read_blocks, "blocks"},
    Thing{Scope::read_mutes, "mutes"},
    Thing{Scope::read_lists, "lists"},
    Thing{Scope::read_filters, "filters"},
    Thing{Scope::read_bookmarks, "bookmarks"},
    Thing{Scope::read_favourites, "favourites"},
    Thing{Scope::read_collections, "collections"},
    Thing{Scope::read_search, "search results"},
};

constexpr std::array writable = {
    Thing{Scope::write_statuses, "posts"},
    Thing{Scope::write_media, "media"},
    Thing{Scope::write_accounts, "your profile"},
    Thing{Scope::write_notifications, "notifications"},
    Thing{Scope::write_follows, "follows"},
    Thing{Scope::write_blocks, "blocks"},
    Thing{Scope::write_mutes, "mutes"},
    Thing{Scope::write_lists, "lists"},
    Thing{Scope::write_filters, "filters"},
    Thing{Scope::write_bookmarks, "bookmarks"},
    Thing{Scope::write_favourites, "favourites"},
    Thing{Scope::write_collections, "collections"},
    Thing{Scope::write_conversations, "conversations"},
    Thing{Scope::write_reports, "reports"},
};

constexpr std::array admin_readable = {
    Thing{Scope::admin_read_accounts, "accounts"},
    Thing{Scope::admin_read_reports, "reports"},
    Thing{Scope::admin_read_domain_allows, "allowed servers"},
    Thing{Scope::admin_read_domain_blocks, "blocked servers"},
    Thing{Scope::admin_read_ip_blocks, "blocked addresses"},
    Thing{Scope::admin_read_email_domain_blocks, "blocked e-mail providers"},
    Thing{Scope::admin_read_canonical_email_blocks, "blocked e-mail addresses"},
};

constexpr std::array admin_writable = {
    Thing{Scope::admin_write_accounts, "accounts"},
    Thing{Scope::admin_write_reports, "reports"},
    Thing{Scope::admin_write_domain_allows, "allowed servers"},
    Thing{Scope::admin_write_domain_blocks, "blocked servers"},
    Thing{Scope::admin_write_ip_blocks, "blocked addresses"},
    Thing{Scope::admin_write_email_domain_blocks, "blocked e-mail providers"},
    Thing{Scope::admin_write_canonical_email_blocks, "blocked e-mail addresses"},
};

// `start` and the things in the set: "a", "a and b", "a, b and c"; or `everything` when none is left out.
void describe(ScopeSet const& scopes, std::span<Thing const> things, std::string_view start,
              std::string_view everything, std::vector<std::string>& lines) {
  std::vector<std::string_view> named;
  for (auto const& thing : things) {
    if (scopes.has(thing.scope)) {
      named.push_back(thing.words);
    }
  }
  if (named.empty()) {
    return;
  }
  if (named.size() == things.size()) {
    lines.emplace_back(everything);
    return;
  }
  std::string line(start);
  for (std::size_t i = 0; i < named.size(); ++i) {
    line += i == 0 ? " " : i + 1 == named.size() ? " and " : ", ";
    line += named[i];
  }
  lines.push_back(std::move(line));
}

}  // namespace

std::vector<std::string> describe_scopes(ScopeSet const& scopes) {
  std::vector<std::string> lines;
  describe(scopes, readable, "See", "See everything that you can see, private posts too", lines);
  describe(scopes, writable, "Change", "Act as you: write posts, follow people, edit your profile", lines);
  if (scopes.has(Scope::push)) {
    lines.emplace_back("Send you push notifications");
  }
  if (scopes.has(Scope::profile) && !scopes.has(Scope::read_accounts)) {
    lines.emplace_back("See who you are: your name and picture");
  }
  describe(scopes, admin_readable, "As a moderator, see",
           "As a moderator, see accounts, reports and blocked servers", lines);
  describe(scopes, admin_writable, "As a moderator, change",
           "As a moderator, act on accounts, reports and servers", lines);
  return lines;
}

}  // namespace auklet::view
