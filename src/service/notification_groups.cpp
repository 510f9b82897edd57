// SPDX-License-Identifier: Apache-2.0
#include "service/notification_groups.h"

#include <algorithm>
#include <boost/unordered/unordered_flat_set.hpp>
#include <functional>
#include <utility>

#include "service/account_loader.h"
#include "store/notifications.h"

namespace auklet::service {

namespace {

// How often a page is topped up while most notifications are of groups that it has; the batches double.
constexpr int rounds_max = 5;
constexpr int first_batch_min = 80;

// Gathers notifications, in the order of the page, into no more groups than it asks for.
class Gathering {
 public:
  Gathering(NotificationTypes grouped, int groups_max)
      : grouped_(grouped), groups_max_(static_cast<std::size_t>(groups_max)) {}

  bool full() const { return groups_.size() >= groups_max_; }

  // The one that fills the page is the last that belongs to it.
  void add(Notification const& notification) {
    auto const key = group_key(notification, grouped_);
    auto const known = std::ranges::find(groups_, key, &GroupDetails::key);
    if (known == groups_.end()) {
      groups_.push_back(
          {.key = key, .newest = notification, .oldest = notification.id, .senders = {notification.from}});
    } else if (notification.id > known->newest.id) {
      known->newest = notification;
    } else {
      known->oldest = std::min(known->oldest, notification.id);
    }
    auto const cursor = std::to_underlying(notification.id);
    listing_.first_cursor = std::max(listing_.first_cursor.value_or(cursor), cursor);
    listing_.last_cursor = std::min(listing_.last_cursor.value_or(cursor), cursor);
  }

  Listing<GroupDetails> take() {
    std::ranges::sort(groups_, std::greater{}, [](GroupDetails const& group) { return group.newest.id; });
    listing_.full = full();
    listing_.items = std::move(groups_);
    return std::move(listing_);
  }

