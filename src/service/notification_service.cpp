// SPDX-License-Identifier: Apache-2.0
#include "service/notification_service.h"

#include <algorithm>
#include <utility>

#include "service/account_loader.h"

namespace auklet::service {

Task<Result<std::vector<NotificationDetails>>> NotificationService::details(
    Caller const& caller, std::vector<Notification> list) const {
  auto& reader = env_.database.session();
  std::vector<AccountId> account_ids;
  std::vector<PostId> post_ids;
  for (auto const& notification : list) {
    account_ids.push_back(notification.from);
    if (notification.post_id) {
      post_ids.push_back(*notification.post_id);
    }
  }
  CO_TRY(auto const accounts, co_await load_accounts(reader, std::move(account_ids)));
  CO_TRY(auto const posts,
         co_await loader_.load(reader, caller.account, std::move(post_ids), Company::anyone));
  std::vector<NotificationDetails> all;
  for (auto const& notification : list) {
    auto const from = std::ranges::find(accounts, notification.from, &Account::id);
    auto const post = std::ranges::find_if(posts, [&notification](PostDetails const& details) {
      return details.post.id == notification.post_id;
    });
    // Without its sender, or a post that may still be seen, there is nothing to tell.
    if (from == accounts.end() || (notification.post_id && post == posts.end())) {
      continue;
    }
    all.push_back({notification, *from, post == posts.end() ? std::nullopt : std::optional{*post}});
  }
  co_return all;
}

Task<Result<Listing<NotificationDetails>>> NotificationService::list(Caller caller, NotificationFilter filter,
                                                                     PageRequest page) const {
  CO_TRY(auto found,
         co_await store::notifications::page(env_.database.session(), selection_of(caller, filter), page));
  Listing<NotificationDetails> listing;
  listing.full = static_cast<int>(found.size()) >= page.limit;
  if (!found.empty()) {
    listing.first_cursor = std::to_underlying(found.front().id);
    listing.last_cursor = std::to_underlying(found.back().id);
  }
  CO_TRY(listing.items, co_await details(caller, std::move(found)));
  co_return listing;
}

Task<Result<NotificationDetails>> NotificationService::find(Caller caller, NotificationId id) const {
  CO_TRY(auto const found, co_await store::notifications::find(env_.database.session(), caller.self(), id));
  if (!found) {
    co_return record_not_found();
  }
  CO_TRY(auto shown, co_await details(caller, {*found}));
  if (shown.empty()) {
    co_return record_not_found();
  }
  co_return std::move(shown.front());
}

Task<Result<>> NotificationService::dismiss(Caller caller, NotificationId id) {
  CO_TRY(auto transaction, co_await env_.database.begin());
  CO_TRY(auto const removed, co_await store::notifications::remove(*transaction, caller.self(), id));
  if (!removed) {
    co_return record_not_found();
  }
  co_return co_await transaction->commit();
}

Task<Result<>> NotificationService::clear(Caller caller) {
  CO_TRY(auto transaction, co_await env_.database.begin());
  CO_TRY_OK(co_await store::notifications::remove_all(*transaction, caller.self()));
  co_return co_await transaction->commit();
}

Task<Result<std::int64_t>> NotificationService::unread_count(Caller caller, NotificationFilter filter,
                                                             int limit) const {
  auto& reader = env_.database.session();
  CO_TRY(auto const after, co_await store::notifications::last_read(reader, caller.self()));
  co_return co_await store::notifications::count_newer(reader, selection_of(caller, filter), after, limit);
}

Task<Result<std::vector<store::notifications::Marker>>> NotificationService::markers(Caller caller) const {
  return store::notifications::markers(env_.database.session(), caller.self());
}

Task<Result<store::notifications::Marker>> NotificationService::set_marker(Caller caller,
                                                                           std::string timeline,
                                                                           std::int64_t last_read_id) {
  CO_TRY(auto transaction, co_await env_.database.begin());
  CO_TRY(auto marker, co_await store::notifications::set_marker(*transaction, caller.self(), timeline,
                                                                last_read_id, env_.clock.now()));
  CO_TRY_OK(co_await transaction->commit());
  co_return marker;
}

}  // namespace auklet::service
