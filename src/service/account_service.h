// SPDX-License-Identifier: Apache-2.0
//
// People: looking them up, and one's own profile and preferences.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "async/task.h"
#include "base/result.h"
#include "domain/account.h"
#include "service/caller.h"
#include "service/environment.h"
#include "service/media_service.h"
#include "service/relation_service.h"

namespace auklet::service {

// One's own account, with what only oneself may see.
struct OwnAccount {
  Account account;
  User user;
  std::int64_t follow_requests_count = 0;
};

// What a client sends to change a profile. Absent: unchanged.
struct ProfileChange {
  std::optional<std::string> display_name;
  std::optional<std::string> note;
  std::optional<std::vector<ProfileField>> fields;
  std::optional<bool> locked;
  std::optional<bool> bot;
  std::optional<bool> discoverable;
  std::optional<bool> indexable;
  std::optional<bool> hide_collections;
  std::optional<Visibility> default_visibility;
  std::optional<bool> default_sensitive;
  std::optional<Approval> default_quote_policy;
  std::optional<std::string> default_language;  // empty: none
  // The file of a picture that MediaService has made, or an empty one for none.
  std::optional<ProfilePicture> avatar;
  std::optional<ProfilePicture> header;
};

struct AccountSearch {
  std::string text;
  int limit = 40;
  int offset = 0;
  bool following_only = false;
};

// Followers of an account whom the viewer follows too.
struct FamiliarFollowers {
  AccountId of{};
  std::vector<Account> accounts;
};

class AccountService {
 public:
  AccountService(Environment const& env, RelationService& relations) : env_(env), relations_(relations) {}

  // Errors: not_found.
  Task<Result<Account>> find(AccountId id) const;
  Task<Result<std::vector<Account>>> find_all(std::vector<AccountId> ids) const;
  // `acct`: name, name@domain, with or without a leading @. Errors: not_found.
  Task<Result<Account>> find_by_acct(std::string acct) const;
  Task<Result<std::vector<Account>>> search(Caller caller, AccountSearch query) const;
  // Accounts that are gone are left out. Nobody who hides their collections is shown to follow or be followed.
  Task<Result<std::vector<FamiliarFollowers>>> familiar_followers(Caller caller,
                                                                  std::vector<AccountId> of) const;

  Task<Result<OwnAccount>> own(Caller caller) const;
  // Errors: invalid, with the fields that are wrong. Unlocking accepts all who wait.
  Task<Result<OwnAccount>> update_profile(Caller caller, ProfileChange change);

 private:
  Result<> check(ProfileChange& change) const;
  Task<Result<>> change_picture(db::Session& session, std::optional<ProfilePicture> const& picture,
                                std::string& file) const;

  Environment const& env_;
  RelationService& relations_;
};

}  // namespace auklet::service
