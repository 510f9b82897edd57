// SPDX-License-Identifier: Apache-2.0
//
// https://docs.joinmastodon.org/methods/instance/ and …/custom_emojis/, …/health/
#include "api/instance.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "api/instance_facts.h"
#include "api/services.h"
#include "base/time_text.h"
#include "service/instance_service.h"
#include "view/instance_view.h"

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

// For lists of things that this server has none of: rules, custom emojis, peers, servers that it blocks.
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

// By the language of a post, those that it can be translated into: none while nothing translates.
Task<Result<Reply>> translation_languages(Call&) {
  co_return Reply::empty();
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
      {get, "/api/v1/instance/translation_languages", Access::open, {}, translation_languages},
      {get, "/api/v1/instance/extended_description", Access::open, {}, extended_description},
      {get, "/api/v1/custom_emojis", Access::open, {}, none},
      {get, "/health", Access::open, {}, health},
  };
}

}  // namespace auklet::api
