// SPDX-License-Identifier: Apache-2.0
#include "service/filter_service.h"

#include <algorithm>
#include <memory>

#include "store/accounts.h"
#include "store/filters.h"
#include "store/posts.h"
#include "text/unicode.h"

namespace auklet::service {

namespace {

// Every post of a page is looked through for every keyword of its reader.
constexpr std::size_t filters_max = 200;
constexpr std::size_t keywords_max = 1'000;
constexpr std::size_t posts_max = 1'000;
constexpr std::size_t title_characters_max = 256;
constexpr std::size_t keyword_characters_max = 512;

bool is_blank(std::string const& text) {
  return text::clean_text(text).empty();
}

Result<> check_title(std::string const& title) {
  if (is_blank(title)) {
    return validation_failed("Title can't be blank");
  }
  if (text::count_graphemes(title) > title_characters_max) {
    return validation_failed("Title is too long (maximum is 256 characters)");
  }
  return {};
}

Result<> check_keyword(std::string const& keyword) {
  if (is_blank(keyword)) {
    return validation_failed("Keyword can't be blank");
  }
  if (text::count_graphemes(keyword) > keyword_characters_max) {
    return validation_failed("Keyword is too long (maximum is 512 characters)");
  }
  return {};
}

Result<std::uint32_t> contexts_of(std::vector<std::string> const& names) {
  std::uint32_t contexts = 0;
  for (auto const& name : names) {
    auto const* const known = std::ranges::find(filter_context_names, name);
    if (known == filter_context_names.end()) {
      return validation_failed("Context None or invalid context supplied");
    }
    contexts |= 1U << (known - filter_context_names.begin());
  }
  if (contexts == 0) {
    return validation_failed("Context None or invalid context supplied");
  }
  return contexts;
}

Result<FilterKeyword> drafted(FilterKeyword keyword, FilterKeywordDraft const& draft) {
  keyword.keyword = draft.keyword.value_or(std::move(keyword.keyword));
  keyword.whole_word = draft.whole_word.value_or(keyword.whole_word);
  TRY_OK(check_keyword(keyword.keyword));
  return keyword;
}

bool has(Filter const& filter, FilterKeywordId id) {
  return std::ranges::find(filter.keywords, id, &FilterKeyword::id) != filter.keywords.end();
}

bool has(Filter const& filter, FilteredPostId id) {
  return std::ranges::find(filter.posts, id, &FilteredPost::id) != filter.posts.end();
}

bool has(Filter const& filter, FilterId id) {
  return filter.id == id;
}

template <class Id>
Result<Filter*> find_in(std::vector<Filter>& filters, Id id) {
  auto const found = std::ranges::find_if(filters, [id](Filter const& filter) { return has(filter, id); });
  if (found == filters.end()) {
    return record_not_found();
  }
  return &*found;
}

template <class Id>
Task<Result<Filter>> read_one(Environment const& env, AccountId owner, Id id) {
  CO_TRY(auto filters, co_await store::filters::of_owner(env.database.session(), owner));
  CO_TRY(auto* const found, find_in(filters, id));
  co_return std::move(*found);
}

}  // namespace

struct FilterService::Change {
  std::unique_ptr<db::Transaction> transaction;
  std::vector<Filter> filters;  // of the owner, as they are

