// SPDX-License-Identifier: Apache-2.0
//
// https://docs.joinmastodon.org/methods/push/
#include "api/push.h"

#include <boost/json/object.hpp>
#include <limits>
#include <optional>
#include <utility>

#include "api/services.h"
#include "service/push_service.h"

namespace auklet::api {

namespace {

Result<> read_alert(net::ParamReader const& alerts, std::string_view name, unsigned bit,
                    service::PushWishes& wishes) {
  TRY(auto const wanted, alerts.boolean(name));
  if (wanted) {
    wishes.named |= PushAlerts{1} << bit;
    wishes.wanted |= PushAlerts{*wanted} << bit;
  }
  return {};
}

// What is not said is not wanted.
Result<service::PushWishes> read_wishes(Call const& call) {
  service::PushWishes wishes;
  TRY(auto const data, call.reader().object("data"));
  if (!data) {
    return wishes;
  }
  TRY(auto const policy, data->text("policy"));
  if (policy && !policy->empty()) {
    auto const known = parse_push_policy(*policy);
    if (!known) {
      return service::validation_failed("Policy must be one of all, followed, follower, none");
    }
    wishes.policy = *known;
  }
  TRY(auto const alerts, data->object("alerts"));
  if (!alerts) {
    return wishes;
  }
  for (std::size_t type = 0; type < notification_type_names.size(); ++type) {
    TRY_OK(read_alert(*alerts, notification_type_names[type], static_cast<unsigned>(type), wishes));
  }
  for (auto const& alert : foreign_push_alerts) {
    TRY_OK(read_alert(*alerts, alert.name, alert.bit, wishes));
  }
  return wishes;
}

Result<service::PushDraft> read_draft(Call const& call) {
  service::PushDraft draft;
  TRY(draft.wishes, read_wishes(call));
  TRY(auto const subscription, call.reader().object("subscription"));
  if (!subscription) {
    return service::validation_failed("Subscription can't be blank");
  }
  TRY(auto endpoint, subscription->text("endpoint"));
  draft.endpoint = std::move(endpoint).value_or("");
  TRY(auto const standard, subscription->boolean("standard"));
  draft.standard = standard.value_or(false);
  TRY(auto const keys, subscription->object("keys"));
  if (keys) {
    TRY(auto p256dh, keys->text("p256dh"));
    TRY(auto auth, keys->text("auth"));
    draft.p256dh = std::move(p256dh).value_or("");
    draft.auth = std::move(auth).value_or("");
  }
  return draft;
}

// https://docs.joinmastodon.org/entities/WebPushSubscription/
Task<Result<Reply>> render(Call& call, PushSubscription subscription) {
  CO_TRY(auto const server_key, co_await call.services.push.public_key());
  boost::json::object alerts;
  auto const show = [&](std::string_view name, unsigned bit) {
    if ((subscription.named >> bit & 1U) != 0) {
      alerts[name] = (subscription.wanted >> bit & 1U) != 0;
    }
  };
  for (std::size_t type = 0; type < notification_type_names.size(); ++type) {
    show(notification_type_names[type], static_cast<unsigned>(type));
  }
  for (auto const& alert : foreign_push_alerts) {
    show(alert.name, alert.bit);
  }
  co_return Reply::of(boost::json::object{
      // A number, of which some apps take 32 bits and no more. Nobody is found by it.
      {"id", subscription.id & std::numeric_limits<std::int32_t>::max()},
      {"endpoint", subscription.endpoint},
      {"standard", subscription.standard},
      {"policy", to_string(subscription.policy)},
      {"alerts", std::move(alerts)},
      {"server_key", server_key},
  });
}

Task<Result<Reply>> create(Call& call) {
  CO_TRY(auto draft, read_draft(call));
  CO_TRY(auto subscription, co_await call.services.push.subscribe(call.caller, std::move(draft)));
  co_return co_await render(call, std::move(subscription));
}

Task<Result<Reply>> show(Call& call) {
  CO_TRY(auto subscription, co_await call.services.push.find(call.caller));
  co_return co_await render(call, std::move(subscription));
}

Task<Result<Reply>> change(Call& call) {
  CO_TRY(auto const wishes, read_wishes(call));
  CO_TRY(auto subscription, co_await call.services.push.change(call.caller, wishes));
  co_return co_await render(call, std::move(subscription));
}

Task<Result<Reply>> remove(Call& call) {
  CO_TRY_OK(co_await call.services.push.unsubscribe(call.caller));
  co_return Reply::empty();
}

}  // namespace

std::vector<Route> push_routes() {
  using enum net::Method;
  using enum Access;
  constexpr auto path = "/api/v1/push/subscription";
  return {
      {post, path, user, {Scope::push}, create},    {get, path, user, {Scope::push}, show},
      {put, path, user, {Scope::push}, change},     {patch, path, user, {Scope::push}, change},
      {delete_, path, user, {Scope::push}, remove},
  };
}

}  // namespace auklet::api
