// SPDX-License-Identifier: Apache-2.0
#include "service/notification_service.h"

#include <algorithm>
#include <utility>

#include "service/senders.h"

namespace auklet::service {

Task<Result<std::vector<NotificationDetails>>> NotificationService::details(
    Caller const& caller, std::vector<Notification> list) const {
  std::vector<Sent> sent;
  for (auto const& notification : list) {
    sent.push_back({notification.from, notification.post_id});
  }
  CO_TRY(auto seen, co_await load_sent(env_.database.session(), loader_, caller.account, std::move(sent)));
  std::vector<NotificationDetails> all;
  for (std::size_t i = 0; i < list.size(); ++i) {
    auto& [from, post] = seen[i];
    // Without its sender, or a post that may still be seen, there is nothing to tell.
    if (from && (post || !list[i].post_id)) {
      all.push_back({list[i], *std::move(from), std::move(post)});
    }
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

Task<Result<>> NotificationService::dismiss_all(Caller caller, std::vector<NotificationId> ids) {
  CO_TRY(auto transaction, co_await env_.database.begin());
  for (auto const id : ids) {
    CO_TRY_OK(co_await store::notifications::remove(*transaction, caller.self(), id));
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
