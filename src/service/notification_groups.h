// SPDX-License-Identifier: Apache-2.0
//
// What happened to someone, with many things of one kind told as one: favourites and boosts of a post, and follows.
// https://docs.joinmastodon.org/methods/grouped_notifications/
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "async/task.h"
#include "base/result.h"
#include "domain/account.h"
#include "domain/notification.h"
#include "domain/page.h"
#include "domain/post.h"
#include "service/caller.h"
#include "service/environment.h"
#include "service/listing.h"
#include "service/notification_filter.h"
#include "service/post_loader.h"

namespace auklet::service {

struct GroupDetails {
  GroupKey key;
  Notification newest;             // of the page
  NotificationId oldest{};         // of the page
  std::int64_t count = 1;          // with all that are older than the page
  std::vector<AccountId> senders;  // the newest first, and not all of many
};

struct GroupListing {
  Listing<GroupDetails> groups;    // the newest first
  std::vector<Account> accounts;   // of all senders, each once
  std::vector<PostDetails> posts;  // of all groups, each once
};

class NotificationGroups {
 public:
  NotificationGroups(Environment const& env, PostLoader const& loader) : env_(env), loader_(loader) {}

  // `grouped`: the types of which groups are shown; others are told one by one. A page has at most as many groups as it
  // asks for, and fewer when a great many notifications are of the same few. A group goes on in the next page when
  // some of it is older than this one.
  Task<Result<GroupListing>> list(Caller caller, NotificationFilter filter, NotificationTypes grouped,
                                  PageRequest page) const;
  // How many groups are newer than the notifications marker, counted up to `limit`.
  Task<Result<std::int64_t>> unread_count(Caller caller, NotificationFilter filter, NotificationTypes grouped,
                                          int limit) const;
  // The whole group. ErrorKind::not_found, also for other people's.
  Task<Result<GroupListing>> find(Caller caller, GroupKey key) const;
  // Its senders, page by page. ErrorKind::not_found when there is none.
  Task<Result<Listing<Account>>> senders(Caller caller, GroupKey key, PageRequest page) const;
  // Also fine when there is no such group: whoever dismisses twice gets what they want.
  Task<Result<>> dismiss(Caller caller, GroupKey key);

 private:
  Task<Result<std::optional<Notification>>> newest_of(AccountId receiver, GroupKey key) const;
  Task<Result<GroupListing>> completed(Caller const& caller, Listing<GroupDetails> groups) const;

  Environment const& env_;
  PostLoader const& loader_;
};

}  // namespace auklet::service
