// SPDX-License-Identifier: Apache-2.0
//
// https://docs.joinmastodon.org/methods/filters/, both versions
#include "api/filters.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <chrono>
#include <optional>
#include <utility>

#include "api/paging.h"
#include "api/services.h"
#include "service/filter_service.h"
#include "view/renderer.h"

namespace auklet::api {

namespace {

using service::FilterDraft;
using service::FilterKeywordDraft;

constexpr std::int64_t expires_in_max = std::int64_t{100} * 365 * 24 * 60 * 60;  // seconds: a hundred years
constexpr std::size_t contexts_max = 100;
constexpr std::size_t keywords_at_once_max = 1'000;

boost::json::object render(FilterKeyword const& keyword) {
  return {{"id", to_text(keyword.id)}, {"keyword", keyword.keyword}, {"whole_word", keyword.whole_word}};
}

boost::json::object render(FilteredPost const& post) {
  return {{"id", to_text(post.id)}, {"status_id", to_text(post.post)}};
}

template <class Item>
boost::json::array render(std::vector<Item> const& items) {
  return array_of(items, [](Item const& item) { return render(item); });
}

boost::json::object render(Call const& call, Filter const& filter) {
  auto object = call.services.view.filter(filter);
  object["keywords"] = render(filter.keywords);
  object["statuses"] = render(filter.posts);
  return object;
}

// V1: one keyword of a filter.
boost::json::object render_single(Call const& call, Filter const& filter, FilterKeyword const& keyword) {
  auto whole = call.services.view.filter(filter);
  return {{"id", to_text(keyword.id)},
          {"phrase", keyword.keyword},
          {"context", std::move(whole["context"])},
          {"whole_word", keyword.whole_word},
          {"expires_at", std::move(whole["expires_at"])},
          {"irreversible", filter.action == FilterAction::hide}};
}

Reply single_reply(Call const& call, Filter const& filter, FilterKeywordId id) {
  auto const found = std::ranges::find(filter.keywords, id, &FilterKeyword::id);
  return Reply::of(render_single(call, filter, *found));
}

Result<> read_terms(net::ParamReader const& reader, FilterDraft& draft) {
  if (reader.has("context")) {
    TRY(draft.contexts, reader.texts("context"));
    if (draft.contexts->size() > contexts_max) {
      return service::validation_failed("Context None or invalid context supplied");
    }
  }
  draft.sets_expiry = reader.has("expires_in");
  TRY(auto const expires_in, reader.integer("expires_in", 0, expires_in_max));
  if (expires_in) {
    draft.expires_in = std::chrono::seconds{*expires_in};
  }
  return {};
}

Result<FilterKeywordDraft> read_keyword(net::ParamReader const& reader, char const* name = "keyword") {
  FilterKeywordDraft draft;
  TRY(draft.keyword, reader.text(name));
  TRY(draft.whole_word, reader.boolean("whole_word"));
  return draft;
}

// The form that a nested list takes in Rails: with an id what is there, with `_destroy` to take it away; empty ones are
// passed over.
Result<std::vector<FilterKeywordDraft>> read_keywords(net::ParamReader const& reader) {
  TRY(auto const items, reader.objects("keywords_attributes"));
  if (items.size() > keywords_at_once_max) {
    return service::validation_failed("Too many keywords at once");
  }
  std::vector<FilterKeywordDraft> drafts;
  for (auto const& item : items) {
    TRY(auto draft, read_keyword(item));
    TRY(auto const id, item.id("id"));
    TRY(auto const destroy, item.boolean("_destroy"));
    if (id) {
      draft.id = FilterKeywordId{*id};
    }
    draft.remove = destroy.value_or(false);
    bool const is_empty = !id && (!draft.keyword || draft.keyword->empty()) && !draft.whole_word;
    if (!is_empty && (id || !draft.remove)) {
      drafts.push_back(std::move(draft));
    }
  }
  return drafts;
}

Result<FilterDraft> read_draft(Call const& call) {
  auto const reader = call.reader();
  FilterDraft draft;
  TRY(draft.title, reader.text("title"));
  TRY_OK(read_terms(reader, draft));
  TRY(auto const action, reader.text("filter_action"));
  if (action && !action->empty()) {
    auto const* const known = std::ranges::find(filter_action_names, *action);
    if (known == filter_action_names.end()) {
      return service::validation_failed("Filter action must be one of warn, hide, blur");
    }
    draft.action = static_cast<FilterAction>(known - filter_action_names.begin());
  }
  TRY(draft.keywords, read_keywords(reader));
  return draft;
}

struct Single {
  FilterDraft filter;
  FilterKeywordDraft keyword;
};

Result<Single> read_single(Call const& call) {
  auto const reader = call.reader();
  Single single;
  TRY_OK(read_terms(reader, single.filter));
  TRY(single.keyword, read_keyword(reader, "phrase"));
  TRY(auto const irreversible, reader.boolean("irreversible"));
  if (irreversible) {
    single.filter.action = *irreversible ? FilterAction::hide : FilterAction::warn;
  }
  return single;
}

Task<Result<Reply>> all(Call& call) {
  CO_TRY(auto const filters, co_await call.services.filters.all(call.caller));
  co_return Reply::of(array_of(filters, [&call](auto const& filter) { return render(call, filter); }));
}

Task<Result<Reply>> show(Call& call) {
  CO_TRY(auto const id, read_id<FilterId>(call));
  CO_TRY(auto const filter, co_await call.services.filters.find(call.caller, id));
  co_return Reply::of(render(call, filter));
}

Task<Result<Reply>> create(Call& call) {
  CO_TRY(auto draft, read_draft(call));
  CO_TRY(auto const filter, co_await call.services.filters.create(call.caller, std::move(draft)));
  co_return Reply::of(render(call, filter));
}

Task<Result<Reply>> update(Call& call) {
  CO_TRY(auto const id, read_id<FilterId>(call));
  CO_TRY(auto draft, read_draft(call));
  CO_TRY(auto const filter, co_await call.services.filters.update(call.caller, id, std::move(draft)));
  co_return Reply::of(render(call, filter));
}

Task<Result<Reply>> remove(Call& call) {
  CO_TRY(auto const id, read_id<FilterId>(call));
  CO_TRY_OK(co_await call.services.filters.remove(call.caller, id));
  co_return Reply::empty();
}

template <auto list>
Task<Result<Reply>> show_parts(Call& call) {
  CO_TRY(auto const id, read_id<FilterId>(call));
  CO_TRY(auto const filter, co_await call.services.filters.find(call.caller, id));
  co_return Reply::of(render(filter.*list));
}

Task<Result<Reply>> add_keyword(Call& call) {
  CO_TRY(auto const id, read_id<FilterId>(call));
  CO_TRY(auto draft, read_keyword(call.reader()));
  CO_TRY(auto const keyword, co_await call.services.filters.add_keyword(call.caller, id, std::move(draft)));
  co_return Reply::of(render(keyword));
}

Task<Result<Reply>> show_keyword(Call& call) {
  CO_TRY(auto const id, read_id<FilterKeywordId>(call));
  CO_TRY(auto const filter, co_await call.services.filters.find_by_keyword(call.caller, id));
  co_return Reply::of(render(*std::ranges::find(filter.keywords, id, &FilterKeyword::id)));
}

Task<Result<Reply>> update_keyword(Call& call) {
  CO_TRY(auto const id, read_id<FilterKeywordId>(call));
  CO_TRY(auto draft, read_keyword(call.reader()));
  CO_TRY(auto const keyword,
         co_await call.services.filters.update_keyword(call.caller, id, std::move(draft)));
  co_return Reply::of(render(keyword));
}

Task<Result<Reply>> remove_keyword(Call& call) {
  CO_TRY(auto const id, read_id<FilterKeywordId>(call));
  CO_TRY_OK(co_await call.services.filters.remove_keyword(call.caller, id));
  co_return Reply::empty();
}

Task<Result<Reply>> add_post(Call& call) {
  CO_TRY(auto const id, read_id<FilterId>(call));
  CO_TRY(auto const post, call.reader().id("status_id"));
  if (!post) {
    co_return service::validation_failed("Status can't be blank");
  }
  CO_TRY(auto const filtered, co_await call.services.filters.add_post(call.caller, id, PostId{*post}));
  co_return Reply::of(render(filtered));
}

Task<Result<Reply>> show_post(Call& call) {
  CO_TRY(auto const id, read_id<FilteredPostId>(call));
  CO_TRY(auto const filtered, co_await call.services.filters.find_post(call.caller, id));
  co_return Reply::of(render(filtered));
}

Task<Result<Reply>> remove_post(Call& call) {
  CO_TRY(auto const id, read_id<FilteredPostId>(call));
  CO_TRY_OK(co_await call.services.filters.remove_post(call.caller, id));
  co_return Reply::empty();
}

Task<Result<Reply>> all_single(Call& call) {
  CO_TRY(auto const filters, co_await call.services.filters.all(call.caller));
  boost::json::array shown;
  for (auto const& filter : filters) {
    for (auto const& keyword : filter.keywords) {
      shown.push_back(render_single(call, filter, keyword));
    }
  }
  co_return Reply::of(std::move(shown));
}

Task<Result<Reply>> show_single(Call& call) {
  CO_TRY(auto const id, read_id<FilterKeywordId>(call));
  CO_TRY(auto const filter, co_await call.services.filters.find_by_keyword(call.caller, id));
  co_return single_reply(call, filter, id);
}

Task<Result<Reply>> create_single(Call& call) {
  CO_TRY(auto single, read_single(call));
  CO_TRY(auto const filter, co_await call.services.filters.create_single(
                                call.caller, std::move(single.filter), std::move(single.keyword)));
  co_return single_reply(call, filter, filter.keywords.front().id);
}

Task<Result<Reply>> update_single(Call& call) {
  CO_TRY(auto const id, read_id<FilterKeywordId>(call));
  CO_TRY(auto single, read_single(call));
  CO_TRY(auto const filter, co_await call.services.filters.update_single(
                                call.caller, id, std::move(single.filter), std::move(single.keyword)));
  co_return single_reply(call, filter, id);
}

Task<Result<Reply>> remove_single(Call& call) {
  CO_TRY(auto const id, read_id<FilterKeywordId>(call));
  CO_TRY_OK(co_await call.services.filters.remove_single(call.caller, id));
  co_return Reply::empty();
}

}  // namespace

std::vector<Route> filter_routes() {
  using enum net::Method;
  using enum Access;
  using enum Scope;
  return {
      {get, "/api/v2/filters", user, {read_filters}, all},
      {post, "/api/v2/filters", user, {write_filters}, create},
      {get, "/api/v2/filters/{id}", user, {read_filters}, show},
      {put, "/api/v2/filters/{id}", user, {write_filters}, update},
      {patch, "/api/v2/filters/{id}", user, {write_filters}, update},
      {delete_, "/api/v2/filters/{id}", user, {write_filters}, remove},
      {get, "/api/v2/filters/{id}/keywords", user, {read_filters}, show_parts<&Filter::keywords>},
      {post, "/api/v2/filters/{id}/keywords", user, {write_filters}, add_keyword},
      {get, "/api/v2/filters/{id}/statuses", user, {read_filters}, show_parts<&Filter::posts>},
      {post, "/api/v2/filters/{id}/statuses", user, {write_filters}, add_post},
      {get, "/api/v2/filters/keywords/{id}", user, {read_filters}, show_keyword},
      {put, "/api/v2/filters/keywords/{id}", user, {write_filters}, update_keyword},
      {patch, "/api/v2/filters/keywords/{id}", user, {write_filters}, update_keyword},
      {delete_, "/api/v2/filters/keywords/{id}", user, {write_filters}, remove_keyword},
      {get, "/api/v2/filters/statuses/{id}", user, {read_filters}, show_post},
      {delete_, "/api/v2/filters/statuses/{id}", user, {write_filters}, remove_post},
      {get, "/api/v1/filters", user, {read_filters}, all_single},
      {post, "/api/v1/filters", user, {write_filters}, create_single},
      {get, "/api/v1/filters/{id}", user, {read_filters}, show_single},
      {put, "/api/v1/filters/{id}", user, {write_filters}, update_single},
      {patch, "/api/v1/filters/{id}", user, {write_filters}, update_single},
      {delete_, "/api/v1/filters/{id}", user, {write_filters}, remove_single},
  };
}

}  // namespace auklet::api