 private:
  NotificationTypes const grouped_;
  std::size_t const groups_max_;
  std::vector<GroupDetails> groups_;
  Listing<GroupDetails> listing_;
};

}  // namespace

Task<Result<GroupListing>> NotificationGroups::list(Caller caller, NotificationFilter filter,
                                                    NotificationTypes grouped, PageRequest page) const {
  Gathering gathering(grouped, page.limit);
  auto batch = page;
  batch.limit = std::max(2 * page.limit, first_batch_min);
  for (int round = 0; round < rounds_max && !gathering.full(); ++round) {
    CO_TRY(auto found,
           co_await store::notifications::page(env_.database.session(), selection_of(caller, filter), batch));
    if (page.ascending()) {
      std::ranges::reverse(found);
    }
    for (auto const& notification : found) {
      if (!gathering.full()) {
        gathering.add(notification);
      }
    }
    if (static_cast<int>(found.size()) < batch.limit) {
      break;
    }
    (page.ascending() ? batch.min_id : batch.max_id) = std::to_underlying(found.back().id);
    batch.limit *= 2;
  }
  co_return co_await completed(caller, gathering.take());
}

Task<Result<GroupListing>> NotificationGroups::completed(Caller const& caller,
                                                         Listing<GroupDetails> groups) const {
  auto& reader = env_.database.session();
  std::vector<NotificationId> newest;
  for (auto const& group : groups.items) {
    if (std::holds_alternative<NotificationGroup>(group.key)) {
      newest.push_back(group.newest.id);
    }
  }
  CO_TRY(auto facts, co_await store::notifications::group_facts(reader, caller.self(), newest));
  for (auto& [id, count, senders] : facts) {
    auto const group =
        std::ranges::find_if(groups.items, [id](auto const& item) { return item.newest.id == id; });
    group->count = count;
    group->senders = std::move(senders);
  }

  boost::unordered_flat_set<AccountId> account_ids;
  boost::unordered_flat_set<PostId> post_ids;
  for (auto const& group : groups.items) {
    account_ids.insert(group.senders.begin(), group.senders.end());
    if (group.newest.post_id) {
      post_ids.insert(*group.newest.post_id);
    }
  }
  GroupListing listing{.groups = std::move(groups), .accounts = {}, .posts = {}};
  CO_TRY(listing.accounts, co_await load_accounts(reader, {account_ids.begin(), account_ids.end()}));
  CO_TRY(listing.posts,
         co_await loader_.load(reader, caller.account, {post_ids.begin(), post_ids.end()}, Company::anyone));
  for (auto& group : listing.groups.items) {
    std::erase_if(group.senders, [&listing](AccountId sender) {
      return std::ranges::find(listing.accounts, sender, &Account::id) == listing.accounts.end();
    });
  }
  // Without any sender, or a post that may still be seen, there is nothing to tell.
  std::erase_if(listing.groups.items, [&listing](GroupDetails const& group) {
    auto const shown = [&group](PostDetails const& details) {
      return details.post.id == group.newest.post_id;
    };
    return group.senders.empty() || (group.newest.post_id && std::ranges::none_of(listing.posts, shown));
  });
  co_return listing;
}

Task<Result<std::int64_t>> NotificationGroups::unread_count(Caller caller, NotificationFilter filter,
                                                            NotificationTypes grouped, int limit) const {
  auto& reader = env_.database.session();
  CO_TRY(auto const after, co_await store::notifications::last_read(reader, caller.self()));
  co_return co_await store::notifications::count_newer_groups(reader, selection_of(caller, filter), after,
                                                              grouped, limit);
}

Task<Result<std::optional<Notification>>> NotificationGroups::newest_of(AccountId receiver,
                                                                        GroupKey key) const {
  auto& reader = env_.database.session();
  if (auto const* id = std::get_if<NotificationId>(&key)) {
    co_return co_await store::notifications::find(reader, receiver, *id);
  }
  auto const group = std::get<NotificationGroup>(key);
  co_return co_await store::notifications::newest_of(reader, receiver, group);
}

Task<Result<GroupListing>> NotificationGroups::find(Caller caller, GroupKey key) const {
  CO_TRY(auto const newest, co_await newest_of(caller.self(), key));
  if (!newest) {
    co_return record_not_found();
  }
  Listing<GroupDetails> one;
  one.items.push_back({.key = key, .newest = *newest, .oldest = newest->id, .senders = {newest->from}});
  CO_TRY(auto listing, co_await completed(caller, std::move(one)));
  if (listing.groups.items.empty()) {
    co_return record_not_found();
  }
  co_return listing;
}

Task<Result<Listing<Account>>> NotificationGroups::senders(Caller caller, GroupKey key,
                                                           PageRequest page) const {
  auto& reader = env_.database.session();
  CO_TRY(auto const newest, co_await newest_of(caller.self(), key));
  if (!newest) {
    co_return record_not_found();
  }
  std::vector<store::notifications::GroupMember> members{{newest->id, newest->from}};
  if (std::holds_alternative<NotificationGroup>(key)) {
    auto const group = std::get<NotificationGroup>(key);
    CO_TRY(members, co_await store::notifications::members(reader, caller.self(), group, page));
  }
  auto listing = listing_of<Account>(members, page);
  std::vector<AccountId> ids;
  for (auto const& member : members) {
    ids.push_back(member.account);
  }
  CO_TRY(listing.items, co_await load_accounts(reader, std::move(ids)));
  co_return listing;
}

Task<Result<>> NotificationGroups::dismiss(Caller caller, GroupKey key) {
  CO_TRY(auto transaction, co_await env_.database.begin());
  if (auto const* id = std::get_if<NotificationId>(&key)) {
    CO_TRY_OK(co_await store::notifications::remove(*transaction, caller.self(), *id));
  } else {
    auto const group = std::get<NotificationGroup>(key);
    CO_TRY_OK(co_await store::notifications::remove_group(*transaction, caller.self(), group));
  }
  co_return co_await transaction->commit();
}

}  // namespace auklet::service
