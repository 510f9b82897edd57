// SPDX-License-Identifier: Apache-2.0
//
// OAuth scopes (https://docs.joinmastodon.org/api/oauth-scopes/). A set holds leaves only; `read`, `write`,
// `follow` and the admin parents are names for many leaves at once.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace auklet {

enum class Scope : std::uint8_t {
  read_accounts,
  read_blocks,
  read_bookmarks,
  read_collections,
  read_favourites,
  read_filters,
  read_follows,
  read_lists,
  read_mutes,
  read_notifications,
  read_search,
  read_statuses,
  write_accounts,
  write_blocks,
  write_bookmarks,
  write_collections,
  write_conversations,
  write_favourites,
  write_filters,
  write_follows,
  write_lists,
  write_media,
  write_mutes,
  write_notifications,
  write_reports,
  write_statuses,
  push,
  profile,
  admin_read_accounts,
  admin_read_reports,
  admin_read_domain_allows,
  admin_read_domain_blocks,
  admin_read_ip_blocks,
  admin_read_email_domain_blocks,
  admin_read_canonical_email_blocks,
  admin_write_accounts,
  admin_write_reports,
  admin_write_domain_allows,
  admin_write_domain_blocks,
  admin_write_ip_blocks,
  admin_write_email_domain_blocks,
  admin_write_canonical_email_blocks,
};

class ScopeSet {
 public:
  ScopeSet() = default;

  // Reads a list of names parted by spaces or '+'. An unknown name makes the whole list invalid
  // (std::nullopt).
  static std::optional<ScopeSet> parse(std::string_view text);

  bool has(Scope scope) const { return (bits_ >> static_cast<unsigned>(scope) & 1U) != 0; }
  bool empty() const { return bits_ == 0; }
  bool contains(ScopeSet const& other) const { return (other.bits_ & ~bits_) == 0; }

  friend bool operator==(ScopeSet const&, ScopeSet const&) = default;

 private:
  std::uint64_t bits_ = 0;
};

// The names of a list that parse() takes, each once and in the order given: as the API echoes them.
std::vector<std::string_view> split_scopes(std::string_view text);

// All names that parse() takes, in the order in which the server's metadata lists them.
std::vector<std::string_view> const& scope_names();

}  // namespace auklet
