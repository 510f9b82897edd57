// SPDX-License-Identifier: Apache-2.0
//
// https://docs.joinmastodon.org/methods/tags/ and …/followed_tags/
#include "api/tags.h"

#include <boost/json/array.hpp>
#include <chrono>
#include <string>
#include <utility>

#include "api/paging.h"
#include "api/services.h"
#include "service/tag_service.h"
#include "view/renderer.h"

namespace auklet::api {

std::vector<view::Renderer::UseDay> history_of(service::UseHistory const& history) {
  std::vector<view::Renderer::UseDay> days;
  for (auto const& day : history.entries()) {
    auto const seconds = std::chrono::floor<std::chrono::seconds>(day.day);
    days.push_back({seconds.time_since_epoch().count(), day.uses, day.accounts});
  }
  return days;
}

boost::json::object render_tag(Call const& call, service::TagDetails const& details) {
  auto tag = call.services.view.tag(details.tag, history_of(details.history));
  if (call.caller.account) {
    tag["following"] = details.following;
    tag["featuring"] = details.featuring;
  }
  return tag;
}

namespace {

constexpr int page_default = 100;
constexpr int page_max = 200;

std::string name_of(Call const& call) {
  return std::string(call.path["name"]);
}

Task<Result<Reply>> show(Call& call) {
  CO_TRY(auto const details, co_await call.services.tags.find(call.caller, name_of(call)));
  co_return Reply::of(render_tag(call, details));
}

Task<Result<Reply>> follow(Call& call) {
  CO_TRY(auto const details, co_await call.services.tags.follow(call.caller, name_of(call)));
  co_return Reply::of(render_tag(call, details));
}

Task<Result<Reply>> unfollow(Call& call) {
  CO_TRY(auto const details, co_await call.services.tags.unfollow(call.caller, name_of(call)));
  co_return Reply::of(render_tag(call, details));
}

Task<Result<Reply>> followed(Call& call) {
  CO_TRY(auto const page, read_page(call, page_default, page_max));
  CO_TRY(auto const listing, co_await call.services.tags.followed(call.caller, page));
  co_return page_of(call, Newer::since_id, listing,
                    [&call](auto const& details) { return render_tag(call, details); });
}

}  // namespace

std::vector<Route> tag_routes() {
  using enum net::Method;
  using enum Scope;
  return {
      {get, "/api/v1/tags/{name}", Access::optional, {}, show},
      {post, "/api/v1/tags/{name}/follow", Access::user, {write_follows}, follow},
      {post, "/api/v1/tags/{name}/unfollow", Access::user, {write_follows}, unfollow},
      {get, "/api/v1/followed_tags", Access::user, {read_follows}, followed},
  };
}

}  // namespace auklet::api
