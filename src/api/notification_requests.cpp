// SPDX-License-Identifier: Apache-2.0
//
// https://docs.joinmastodon.org/methods/notifications/#policy and …/#requests
#include "api/notification_requests.h"

#include <fmt/format.h>
#include <array>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <optional>
#include <utility>

#include "api/id_list.h"
#include "api/paging.h"
#include "api/services.h"
#include "base/time_text.h"
#include "service/notification_requests.h"
#include "view/renderer.h"

namespace auklet::api {

namespace {

using service::NotificationPolicyChange;
using service::NotificationRequests;

// What each rule is called in the two versions of the API; the first version has no limited accounts, and only knows
// whether a rule filters.
struct Rule {
  std::string_view name;
  std::string_view first_name;
  NotificationVerdict NotificationPolicy::* verdict;
  std::optional<NotificationVerdict> NotificationPolicyChange::* change;
};
constexpr std::array<Rule, 5> rules{{
    {"for_not_following", "filter_not_following", &NotificationPolicy::for_not_following,
     &NotificationPolicyChange::for_not_following},
    {"for_not_followers", "filter_not_followers", &NotificationPolicy::for_not_followers,
     &NotificationPolicyChange::for_not_followers},
    {"for_new_accounts", "filter_new_accounts", &NotificationPolicy::for_new_accounts,
     &NotificationPolicyChange::for_new_accounts},
    {"for_private_mentions", "filter_private_mentions", &NotificationPolicy::for_private_mentions,
     &NotificationPolicyChange::for_private_mentions},
    {"for_limited_accounts", "", &NotificationPolicy::for_limited_accounts,
     &NotificationPolicyChange::for_limited_accounts},
}};

boost::json::object render(store::notification_requests::Summary const& summary) {
  return {{"pending_requests_count", summary.requests},
          {"pending_notifications_count", summary.notifications}};
}

// https://docs.joinmastodon.org/entities/NotificationPolicy/
Reply render(service::PolicyDetails const& details) {
  boost::json::object shown;
  for (auto const& rule : rules) {
    shown[rule.name] = to_string(details.policy.*rule.verdict);
  }
  shown["summary"] = render(details.summary);
  return Reply::of(std::move(shown));
}

// https://docs.joinmastodon.org/entities/V1_NotificationPolicy/
Reply render_first(service::PolicyDetails const& details) {
  boost::json::object shown;
  for (auto const& rule : rules) {
    if (!rule.first_name.empty()) {
      shown[rule.first_name] = details.policy.*rule.verdict != NotificationVerdict::accept;
    }
  }
  shown["summary"] = render(details.summary);
  return Reply::of(std::move(shown));
}

Result<NotificationPolicyChange> read_change(Call const& call) {
  NotificationPolicyChange change;
  for (auto const& rule : rules) {
    TRY(auto const text, call.reader().text(rule.name));
    if (!text) {
      continue;
    }
    change.*rule.change = parse_notification_verdict(*text);
    if (!(change.*rule.change)) {
      return service::validation_failed(fmt::format("{} must be accept, filter or drop", rule.name));
    }
  }
  return change;
}

Result<NotificationPolicyChange> read_first_change(Call const& call) {
  NotificationPolicyChange change;
  for (auto const& rule : rules) {
    if (rule.first_name.empty()) {
      continue;
    }
    TRY(auto const filters, call.reader().boolean(rule.first_name));
    if (filters) {
      change.*rule.change = *filters ? NotificationVerdict::filter : NotificationVerdict::accept;
    }
  }
  return change;
}

Task<Result<Reply>> policy(Call& call) {
  CO_TRY(auto const details, co_await call.services.notification_requests.policy(call.caller));
  co_return render(details);
}

Task<Result<Reply>> change_policy(Call& call) {
  CO_TRY(auto const change, read_change(call));
  CO_TRY(auto const details, co_await call.services.notification_requests.change_policy(call.caller, change));
  co_return render(details);
}

Task<Result<Reply>> first_policy(Call& call) {
  CO_TRY(auto const details, co_await call.services.notification_requests.policy(call.caller));
  co_return render_first(details);
}

Task<Result<Reply>> change_first_policy(Call& call) {
  CO_TRY(auto const change, read_first_change(call));
  CO_TRY(auto const details, co_await call.services.notification_requests.change_policy(call.caller, change));
  co_return render_first(details);
}

// https://docs.joinmastodon.org/entities/NotificationRequest/
boost::json::object render(Call const& call, service::NotificationRequestDetails const& details) {
  auto const& request = details.request;
  boost::json::object shown{
      {"id", to_text(request.cursor)},
      {"created_at", base::iso_millis(request.created_at)},
      {"updated_at", base::iso_millis(request.updated_at)},
      {"notifications_count", std::to_string(request.count)},
      {"account", call.services.view.account(details.from)},
      {"last_status", nullptr},
  };
  if (details.last_post) {
    shown["last_status"] = call.services.view.status(*details.last_post);
  }
  return shown;
}

Task<Result<Reply>> list(Call& call) {
  CO_TRY(auto const page, read_page(call, 40, 80));
  CO_TRY(auto const listing, co_await call.services.notification_requests.list(call.caller, page));
  co_return page_of(call, Newer::min_id, listing,
                    [&call](auto const& details) { return render(call, details); });
}

Task<Result<Reply>> show(Call& call) {
  CO_TRY(auto const id, read_id<NotificationRequestId>(call));
  CO_TRY(auto const details, co_await call.services.notification_requests.find(call.caller, id));
  co_return Reply::of(render(call, details));
}

template <NotificationRequests::Answer answer>
Task<Result<Reply>> settle(Call& call) {
  CO_TRY(auto const id, read_id<NotificationRequestId>(call));
  CO_TRY_OK(co_await call.services.notification_requests.answer(call.caller, id, answer));
  co_return Reply::empty();
}

template <NotificationRequests::Answer answer>
Task<Result<Reply>> settle_all(Call& call) {
  CO_TRY(auto ids, read_ids<NotificationRequestId>(call, "id"));
  CO_TRY_OK(co_await call.services.notification_requests.answer_all(call.caller, std::move(ids), answer));
  co_return Reply::empty();
}

Task<Result<Reply>> merged(Call& call) {
  CO_TRY(auto const merged, co_await call.services.notification_requests.merged(call.caller));
  co_return Reply::of(boost::json::object{{"merged", merged}});
}

}  // namespace

std::vector<Route> notification_request_routes() {
  using enum net::Method;
  using enum Access;
  using enum Scope;
  using enum NotificationRequests::Answer;
  return {
      {get, "/api/v2/notifications/policy", user, {read_notifications}, policy},
      {patch, "/api/v2/notifications/policy", user, {write_notifications}, change_policy},
      {put, "/api/v2/notifications/policy", user, {write_notifications}, change_policy},
      {get, "/api/v1/notifications/policy", user, {read_notifications}, first_policy},
      {patch, "/api/v1/notifications/policy", user, {write_notifications}, change_first_policy},
      {put, "/api/v1/notifications/policy", user, {write_notifications}, change_first_policy},
      {get, "/api/v1/notifications/requests", user, {read_notifications}, list},
      {get, "/api/v1/notifications/requests/merged", user, {read_notifications}, merged},
      {get, "/api/v1/notifications/requests/{id}", user, {read_notifications}, show},
      {post, "/api/v1/notifications/requests/accept", user, {write_notifications}, settle_all<accept>},
      {post, "/api/v1/notifications/requests/dismiss", user, {write_notifications}, settle_all<dismiss>},
      {post, "/api/v1/notifications/requests/{id}/accept", user, {write_notifications}, settle<accept>},
      {post, "/api/v1/notifications/requests/{id}/dismiss", user, {write_notifications}, settle<dismiss>},
  };
}

}  // namespace auklet::api
