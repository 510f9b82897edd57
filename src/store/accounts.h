// SPDX-License-Identifier: Apache-2.0
//
// The tables `accounts`, `users` and `account_notes`.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "async/task.h"
#include "base/result.h"
#include "db/database.h"
#include "domain/account.h"

namespace auklet::store::accounts {

// `username_key` is the folded user name. ErrorKind::conflict when the handle or URI is taken.
Task<Result<>> insert(db::Session& session, Account const& account, std::string_view username_key);

Task<Result<std::optional<Account>>> find(db::Session& session, AccountId id);
Task<Result<std::optional<Account>>> find_by_handle(db::Session& session, std::string_view username_key,
                                                    std::string_view domain);
// Those that exist, in no particular order.
Task<Result<std::vector<Account>>> find_all(db::Session& session, std::vector<AccountId> const& ids);

// Writes the fields that their owner edits; counters and names stay. Who wants to be found is in the directory from then on,
// and nobody else.
Task<Result<>> update_profile(db::Session& session, Account const& account);

// Accounts whose user name starts with, or whose display name contains, the folded text; the most followed
// first. With `follower`: only those whom this one follows.
Task<Result<std::vector<Account>>> search(db::Session& session, std::string_view folded,
                                          std::optional<AccountId> follower, int limit, int offset);

// Keeps an account from changing until the transaction ends; so do two that change together. Everyone who changes the counters of more
// than one account does so in the order of the ids, and after any lock on a post: so nobody waits in a circle.
Task<Result<>> lock(db::Session& session, AccountId id);
Task<Result<>> lock_pair(db::Session& session, AccountId one, AccountId other);

// Counters; the change may be negative.
Task<Result<>> add_followers(db::Session& session, AccountId id, int change);
Task<Result<>> add_following(db::Session& session, AccountId id, int change);
Task<Result<>> add_posts(db::Session& session, AccountId id, int change);
// Counts a post written at that time. The rows of the place that it gives back hold the counters as they then are.
std::size_t count_post(db::Batch& batch, AccountId id, int change, UnixMillis time);
// False when the account is not there.
bool take_counters(db::Rows const& counted, Account& account);

// ErrorKind::conflict when the e-mail address is taken.
Task<Result<>> insert_user(db::Session& session, User const& user, std::string_view email_key);
Task<Result<std::optional<User>>> find_user(db::Session& session, AccountId id);
Task<Result<std::optional<User>>> find_user_by_email(db::Session& session, std::string_view email_key);
// All local people with their log-in, oldest first, from `after` on.
struct Member {
  Account account;
  User user;
};
Task<Result<std::vector<Member>>> list_members(db::Session& session, AccountId after, int limit);
// The first of those with the role of owner.
Task<Result<std::optional<Account>>> find_owner(db::Session& session);
Task<Result<bool>> any_user(db::Session& session);
// True for the first account that asks, and never again on this database; its domain becomes the database's.
Task<Result<bool>> claim_first(db::Session& session, AccountId id, std::string_view domain);
// The domain of the first account; nothing before there is one.
Task<Result<std::optional<std::string>>> founding_domain(db::Session& session);
// Writes role, locale, defaults and whether the log-in is disabled.
Task<Result<>> update_user(db::Session& session, User const& user);
// The address is theirs, since now at the latest.
Task<Result<>> confirm(db::Session& session, AccountId id, UnixMillis now);
// False when it is confirmed, or there is no such user. ErrorKind::conflict when the address is taken.
Task<Result<bool>> change_unconfirmed_email(db::Session& session, AccountId id, std::string_view email,
                                            std::string_view email_key);
Task<Result<>> set_password_hash(db::Session& session, AccountId id, std::string_view password_hash);

// A private remark of one account about another; an empty comment forgets it.
Task<Result<>> set_note(db::Session& session, AccountId owner, AccountId target, std::string_view comment);

}  // namespace auklet::store::accounts
