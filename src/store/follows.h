// SPDX-License-Identifier: Apache-2.0
//
// The tables `follows` and `follow_requests`. Counters of accounts are the caller's business.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "async/task.h"
#include "base/result.h"
#include "db/database.h"
#include "domain/home_rule.h"
#include "domain/ids.h"
#include "domain/page.h"
#include "store/paged.h"

namespace auklet::store::follows {

struct FollowOptions {
  bool show_reblogs = true;
  bool notify = false;
  std::vector<std::string> languages;  // empty: all

  friend bool operator==(FollowOptions const&, FollowOptions const&) = default;
};

struct Follow {
  RelationId id{};
  AccountId follower{};
  AccountId followee{};
  FollowOptions options;
};

// Each insert says whether something was added; an existing row gets the new options and keeps its id.
Task<Result<bool>> insert(db::Session& session, Follow const& follow);
Task<Result<bool>> insert_request(db::Session& session, Follow const& follow);
// Each removal says whether there was something to remove.
Task<Result<bool>> remove(db::Session& session, AccountId follower, AccountId followee);
Task<Result<bool>> remove_request(db::Session& session, AccountId follower, AccountId followee);

Task<Result<std::optional<Follow>>> find(db::Session& session, AccountId follower, AccountId followee);
Task<Result<std::optional<Follow>>> find_request(db::Session& session, AccountId follower,
                                                 AccountId followee);

// Pages of the lists, newest follow first.
Task<Result<std::vector<ListedAccount>>> followers(db::Session& session, AccountId of, PageRequest page);
Task<Result<std::vector<ListedAccount>>> following(db::Session& session, AccountId of, PageRequest page);
Task<Result<std::vector<ListedAccount>>> requests(db::Session& session, AccountId to, PageRequest page);

// Everyone an account follows, for building its home.
Task<Result<std::vector<Followee>>> all_followees(db::Session& session, AccountId follower);
// Those among `candidates` that the account follows.
Task<Result<std::vector<AccountId>>> followees_among(db::Session& session, AccountId follower,
                                                     std::vector<AccountId> const& candidates);
// Followers of `of` whom `viewer` follows as well.
Task<Result<std::vector<AccountId>>> familiar_followers(db::Session& session, AccountId viewer, AccountId of,
                                                        int limit);
// Followers who asked to be told about every post.
Task<Result<std::vector<AccountId>>> followers_to_notify(db::Session& session, AccountId of);

// The stored form of FollowOptions::languages, read back.
std::vector<std::string> split_languages(std::string_view text);

}  // namespace auklet::store::follows
