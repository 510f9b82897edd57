// SPDX-License-Identifier: Apache-2.0
//
// https://docs.joinmastodon.org/methods/suggestions/ and …/directory/
#include "api/suggestions.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <string_view>
#include <utility>

#include "api/paging.h"
#include "api/services.h"
#include "service/discovery_service.h"
#include "view/renderer.h"

namespace auklet::api {

namespace {

constexpr int page_default = 40;
constexpr int page_max = 80;
constexpr int offset_max = 10'000;

// The word for it, and the one of before 4.3.
struct SourceWords {
  std::string_view now;
  std::string_view before;
};
SourceWords words_of(service::SuggestionSource source) {
  return source == service::SuggestionSource::friends_of_friends
             ? SourceWords{"friends_of_friends", "past_interactions"}
             : SourceWords{"most_followed", "global"};
}

Task<Result<std::vector<service::Suggestion>>> read_suggestions(Call& call) {
  CO_TRY(auto const limit, call.reader().clamped_integer("limit", 1, page_max));
  co_return co_await call.services.discovery.suggestions(call.caller,
                                                         static_cast<int>(limit.value_or(page_default)));
}

Task<Result<Reply>> suggestions(Call& call) {
  CO_TRY(auto const list, co_await read_suggestions(call));
  boost::json::array shown;
  for (auto const& suggestion : list) {
    boost::json::array sources;
    for (auto const source : suggestion.sources) {
      sources.push_back(boost::json::value(words_of(source).now));
    }
    shown.push_back({{"source", words_of(suggestion.sources.front()).before},
                     {"sources", std::move(sources)},
                     {"account", call.services.view.account(suggestion.account)}});
  }
  co_return Reply::of(std::move(shown));
}

Task<Result<Reply>> suggested_accounts(Call& call) {
  CO_TRY(auto const list, co_await read_suggestions(call));
  co_return Reply::of(array_of(
      list, [&call](auto const& suggestion) { return call.services.view.account(suggestion.account); }));
}

Task<Result<Reply>> dismiss(Call& call) {
  CO_TRY(auto const account, read_id<AccountId>(call));
  CO_TRY_OK(co_await call.services.discovery.dismiss(call.caller, account));
  co_return Reply::empty();
}

Task<Result<Reply>> directory(Call& call) {
  auto const reader = call.reader();
  CO_TRY(auto const order, reader.text("order"));
  CO_TRY(auto const local, reader.boolean("local"));
  CO_TRY(auto const limit, reader.clamped_integer("limit", 1, page_max));
  CO_TRY(auto const offset, reader.clamped_integer("offset", 0, offset_max));
  if (order && !order->empty() && *order != "active" && *order != "new") {
    co_return service::validation_failed("Order must be one of active, new");
  }
  using enum store::directory::Order;
  service::DirectoryQuery const query{.order = order == "new" ? newest : active,
                                      .local = local.value_or(false),
                                      .limit = static_cast<int>(limit.value_or(page_default)),
                                      .offset = static_cast<int>(offset.value_or(0))};
  CO_TRY(auto const accounts, co_await call.services.discovery.directory(call.caller, query));
  co_return Reply::of(call.services.view.accounts(accounts));
}

}  // namespace

std::vector<Route> suggestion_routes() {
  using enum net::Method;
  using enum Access;
  using enum Scope;
  return {
      {get, "/api/v2/suggestions", user, {read_accounts}, suggestions},
      {get, "/api/v1/suggestions", user, {read_accounts}, suggested_accounts},
      // Mastodon asks no more of who dismisses one than of who reads them.
      {delete_, "/api/v1/suggestions/{id}", user, {read_accounts, write_accounts}, dismiss},
      {get, "/api/v1/directory", optional, {read_accounts}, directory},
  };
}

}  // namespace auklet::api
