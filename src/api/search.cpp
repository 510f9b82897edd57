// SPDX-License-Identifier: Apache-2.0
//
// https://docs.joinmastodon.org/methods/search/
#include "api/search.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <optional>
#include <string_view>
#include <utility>

#include "api/services.h"
#include "api/tags.h"
#include "service/search_service.h"
#include "view/renderer.h"

namespace auklet::api {

namespace {

constexpr int offset_max = 10'000;

// Asking for more than a glance is for people who have logged in.
Result<> check_anonymous(Call const& call, bool resolve, bool paginates) {
  if (call.caller.account || call.caller.app) {
    return {};
  }
  if (paginates) {
    return fail(ErrorKind::unauthenticated,
                "Search queries pagination is not supported without authentication");
  }
  if (resolve) {
    return fail(ErrorKind::unauthenticated,
                "Search queries that resolve remote resources are not supported without authentication");
  }
  return {};
}

std::optional<service::SearchKind> parse_kind(std::string_view text) {
  using enum service::SearchKind;
  if (text == "accounts") {
    return accounts;
  }
  if (text == "hashtags") {
    return hashtags;
  }
  if (text == "statuses") {
    return statuses;
  }
  return std::nullopt;
}

Result<service::SearchQuery> read_query(Call const& call) {
  auto const reader = call.reader();
  service::SearchQuery query;
  TRY(auto const text, reader.text("q"));
  if (!text || text->empty()) {
    return fail(ErrorKind::malformed, "param is missing or the value is empty: q");
  }
  query.text = *text;
  TRY(auto const type, reader.text("type"));
  if (type && !type->empty()) {
    query.kind = parse_kind(*type);
    if (!query.kind) {
      return service::validation_failed("Type must be one of accounts, hashtags, statuses");
    }
  }
  TRY(auto const limit, reader.clamped_integer("limit", 1, 40));
  query.limit = static_cast<int>(limit.value_or(query.limit));
  TRY(auto const offset, reader.clamped_integer("offset", 0, offset_max));
  // Three lists cannot be turned over together: an offset counts only where one kind is asked for.
  query.offset = query.kind ? static_cast<int>(offset.value_or(0)) : 0;
  TRY(auto const following, reader.boolean("following"));
  query.following_only = following.value_or(false);
  TRY(auto const author, reader.id("account_id"));
  query.author = author ? std::optional{AccountId{*author}} : std::nullopt;
  TRY(query.bounds.max_id, reader.id("max_id"));
  TRY(query.bounds.min_id, reader.id("min_id"));
  // Nobody reviews hashtags here, so there is none that this would leave out.
  TRY_OK(reader.boolean("exclude_unreviewed"));
  TRY(auto const resolve, reader.boolean("resolve"));
  TRY_OK(check_anonymous(call, resolve.value_or(false), reader.has("offset")));
  return query;
}

Task<Result<service::SearchResults>> find(Call& call) {
  CO_TRY(auto query, read_query(call));
  co_return co_await call.services.search.search(call.caller, std::move(query));
}

Reply reply_of(Call const& call, service::SearchResults const& results, boost::json::array tags) {
  return Reply::of(boost::json::object{{"accounts", call.services.view.accounts(results.accounts)},
                                       {"statuses", call.services.view.statuses(results.posts)},
                                       {"hashtags", std::move(tags)}});
}

Task<Result<Reply>> search(Call& call) {
  CO_TRY(auto const results, co_await find(call));
  boost::json::array tags;
  for (auto const& details : results.tags) {
    tags.push_back(render_tag(call, details));
  }
  co_return reply_of(call, results, std::move(tags));
}

// As it was before Mastodon 3.0: hashtags are bare names. Old libraries still ask for it.
Task<Result<Reply>> search_v1(Call& call) {
  CO_TRY(auto const results, co_await find(call));
  boost::json::array names;
  for (auto const& details : results.tags) {
    names.push_back(boost::json::string(details.tag.name));
  }
  co_return reply_of(call, results, std::move(names));
}

}  // namespace

std::vector<Route> search_routes() {
  using enum net::Method;
  return {
      {get, "/api/v2/search", Access::optional, {Scope::read_search}, search},
      {get, "/api/v1/search", Access::user, {Scope::read_search}, search_v1},
  };
}

}  // namespace auklet::api
