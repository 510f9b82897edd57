// SPDX-License-Identifier: Apache-2.0
#include "service/author_cache.h"

#include <algorithm>
#include <utility>

#include "store/accounts.h"
#include "store/follows.h"
#include "store/posts.h"

namespace auklet::service {

namespace {

// What another process changes (the command line, a node whose event was lost) is seen after this at the latest.
constexpr std::chrono::milliseconds good_for = std::chrono::minutes{1};

// More of them than this are asked for anew each time: so many notifications cost more than to ask.
constexpr std::size_t curious_max = 16;

// A profile takes the room of so many of the others: half a kilobyte, or two with a long description.
constexpr std::size_t profile_weight = 4;

// Makes room by forgetting any: it costs one query to have it back.
template <class Map>
void make_room(Map& map, std::size_t entries_max) {
  if (map.size() >= entries_max) {
    map.erase(map.begin());
  }
}

}  // namespace

AuthorCache::AuthorCache(Environment const& env, std::size_t entries_max)
    : env_(env), entries_max_(std::max<std::size_t>(1, entries_max)) {
  env_.bus.subscribe([this](bus::Event const& event) {
    if (auto const* defaults = std::get_if<bus::PostDefaultsChanged>(&event)) {
      forget(defaults_, defaults->account);
    } else if (auto const* access = std::get_if<bus::AccessChanged>(&event)) {
      forget(defaults_, access->account);
      forget(profiles_, access->account);
    } else if (auto const* touched = std::get_if<bus::AccountsTouched>(&event);
               touched != nullptr && !touched->only_counters) {
      for (auto const account : touched->accounts) {
        forget(profiles_, account);
      }
    } else if (auto const* relations = std::get_if<bus::RelationsChanged>(&event)) {
      for (auto const account : relations->followed) {
        forget(curious_, account);
      }
    }
  });
}

Task<Result<std::optional<PostDefaults>>> AuthorCache::defaults(AccountId account) {
  if (auto known = recall(defaults_, account)) {
    co_return known;
  }
  auto const change = changes_.load();
  CO_TRY(auto const user, co_await store::accounts::find_user(env_.database.session(), account));
  if (!user) {
    co_return std::nullopt;
  }
  PostDefaults defaults{user->default_visibility, user->default_sensitive, user->default_language,
                        user->default_quote_policy};
  remember(defaults_, account, defaults, change, entries_max_);
  co_return defaults;
}

Task<Result<std::optional<Account>>> AuthorCache::profile(AccountId account) {
  if (auto known = recall(profiles_, account)) {
    co_return known;
  }
  auto const change = changes_.load();
  CO_TRY(auto const found, co_await store::accounts::find(env_.database.session(), account));
  if (found) {
    remember(profiles_, account, *found, change, entries_max_ / profile_weight);
  }
  co_return found;
}

Task<Result<std::vector<AccountId>>> AuthorCache::curious(AccountId account) {
  if (auto known = recall(curious_, account)) {
    co_return *std::move(known);
  }
  auto const change = changes_.load();
  CO_TRY(auto followers, co_await store::follows::followers_to_notify(env_.database.session(), account));
  if (followers.size() <= curious_max) {
    remember(curious_, account, followers, change, entries_max_);
  }
  co_return followers;
}

Task<Result<std::optional<AppLabel>>> AuthorCache::app(AppId id) {
  {
    std::lock_guard const lock(mutex_);
    if (auto const known = apps_.find(id); known != apps_.end()) {
      co_return known->second;
    }
  }
  CO_TRY(auto const labels, co_await store::posts::app_labels(env_.database.session(), {id}));
  if (labels.empty()) {
    co_return std::nullopt;
  }
  std::lock_guard const lock(mutex_);
  make_room(apps_, entries_max_);
  apps_.insert_or_assign(id, labels.front().label);
  co_return labels.front().label;
}

template <class Value>
std::optional<Value> AuthorCache::recall(Table<Value> const& table, AccountId account) {
  std::lock_guard const lock(mutex_);
  auto const found = table.find(account);
  if (found == table.end() || found->second.good_until <= to_count(env_.clock.now())) {
    return std::nullopt;
  }
  return found->second.value;
}

template <class Value>
void AuthorCache::remember(Table<Value>& table, AccountId account, Value value, std::uint64_t asked_at_change,
                           std::size_t entries_max) {
  std::lock_guard const lock(mutex_);
  if (changes_.load() != asked_at_change) {
    return;
  }
  make_room(table, std::max<std::size_t>(1, entries_max));
  table.insert_or_assign(account, Entry<Value>{std::move(value), to_count(env_.clock.now() + good_for)});
}

template <class Value>
void AuthorCache::forget(Table<Value>& table, AccountId account) {
  std::lock_guard const lock(mutex_);
  changes_.fetch_add(1);
  table.erase(account);
}

}  // namespace auklet::service
