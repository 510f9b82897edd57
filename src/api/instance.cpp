// SPDX-License-Identifier: Apache-2.0
//
// https://docs.joinmastodon.org/methods/instance/ and …/custom_emojis/, …/announcements/, …/health/
#include "api/instance.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "api/instance_facts.h"
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

// For lists of things that this server has none of: rules, custom emojis, announcements, peers.
Task<Result<Reply>> none(Call&) {
  co_return Reply::of(boost::json::array{});
}

Task<Result<Reply>> extended_description(Call&) {
  co_return Reply::of(boost::json::object{{"content", ""}, {"updated_at", nullptr}});
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
      {get, "/api/v1/instance/extended_description", Access::open, {}, extended_description},
      {get, "/api/v1/custom_emojis", Access::open, {}, none},
      {get, "/api/v1/announcements", Access::user, {}, none},
      {get, "/health", Access::open, {}, health},
  };
}

}  // namespace auklet::api
