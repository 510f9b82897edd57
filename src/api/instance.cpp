// SPDX-License-Identifier: Apache-2.0
//
// https://docs.joinmastodon.org/methods/instance/ and …/custom_emojis/, …/health/
#include "api/instance.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <chrono>
#include <string>

#include "api/instance_facts.h"
#include "api/services.h"
#include "base/time_text.h"
#include "service/emoji_service.h"
#include "service/instance_service.h"
#include "text/language.h"
#include "view/instance_view.h"
#include "view/renderer.h"

namespace auklet::api {

namespace {

Task<Result<Reply>> show_v2(Call& call) {
  CO_TRY(auto const instance, co_await describe_instance(call.services));
  co_return Reply::of(view::instance_v2(instance));
}

Task<Result<Reply>> show_v1(Call& call) {
  CO_TRY(auto const instance, co_await describe_instance(call.services));
  co_return Reply::of(view::instance_v1(instance));
}

// Those that are offered to be picked; the others are known to who writes them.
Task<Result<Reply>> custom_emojis(Call& call) {
  boost::json::array array;
  for (auto const& emoji : *call.services.emojis.table().all()) {
    if (emoji.in_picker) {
      array.push_back(call.services.view.emojis().entity(emoji));
    }
  }
  co_return Reply::of(std::move(array));
}

// For lists of things that this server has none of: rules, peers, servers that it blocks.
Task<Result<Reply>> none(Call&) {
  co_return Reply::of(boost::json::array{});
}

Task<Result<Reply>> extended_description(Call&) {
  co_return Reply::of(boost::json::object{{"content", ""}, {"updated_at", nullptr}});
}

Task<Result<Reply>> privacy_policy(Call& call) {
  auto const& policy = call.services.instance.profile().privacy_policy;
  co_return Reply::of(boost::json::object{
      {"content", view::text_as_html(policy.text)},
      {"updated_at", base::iso_millis(policy.updated_at)},
  });
}

// In force since the day on which the file that holds them was last changed, which is their date.
Task<Result<Reply>> terms_of_service(Call& call) {
  auto const& terms = call.services.instance.profile().terms_of_service;
  auto const date = terms ? base::iso_date(terms->updated_at) : std::string();
  if (!terms || call.path.find("date").value_or(date) != date) {
    co_return service::record_not_found();
  }
  co_return Reply::of(boost::json::object{
      {"effective_date", date},
      {"effective", true},
      {"content", view::text_as_html(terms->text)},
      {"succeeded_by", nullptr},
  });
}

Task<Result<Reply>> languages(Call&) {
  co_return Reply::of(array_of(text::offered_languages(), [](text::LanguageName const& language) {
    return boost::json::object{{"code", language.code}, {"name", language.name}};
  }));
}

// Everything in it is text.
Task<Result<Reply>> activity(Call& call) {
  CO_TRY(auto const weeks, co_await call.services.instance.activity());
  co_return Reply::of(array_of(weeks, [](service::InstanceService::Week const& week) {
    auto const begin = std::chrono::floor<std::chrono::seconds>(week.begin).time_since_epoch().count();
    return boost::json::object{{"week", std::to_string(begin)},
                               {"statuses", std::to_string(week.counts.posts)},
                               {"logins", std::to_string(week.counts.people)},
                               {"registrations", std::to_string(week.counts.joined)}};
  }));
}

// Nobody is asked for money through the API.
Task<Result<Reply>> no_campaign(Call&) {
  co_return Reply{.status = 204, .text = {}, .content_type = "text/plain; charset=utf-8"};
}

Task<Result<Reply>> health(Call&) {
  co_return Reply{.text = "OK", .content_type = "text/plain; charset=utf-8"};
}

}  // namespace

std::vector<Route> instance_routes() {
  using enum net::Method;
  return {
      {get, "/api/v2/instance", Access::open, {}, show_v2},
      {get, "/api/v1/instance", Access::open, {}, show_v1},
      {get, "/api/v1/instance/rules", Access::open, {}, none},
      {get, "/api/v1/instance/peers", Access::open, {}, none},
      {get, "/api/v1/instance/domain_blocks", Access::open, {}, none},
      {get, "/api/v1/instance/privacy_policy", Access::open, {}, privacy_policy},
      {get, "/api/v1/instance/terms_of_service", Access::open, {}, terms_of_service},
      {get, "/api/v1/instance/terms_of_service/{date}", Access::open, {}, terms_of_service},
      {get, "/api/v1/instance/languages", Access::open, {}, languages},
      {get, "/api/v1/instance/activity", Access::open, {}, activity},
      {get, "/api/v1/peers/search", Access::open, {}, none},
      {get, "/api/v1/donation_campaigns", Access::user, {}, no_campaign},
      {get, "/api/v1/instance/extended_description", Access::open, {}, extended_description},
      {get, "/api/v1/custom_emojis", Access::open, {}, custom_emojis},
      {get, "/health", Access::open, {}, health},
  };
}

}  // namespace auklet::api
