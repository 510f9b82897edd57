// SPDX-License-Identifier: Apache-2.0
#include "service/author_cache.h"

#include <algorithm>
#include <utility>

#include "store/accounts.h"
#include "store/posts.h"

namespace auklet::service {

namespace {

// What another process changes (the command line, a node whose event was lost) is seen after this at the latest.
constexpr std::chrono::milliseconds good_for = std::chrono::minutes{1};

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
      forget(defaults->account);
    } else if (auto const* changed = std::get_if<bus::AccessChanged>(&event)) {
      forget(changed->account);
    }
  });
}

Task<Result<std::optional<PostDefaults>>> AuthorCache::defaults(AccountId account) {
  if (auto known = recall(account)) {
    co_return known;
  }
  auto const change = changes_.load();
  CO_TRY(auto const user, co_await store::accounts::find_user(env_.database.session(), account));
  if (!user) {
    co_return std::nullopt;
  }
  PostDefaults defaults{user->default_visibility, user->default_sensitive, user->default_language};
  remember(account, defaults, change);
  co_return defaults;
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

std::optional<PostDefaults> AuthorCache::recall(AccountId account) {
  std::lock_guard const lock(mutex_);
  auto const found = defaults_.find(account);
  if (found == defaults_.end() || found->second.good_until <= to_count(env_.clock.now())) {
    return std::nullopt;
  }
  return found->second.defaults;
}

void AuthorCache::remember(AccountId account, PostDefaults const& defaults, std::uint64_t asked_at_change) {
  std::lock_guard const lock(mutex_);
  if (changes_.load() != asked_at_change) {
    return;
  }
  make_room(defaults_, entries_max_);
  defaults_.insert_or_assign(account, Entry{defaults, to_count(env_.clock.now() + good_for)});
}

void AuthorCache::forget(AccountId account) {
  std::lock_guard const lock(mutex_);
  changes_.fetch_add(1);
  defaults_.erase(account);
}

}  // namespace auklet::service
