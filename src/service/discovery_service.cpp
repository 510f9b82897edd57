// SPDX-License-Identifier: Apache-2.0
#include "service/discovery_service.h"

#include <algorithm>
#include <utility>

#include "service/account_loader.h"
#include "store/accounts.h"
#include "store/suggestions.h"

namespace auklet::service {

namespace {

// Looked for each time, so that what is said of a source does not depend on how many are shown.
constexpr int candidates_max = 80;

struct Found {
  AccountId account{};
  std::vector<SuggestionSource> sources;
};

void gather(std::vector<Found>& found, std::vector<AccountId> const& accounts, SuggestionSource source) {
  for (auto const account : accounts) {
    auto const known = std::ranges::find(found, account, &Found::account);
    if (known == found.end()) {
      found.push_back({account, {source}});
    } else {
      known->sources.push_back(source);
    }
  }
}

}  // namespace

Task<Result<std::vector<Suggestion>>> DiscoveryService::suggestions(Caller caller, int limit) const {
  auto& reader = env_.database.session();
  auto const self = caller.self();
  auto const now = env_.clock.now();
  CO_TRY(auto const friends,
         co_await store::suggestions::friends_of_friends(reader, self, candidates_max, now));
  CO_TRY(auto const popular,
         co_await store::suggestions::most_followed(reader, self, env_.identity.domain, candidates_max, now));
  std::vector<Found> found;
  gather(found, friends, SuggestionSource::friends_of_friends);
  gather(found, popular, SuggestionSource::most_followed);
  if (found.size() > static_cast<std::size_t>(limit)) {
    found.resize(static_cast<std::size_t>(limit));
  }
  std::vector<AccountId> ids;
  std::ranges::transform(found, std::back_inserter(ids), &Found::account);
  CO_TRY(auto accounts, co_await load_accounts(reader, std::move(ids)));
  std::vector<Suggestion> suggestions;
  for (auto& account : accounts) {
    auto const entry = std::ranges::find(found, account.id, &Found::account);
    suggestions.push_back({std::move(account), std::move(entry->sources)});
  }
  co_return suggestions;
}

Task<Result<>> DiscoveryService::dismiss(Caller caller, AccountId target) {
  CO_TRY(auto const account, co_await store::accounts::find(env_.database.session(), target));
  if (!account) {
    co_return record_not_found();
  }
  CO_TRY(auto transaction, co_await env_.database.begin());
  CO_TRY_OK(co_await store::suggestions::dismiss(*transaction, caller.self(), target));
  co_return co_await transaction->commit();
}

Task<Result<std::vector<Account>>> DiscoveryService::directory(Caller caller, DirectoryQuery query) const {
  auto& reader = env_.database.session();
  CO_TRY(auto ids, co_await store::directory::page(reader,
                                                   {.viewer = caller.account.value_or(AccountId{}),
                                                    .order = query.order,
                                                    .domain = query.local ? env_.identity.domain : "",
                                                    .limit = query.limit,
                                                    .offset = query.offset},
                                                   env_.clock.now()));
  co_return co_await load_accounts(reader, std::move(ids));
}

}  // namespace auklet::service
