// SPDX-License-Identifier: Apache-2.0
//
// https://docs.joinmastodon.org/methods/grouped_notifications/
#include "api/notification_groups.h"

#include <algorithm>
#include <array>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <utility>

#include "api/notification_params.h"
#include "api/paging.h"
#include "api/services.h"
#include "base/time_text.h"
#include "service/notification_groups.h"
#include "service/notification_service.h"
#include "view/renderer.h"

namespace auklet::api {

namespace {

// Whether all senders are shown in full, or of each group only the newest, and just enough of the others for a row of
// faces.
enum class Expansion { full, partial_avatars };

Result<Expansion> read_expansion(Call const& call) {
  TRY(auto const text, call.reader().text("expand_accounts"));
  if (!text || text->empty() || *text == "full") {
    return Expansion::full;
  }
  if (*text == "partial_avatars") {
    return Expansion::partial_avatars;
  }
  return fail(ErrorKind::malformed,
              "Invalid value for 'expand_accounts': full and partial_avatars are allowed");
}

// https://docs.joinmastodon.org/entities/GroupedNotificationsResults/#PartialAccountWithAvatar
boost::json::object partial(boost::json::object const& account) {
  constexpr std::array<std::string_view, 7> kept{"id",  "acct",          "url",   "avatar",
                                                 "bot", "avatar_static", "locked"};
  boost::json::object shown;
  for (auto const name : kept) {
    shown[name] = account.at(name);
  }
  return shown;
}

boost::json::object render(service::GroupDetails const& group, bool of_page) {
  boost::json::array senders;
  for (auto const sender : group.senders) {
    senders.emplace_back(to_text(sender));
  }
  auto const& newest = group.newest;
  boost::json::object shown{
      {"group_key", to_text(group.key)},
      {"notifications_count", group.count},
      {"type", to_string(newest.type)},
      {"most_recent_notification_id", std::to_underlying(newest.id)},
      {"sample_account_ids", std::move(senders)},
  };
  if (of_page) {
    shown["page_min_id"] = to_text(group.oldest);
    shown["page_max_id"] = to_text(newest.id);
    shown["latest_page_notification_at"] = base::iso_millis(newest.created_at);
  }
  if (newest.post_id) {
    shown["status_id"] = to_text(*newest.post_id);
  }
  return shown;
}

boost::json::object render(Call const& call, service::GroupListing const& listing, Expansion expansion,
                           bool of_page) {
  auto const& groups = listing.groups.items;
  boost::json::array accounts;
  boost::json::array partial_accounts;
  for (auto const& account : listing.accounts) {
    auto shown = call.services.view.account(account);
    auto const newest = [&account](auto const& group) { return group.senders.front() == account.id; };
    if (expansion == Expansion::full || std::ranges::any_of(groups, newest)) {
      accounts.push_back(std::move(shown));
    } else {
      partial_accounts.push_back(partial(shown));
    }
  }
  boost::json::array shown;
  for (auto const& group : groups) {
    shown.push_back(render(group, of_page));
  }
  boost::json::object results{{"accounts", std::move(accounts)},
                              {"statuses", call.services.view.statuses(listing.posts)},
                              {"notification_groups", std::move(shown)}};
  if (expansion == Expansion::partial_avatars) {
    results["partial_accounts"] = std::move(partial_accounts);
  }
  return results;
}

Task<Result<Reply>> list(Call& call) {
  CO_TRY(auto filter, read_notification_filter(call));
  CO_TRY(auto const grouped, read_grouped_types(call));
  CO_TRY(auto const expansion, read_expansion(call));
  CO_TRY(auto const page, read_page(call, 40, 80));
  if (!filter) {
    co_return Reply::of(render(call, {}, expansion, true));
  }
  CO_TRY(auto const listing,
         co_await call.services.notification_groups.list(call.caller, *std::move(filter), grouped, page));
  auto reply = Reply::of(render(call, listing, expansion, true));
  link_pages(call, reply, Newer::min_id, listing.groups);
  co_return reply;
}

Task<Result<Reply>> unread_count(Call& call) {
  CO_TRY(auto filter, read_notification_filter(call));
  CO_TRY(auto const grouped, read_grouped_types(call));
  CO_TRY(auto const limit, read_count_limit(call));
  std::int64_t count = 0;
  if (filter) {
    CO_TRY(count, co_await call.services.notification_groups.unread_count(call.caller, *std::move(filter),
                                                                          grouped, limit));
  }
  co_return Reply::of(boost::json::object{{"count", count}});
}

// Anything that is no key cannot be anyone's.
Result<GroupKey> read_key(Call const& call) {
  if (auto const key = parse_group_key(call.path["group_key"])) {
    return *key;
  }
  return service::record_not_found();
}

Task<Result<Reply>> show(Call& call) {
  CO_TRY(auto const key, read_key(call));
  CO_TRY(auto const listing, co_await call.services.notification_groups.find(call.caller, key));
  co_return Reply::of(render(call, listing, Expansion::full, false));
}

Task<Result<Reply>> accounts(Call& call) {
  CO_TRY(auto const key, read_key(call));
  CO_TRY(auto const page, read_page(call, 40, 80));
  CO_TRY(auto const listing, co_await call.services.notification_groups.senders(call.caller, key, page));
  auto reply = Reply::of(call.services.view.accounts(listing.items));
  link_pages(call, reply, Newer::min_id, listing);
  co_return reply;
}

Task<Result<Reply>> dismiss(Call& call) {
  CO_TRY(auto const key, read_key(call));
  CO_TRY_OK(co_await call.services.notification_groups.dismiss(call.caller, key));
  co_return Reply::empty();
}

Task<Result<Reply>> clear(Call& call) {
  CO_TRY_OK(co_await call.services.notifications.clear(call.caller));
  co_return Reply::empty();
}

}  // namespace

std::vector<Route> notification_group_routes() {
  using enum net::Method;
  using enum Access;
  using enum Scope;
  return {
      {get, "/api/v2/notifications", user, {read_notifications}, list},
      {get, "/api/v2/notifications/unread_count", user, {read_notifications}, unread_count},
      {post, "/api/v2/notifications/clear", user, {write_notifications}, clear},
      {get, "/api/v2/notifications/{group_key}", user, {read_notifications}, show},
      {get, "/api/v2/notifications/{group_key}/accounts", user, {read_notifications}, accounts},
      {post, "/api/v2/notifications/{group_key}/dismiss", user, {write_notifications}, dismiss},
  };
}

}  // namespace auklet::api
