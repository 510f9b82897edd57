// SPDX-License-Identifier: Apache-2.0
#include "service/search_service.h"

#include <utility>

#include "service/local_address.h"
#include "text/search_query.h"
#include "text/unicode.h"
#include "text/username.h"

namespace auklet::service {

namespace {

bool is_address(std::string_view text) {
  return text.starts_with("https://") || text.starts_with("http://");
}

bool wants(SearchQuery const& query, SearchKind kind) {
  return !query.kind || query.kind == kind;
}

// What is not there is an empty result, not an error.
template <class T>
Result<> keep_if_found(Result<T> found, std::vector<T>& list) {
  if (found) {
    list.push_back(*std::move(found));
  } else if (found.error().kind != ErrorKind::not_found) {
    return std::unexpected(std::move(found).error());
  }
  return {};
}

}  // namespace

Task<Result<SearchResults>> SearchService::at_address(Caller caller, SearchQuery query) const {
  SearchResults results;
  auto const address = parse_local_address(env_.identity, query.text);
  if (!address || query.offset > 0) {
    co_return results;
  }
  if (!address->post && wants(query, SearchKind::accounts)) {
    CO_TRY_OK(keep_if_found(co_await accounts_.find_by_acct(address->username), results.accounts));
  }
  if (address->post && wants(query, SearchKind::statuses)) {
    CO_TRY_OK(keep_if_found(
        co_await loader_.load_one(env_.database.session(), caller.account, *address->post), results.posts));
    auto const name = text::fold_username(address->username);
    std::erase_if(results.posts, [&](PostDetails const& details) {
      return details.author.domain != env_.identity.domain ||
             text::fold_username(details.author.username) != name;
    });
  }
  co_return results;
}

Task<Result<SearchResults>> SearchService::search(Caller caller, SearchQuery query) const {
  if (query.text.size() > text::search_query_bytes_max) {
    co_return validation_failed("The search text is too long");
  }
  query.text = text::clean_text(query.text);
  if (is_address(query.text)) {
    co_return co_await at_address(std::move(caller), std::move(query));
  }
  SearchResults results;
  if (wants(query, SearchKind::accounts) && !query.text.starts_with('#')) {
    CO_TRY(results.accounts, co_await accounts_.search(caller, {.text = query.text,
                                                                .limit = query.limit,
                                                                .offset = query.offset,
                                                                .following_only = query.following_only}));
  }
  if (wants(query, SearchKind::hashtags) && !query.text.starts_with('@')) {
    CO_TRY(results.tags, co_await tags_.search(caller, query.text, query.limit, query.offset));
  }
  // A sign at the beginning says that a person or a hashtag is meant, unless posts are asked for.
  auto const signed_text = query.text.starts_with('#') || query.text.starts_with('@');
  if (wants(query, SearchKind::statuses) && (query.kind || !signed_text)) {
    CO_TRY(results.posts, co_await post_search_.search(caller, {.text = query.text,
                                                                .author = query.author,
                                                                .bounds = query.bounds,
                                                                .limit = query.limit,
                                                                .offset = query.offset}));
  }
  co_return results;
}

}  // namespace auklet::service
