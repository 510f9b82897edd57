// SPDX-License-Identifier: Apache-2.0
//
// How people stand to each other: follow, block, mute, private notes. All changes are idempotent and give
// back the relationship as it is afterwards.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "async/task.h"
#include "base/result.h"
#include "domain/account.h"
#include "domain/page.h"
#include "service/caller.h"
#include "service/environment.h"
#include "service/listing.h"
#include "service/notifier.h"
#include "store/follows.h"

namespace auklet::service {

// Absent: as it is, or the default of a new follow.
struct FollowTerms {
  std::optional<bool> show_reblogs;
  std::optional<bool> notify;
  std::optional<std::vector<std::string>> languages;
};

struct MuteTerms {
  bool hide_notifications = true;
  std::chrono::seconds duration{0};  // 0: for ever
};

struct MutedAccount {
  Account account;
  std::optional<UnixMillis> expires_at;
};

class RelationService {
 public:
  RelationService(Environment const& env, Notifier const& notifier) : env_(env), notifier_(notifier) {}

  // Errors of all that name an account: not_found when it is gone.
  Task<Result<std::vector<Relationship>>> relationships(Caller caller, std::vector<AccountId> targets) const;

  // A locked account gets a request. Errors: forbidden for oneself and where one has blocked the other.
  Task<Result<Relationship>> follow(Caller caller, AccountId target, FollowTerms terms);
  // Takes a request back, too.
  Task<Result<Relationship>> unfollow(Caller caller, AccountId target);
  Task<Result<Relationship>> remove_follower(Caller caller, AccountId target);
  // Ends following in both directions and takes away what the target had caused to be notified, and the
  // conversations with it; neither stays in the collections of the other.
  Task<Result<Relationship>> block(Caller caller, AccountId target);
  Task<Result<Relationship>> unblock(Caller caller, AccountId target);
  Task<Result<Relationship>> mute(Caller caller, AccountId target, MuteTerms terms);
  Task<Result<Relationship>> unmute(Caller caller, AccountId target);
  // An empty comment forgets the note. Errors: invalid when it is over 2,000 characters.
  Task<Result<Relationship>> set_note(Caller caller, AccountId target, std::string comment);

  // Recommends the target on the caller's profile, for as long as the caller follows it. Errors: invalid when they do not.
  Task<Result<Relationship>> endorse(Caller caller, AccountId target);
  Task<Result<Relationship>> unendorse(Caller caller, AccountId target);
  // Ends following and requests in both directions.
  Task<Result<>> part(Caller caller, AccountId target);

  // Of a request to the caller. Errors: not_found when there is none.
  Task<Result<Relationship>> accept_request(Caller caller, AccountId follower);
  Task<Result<Relationship>> reject_request(Caller caller, AccountId follower);
  // For an account that stops asking who follows it.
  Task<Result<>> accept_all_requests(Caller caller);

  Task<Result<Listing<Account>>> followers(Caller caller, AccountId of, PageRequest page) const;
  Task<Result<Listing<Account>>> following(Caller caller, AccountId of, PageRequest page) const;
  Task<Result<Listing<Account>>> endorsements(Caller caller, AccountId of, PageRequest page) const;
  Task<Result<Listing<Account>>> own_endorsements(Caller caller, PageRequest page) const;
  Task<Result<Listing<Account>>> follow_requests(Caller caller, PageRequest page) const;
  Task<Result<Listing<Account>>> blocks(Caller caller, PageRequest page) const;
  Task<Result<Listing<MutedAccount>>> mutes(Caller caller, PageRequest page) const;

 private:
  Task<Result<Account>> target_of(AccountId target) const;
  Task<Result<Relationship>> after(Caller const& caller, AccountId target, std::vector<AccountId> changed);
  Task<Result<Relationship>> now_between(Caller const& caller, AccountId target) const;
  // The parts of a transaction.
  Task<Result<>> start_following(db::Session& session, Tidings& tidings, store::follows::Follow follow) const;
  Task<Result<>> request_following(db::Session& session, Tidings& tidings,
                                   store::follows::Follow follow) const;
  Task<Result<>> stop_following(db::Session& session, AccountId follower, AccountId followee) const;
  Task<Result<>> stop_following_each_other(db::Session& session, AccountId one, AccountId other) const;
  // Whether the caller is shown whom an account follows, or who follows it.
  Task<Result<bool>> shows_connections(Caller const& caller, Account const& account) const;
  // In `own` lists also those whom the caller has muted.
  Task<Result<Listing<Account>>> listed(Caller const& caller, bool own,
                                        std::vector<store::ListedAccount> entries, PageRequest page) const;

  Environment const& env_;
  Notifier const& notifier_;
};

}  // namespace auklet::service
