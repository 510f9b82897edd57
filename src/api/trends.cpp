// SPDX-License-Identifier: Apache-2.0
//
// https://docs.joinmastodon.org/methods/trends/
#include "api/trends.h"

#include <boost/json/array.hpp>
#include <string>
#include <utility>

#include "api/paging.h"
#include "api/services.h"
#include "api/tags.h"
#include "service/trend_service.h"
#include "view/renderer.h"

namespace auklet::api {

namespace {

constexpr int things_default = 10;
constexpr int things_max = 20;
constexpr int posts_default = 20;
constexpr int posts_max = 40;
constexpr int offset_max = 10'000;

struct Slice {
  int limit = 0;
  int offset = 0;
};

Result<Slice> read_slice(Call const& call, int limit_default, int limit_max) {
  auto const reader = call.reader();
  TRY(auto const limit, reader.clamped_integer("limit", 1, limit_max));
  TRY(auto const offset, reader.clamped_integer("offset", 0, offset_max));
  return Slice{static_cast<int>(limit.value_or(limit_default)), static_cast<int>(offset.value_or(0))};
}

Task<Result<Reply>> trending_tags(Call& call) {
  CO_TRY(auto const slice, read_slice(call, things_default, things_max));
  CO_TRY(auto const found, co_await call.services.trends.tags(call.caller, slice.limit, slice.offset));
  auto reply = Reply::of(array_of(found, [&call](auto const& details) { return render_tag(call, details); }));
  link_next_offset(call, reply, slice.limit, slice.offset, found.size());
  co_return reply;
}

Task<Result<Reply>> trending_links(Call& call) {
  CO_TRY(auto const slice, read_slice(call, things_default, things_max));
  CO_TRY(auto const found, co_await call.services.trends.links(slice.limit, slice.offset));
  auto reply = Reply::of(array_of(found, [&call](auto const& link) {
    return call.services.view.trending_link(link.card, history_of(link.history));
  }));
  link_next_offset(call, reply, slice.limit, slice.offset, found.size());
  co_return reply;
}

Task<Result<Reply>> trending_posts(Call& call) {
  CO_TRY(auto const slice, read_slice(call, posts_default, posts_max));
  CO_TRY(auto const found, co_await call.services.trends.posts(call.caller, slice.limit, slice.offset));
  auto reply = Reply::of(call.services.view.statuses(found));
  link_next_offset(call, reply, slice.limit, slice.offset, found.size());
  co_return reply;
}

}  // namespace

std::vector<Route> trend_routes() {
  using enum net::Method;
  return {
      {get, "/api/v1/trends", Access::optional, {}, trending_tags},
      {get, "/api/v1/trends/tags", Access::optional, {}, trending_tags},
      {get, "/api/v1/trends/links", Access::optional, {}, trending_links},
      {get, "/api/v1/trends/statuses", Access::optional, {}, trending_posts},
  };
}

}  // namespace auklet::api
