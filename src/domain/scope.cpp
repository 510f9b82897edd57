// SPDX-License-Identifier: Apache-2.0
#include "domain/scope.h"

#include <algorithm>
#include <initializer_list>
#include <utility>

namespace auklet {

namespace {

struct Name {
  std::string_view text;
  std::uint64_t bits;
};

constexpr std::uint64_t bits_of(std::initializer_list<Scope> scopes) {
  std::uint64_t bits = 0;
  for (auto const scope : scopes) {
    bits |= std::uint64_t{1} << static_cast<unsigned>(scope);
  }
  return bits;
}

// All leaves between two, both included: the enum lists the leaves of one parent side by side.
constexpr std::uint64_t bits_between(Scope first, Scope last) {
  std::uint64_t bits = 0;
  for (auto i = static_cast<unsigned>(first); i <= static_cast<unsigned>(last); ++i) {
    bits |= std::uint64_t{1} << i;
  }
  return bits;
}

std::vector<Name> const& names() {
  using enum Scope;
  static std::vector<Name> const table{
      {"read", bits_between(read_accounts, read_statuses)},
      {"write", bits_between(write_accounts, write_statuses)},
      {"follow", bits_of({read_blocks, read_follows, read_mutes, write_blocks, write_follows, write_mutes})},
      {"push", bits_of({push})},
      {"profile", bits_of({profile})},
      {"admin:read", bits_between(admin_read_accounts, admin_read_canonical_email_blocks)},
      {"admin:write", bits_between(admin_write_accounts, admin_write_canonical_email_blocks)},
      {"read:accounts", bits_of({read_accounts})},
      {"read:blocks", bits_of({read_blocks})},
      {"read:bookmarks", bits_of({read_bookmarks})},
      {"read:collections", bits_of({read_collections})},
      {"read:favourites", bits_of({read_favourites})},
      {"read:filters", bits_of({read_filters})},
      {"read:follows", bits_of({read_follows})},
      {"read:lists", bits_of({read_lists})},
      {"read:mutes", bits_of({read_mutes})},
      {"read:notifications", bits_of({read_notifications})},
      {"read:search", bits_of({read_search})},
      {"read:statuses", bits_of({read_statuses})},
      {"write:accounts", bits_of({write_accounts})},
      {"write:blocks", bits_of({write_blocks})},
      {"write:bookmarks", bits_of({write_bookmarks})},
      {"write:collections", bits_of({write_collections})},
      {"write:conversations", bits_of({write_conversations})},
      {"write:favourites", bits_of({write_favourites})},
      {"write:filters", bits_of({write_filters})},
      {"write:follows", bits_of({write_follows})},
      {"write:lists", bits_of({write_lists})},
      {"write:media", bits_of({write_media})},
      {"write:mutes", bits_of({write_mutes})},
      {"write:notifications", bits_of({write_notifications})},
      {"write:reports", bits_of({write_reports})},
      {"write:statuses", bits_of({write_statuses})},
      {"admin:read:accounts", bits_of({admin_read_accounts})},
      {"admin:read:reports", bits_of({admin_read_reports})},
      {"admin:read:domain_allows", bits_of({admin_read_domain_allows})},
      {"admin:read:domain_blocks", bits_of({admin_read_domain_blocks})},
      {"admin:read:ip_blocks", bits_of({admin_read_ip_blocks})},
      {"admin:read:email_domain_blocks", bits_of({admin_read_email_domain_blocks})},
      {"admin:read:canonical_email_blocks", bits_of({admin_read_canonical_email_blocks})},
      {"admin:write:accounts", bits_of({admin_write_accounts})},
      {"admin:write:reports", bits_of({admin_write_reports})},
      {"admin:write:domain_allows", bits_of({admin_write_domain_allows})},
      {"admin:write:domain_blocks", bits_of({admin_write_domain_blocks})},
      {"admin:write:ip_blocks", bits_of({admin_write_ip_blocks})},
      {"admin:write:email_domain_blocks", bits_of({admin_write_email_domain_blocks})},
      {"admin:write:canonical_email_blocks", bits_of({admin_write_canonical_email_blocks})},
  };
  return table;
}

std::optional<std::uint64_t> find(std::string_view text) {
  for (auto const& name : names()) {
    if (name.text == text) {
      return name.bits;
    }
  }
  return std::nullopt;
}

}  // namespace

std::optional<ScopeSet> ScopeSet::parse(std::string_view text) {
  ScopeSet set;
  for (auto const name : split_scopes(text)) {
    auto const bits = find(name);
    if (!bits) {
      return std::nullopt;
    }
    set.bits_ |= *bits;
  }
  return set;
}

std::vector<std::string_view> split_scopes(std::string_view text) {
  std::vector<std::string_view> list;
  while (!text.empty()) {
    auto const end = text.find_first_of(" +");
    auto const name = text.substr(0, end);
    if (!name.empty() && std::ranges::find(list, name) == list.end()) {
      list.push_back(name);
    }
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return list;
}

std::vector<std::string_view> const& scope_names() {
  static auto const texts = [] {
    std::vector<std::string_view> list;
    for (auto const& name : names()) {
      list.push_back(name.text);
    }
    return list;
  }();
  return texts;
}

}  // namespace auklet
