// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "domain/ids.h"
#include "domain/interaction_policy.h"
#include "domain/visibility.h"

namespace auklet {

// A name-value pair of a profile, as its owner typed it.
struct ProfileField {
  std::string name;
  std::string value;

  friend bool operator==(ProfileField const&, ProfileField const&) = default;
};

// A person as others see them. Local and remote people are the same kind of thing; the domain is always
// present.
struct Account {
  AccountId id{};
  std::string username;  // in the case its owner chose
  std::string domain;
  std::string uri;  // of the ActivityPub actor; permanent
  std::string url;  // of the profile page
  std::string display_name;
  std::string note;  // as typed; rendered when shown
  std::vector<ProfileField> fields;
  bool locked = false;  // follows wait for approval
  bool bot = false;
  bool discoverable = false;
  bool indexable = false;
  bool hide_collections = false;  // followers and following are not listed
  std::int64_t followers_count = 0;
  std::int64_t following_count = 0;
  std::int64_t posts_count = 0;
  std::optional<UnixMillis> last_posted_at;
  std::optional<UnixMillis> suspended_at;
  UnixMillis created_at{};
  std::string avatar;  // names of files (domain/media.h); empty: none of their own
  std::string header;
};

// The numbers are stored, and order by power.
enum class Role : std::uint8_t { user = 0, moderator = 1, admin = 2, owner = 3 };

// What only the account's owner may see or choose. One for each account that can log in here.
struct User {
  AccountId account_id{};
  std::string email;
  std::string password_hash;  // PHC string
  Role role = Role::user;
  std::string locale = "en";
  Visibility default_visibility = Visibility::public_;
  bool default_sensitive = false;
  std::optional<std::string> default_language;
  Approval default_quote_policy = Approval::everyone;
  std::optional<UnixMillis> disabled_at;
  UnixMillis created_at{};
  // When it was proved that the address is theirs; where the server sends no mail that is taken on trust.
  std::optional<UnixMillis> confirmed_at = {};
  std::optional<AppId> sign_up_app = {};  // by which they signed up; nothing for a browser
};

// How the one who asks (the source) stands to another account (the target).
// https://docs.joinmastodon.org/entities/Relationship/
struct Relationship {
  AccountId target{};
  bool following = false;
  bool showing_reblogs = false;
  bool notifying = false;
  std::vector<std::string> languages;
  bool followed_by = false;
  bool blocking = false;
  bool blocked_by = false;
  bool muting = false;
  bool muting_notifications = false;
  std::optional<UnixMillis> muting_expires_at;
  bool requested = false;
  bool requested_by = false;
  std::string note;
  bool endorsed = false;
  bool domain_blocking = false;
};

}  // namespace auklet