  template <auto list>
  std::size_t count() const {
    std::size_t sum = 0;
    for (auto const& filter : filters) {
      sum += (filter.*list).size();
    }
    return sum;
  }
};

// A post that is to be named is locked before the account, as everywhere.
Task<Result<FilterService::Change>> FilterService::begin(Caller const& caller,
                                                         std::optional<PostId> post) const {
  Change change;
  CO_TRY(change.transaction, co_await env_.database.begin());
  if (post) {
    CO_TRY(auto const there, co_await store::posts::lock(*change.transaction, *post));
    if (!there) {
      co_return record_not_found();
    }
  }
  CO_TRY_OK(co_await store::accounts::lock(*change.transaction, caller.self()));
  CO_TRY(change.filters, co_await store::filters::of_owner(*change.transaction, caller.self()));
  co_return change;
}

Task<Result<>> FilterService::end(Caller const& caller, Change& change) const {
  CO_TRY_OK(co_await change.transaction->commit());
  change.transaction.reset();
  env_.bus.publish(bus::FiltersChanged{caller.self()});
  co_return Result<>{};
}

Result<Filter> FilterService::drafted(Filter filter, FilterDraft const& draft) const {
  filter.title = draft.title.value_or(std::move(filter.title));
  TRY_OK(check_title(filter.title));
  if (draft.contexts) {
    TRY(filter.contexts, contexts_of(*draft.contexts));
  } else if (filter.contexts == 0) {
    TRY_OK(contexts_of({}));
  }
  filter.action = draft.action.value_or(filter.action);
  if (draft.sets_expiry) {
    filter.expires_at = draft.expires_in ? std::optional{env_.clock.now() + *draft.expires_in} : std::nullopt;
  }
  return filter;
}

Task<Result<>> FilterService::write_keywords(Change& change, Filter& filter,
                                             std::vector<FilterKeywordDraft> const& drafts) const {
  auto& session = *change.transaction;
  auto count = change.count<&Filter::keywords>();
  for (auto const& draft : drafts) {
    if (!draft.id) {
      CO_TRY(auto const added,
             service::drafted(FilterKeyword{.id = env_.mint<FilterKeywordId>(), .keyword = {}}, draft));
      if (++count > keywords_max) {
        co_return validation_failed("You have reached the maximum number of keywords");
      }
      CO_TRY_OK(co_await store::filters::insert_keyword(session, filter.id, added));
      filter.keywords.push_back(added);
      continue;
    }
    auto const found = std::ranges::find(filter.keywords, *draft.id, &FilterKeyword::id);
    if (found == filter.keywords.end()) {
      co_return record_not_found();
    }
    if (draft.remove) {
      CO_TRY_OK(co_await store::filters::remove_keyword(session, *draft.id));
      filter.keywords.erase(found);
      --count;
    } else {
      CO_TRY(*found, service::drafted(*found, draft));
      CO_TRY_OK(co_await store::filters::update_keyword(session, *found));
    }
  }
  co_return Result<>{};
}

Task<Result<std::vector<Filter>>> FilterService::all(Caller caller) const {
  co_return co_await store::filters::of_owner(env_.database.session(), caller.self());
}

Task<Result<Filter>> FilterService::find(Caller caller, FilterId id) const {
  co_return co_await read_one(env_, caller.self(), id);
}

Task<Result<Filter>> FilterService::find_by_keyword(Caller caller, FilterKeywordId id) const {
  co_return co_await read_one(env_, caller.self(), id);
}

Task<Result<FilteredPost>> FilterService::find_post(Caller caller, FilteredPostId id) const {
  CO_TRY(auto const filter, co_await read_one(env_, caller.self(), id));
  co_return *std::ranges::find(filter.posts, id, &FilteredPost::id);
}

Task<Result<Filter>> FilterService::create(Caller caller, FilterDraft draft) {
  CO_TRY(auto filter, drafted({.id = env_.mint<FilterId>(), .owner = caller.self()}, draft));
  CO_TRY(auto change, co_await begin(caller));
  if (change.filters.size() >= filters_max) {
    co_return validation_failed("You have reached the maximum number of filters");
  }
  CO_TRY_OK(co_await store::filters::insert(*change.transaction, filter));
  CO_TRY_OK(co_await write_keywords(change, filter, draft.keywords));
  CO_TRY_OK(co_await end(caller, change));
  co_return filter;
}

Task<Result<Filter>> FilterService::update(Caller caller, FilterId id, FilterDraft draft) {
  CO_TRY(auto change, co_await begin(caller));
  CO_TRY(auto* const found, find_in(change.filters, id));
  CO_TRY(auto filter, drafted(*found, draft));
  CO_TRY_OK(co_await store::filters::update(*change.transaction, filter));
  CO_TRY_OK(co_await write_keywords(change, filter, draft.keywords));
  CO_TRY_OK(co_await end(caller, change));
  co_return filter;
}

Task<Result<>> FilterService::remove(Caller caller, FilterId id) {
  CO_TRY(auto change, co_await begin(caller));
  CO_TRY_OK(find_in(change.filters, id));
  CO_TRY_OK(co_await store::filters::remove(*change.transaction, id));
  co_return co_await end(caller, change);
}

Task<Result<FilterKeyword>> FilterService::add_keyword(Caller caller, FilterId id, FilterKeywordDraft draft) {
  draft.id.reset();
  CO_TRY(auto change, co_await begin(caller));
  CO_TRY(auto* const filter, find_in(change.filters, id));
  CO_TRY_OK(co_await write_keywords(change, *filter, {draft}));
  CO_TRY_OK(co_await end(caller, change));
  co_return filter->keywords.back();
}

Task<Result<FilterKeyword>> FilterService::update_keyword(Caller caller, FilterKeywordId id,
                                                          FilterKeywordDraft draft) {
  draft.id = id;
  CO_TRY(auto change, co_await begin(caller));
  CO_TRY(auto* const filter, find_in(change.filters, id));
  CO_TRY_OK(co_await write_keywords(change, *filter, {draft}));
  CO_TRY_OK(co_await end(caller, change));
  co_return *std::ranges::find(filter->keywords, id, &FilterKeyword::id);
}

Task<Result<>> FilterService::remove_keyword(Caller caller, FilterKeywordId id) {
  CO_TRY(auto change, co_await begin(caller));
  CO_TRY_OK(find_in(change.filters, id));
  CO_TRY_OK(co_await store::filters::remove_keyword(*change.transaction, id));
  co_return co_await end(caller, change);
}

Task<Result<FilteredPost>> FilterService::add_post(Caller caller, FilterId id, PostId post) {
  CO_TRY_OK(co_await loader_.load_one(env_.database.session(), caller.account, post));
  CO_TRY(auto change, co_await begin(caller, post));
  CO_TRY_OK(find_in(change.filters, id));
  if (change.count<&Filter::posts>() >= posts_max) {
    co_return validation_failed("You have reached the maximum number of filtered posts");
  }
  FilteredPost const filtered{env_.mint<FilteredPostId>(), post};
  CO_TRY(auto const added, co_await store::filters::insert_post(*change.transaction, id, filtered));
  if (!added) {
    co_return validation_failed("Status has already been taken");
  }
  CO_TRY_OK(co_await end(caller, change));
  co_return filtered;
}

Task<Result<>> FilterService::remove_post(Caller caller, FilteredPostId id) {
  CO_TRY(auto change, co_await begin(caller));
  CO_TRY_OK(find_in(change.filters, id));
  CO_TRY_OK(co_await store::filters::remove_post(*change.transaction, id));
  co_return co_await end(caller, change);
}

Task<Result<Filter>> FilterService::create_single(Caller caller, FilterDraft draft,
                                                  FilterKeywordDraft keyword) {
  draft.title = keyword.keyword;
  draft.keywords = {std::move(keyword)};
  co_return co_await create(std::move(caller), std::move(draft));
}

Task<Result<Filter>> FilterService::update_single(Caller caller, FilterKeywordId id, FilterDraft draft,
                                                  FilterKeywordDraft keyword) {
  draft.title = keyword.keyword;
  keyword.id = id;
  CO_TRY(auto change, co_await begin(caller));
  CO_TRY(auto* const found, find_in(change.filters, id));
  CO_TRY(auto filter, drafted(*found, draft));
  if (filter != *found && filter.keywords.size() > 1) {
    co_return validation_failed("The filter has other keywords, which this would change too");
  }
  CO_TRY_OK(co_await store::filters::update(*change.transaction, filter));
  CO_TRY_OK(co_await write_keywords(change, filter, {keyword}));
  CO_TRY_OK(co_await end(caller, change));
  co_return filter;
}

Task<Result<>> FilterService::remove_single(Caller caller, FilterKeywordId id) {
  CO_TRY(auto change, co_await begin(caller));
  CO_TRY(auto* const filter, find_in(change.filters, id));
  if (filter->keywords.size() == 1 && filter->posts.empty()) {
    CO_TRY_OK(co_await store::filters::remove(*change.transaction, filter->id));
  } else {
    CO_TRY_OK(co_await store::filters::remove_keyword(*change.transaction, id));
  }
  co_return co_await end(caller, change);
}

}  // namespace auklet::service
