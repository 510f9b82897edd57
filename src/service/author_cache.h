// SPDX-License-Identifier: Apache-2.0
//
// What writing a post asks of its author, its app and its author's followers each time and what almost never changes, in
// bounded memory.
#pragma once

#include <atomic>
#include <boost/unordered/unordered_flat_map.hpp>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "async/task.h"
#include "base/result.h"
#include "domain/account.h"
#include "domain/post.h"
#include "service/environment.h"

namespace auklet::service {

// What a post is like when its author does not say.
struct PostDefaults {
  Visibility visibility = Visibility::public_;
  bool sensitive = false;
  std::optional<std::string> language;
  Approval quote_policy = Approval::everyone;
};

class AuthorCache {
 public:
  // Listens to PostDefaultsChanged, AccessChanged, AccountsTouched and RelationsChanged on the bus, so it must live as long
  // as the bus publishes.
  explicit AuthorCache(Environment const& env, std::size_t entries_max = 100'000);
  AuthorCache(AuthorCache const&) = delete;
  AuthorCache& operator=(AuthorCache const&) = delete;

  // Nothing for an account that has no log-in here.
  Task<Result<std::optional<PostDefaults>>> defaults(AccountId account);
  // The account; its counters may be old. Nothing when there is none.
  Task<Result<std::optional<Account>>> profile(AccountId account);
  // The followers who want to be told of each post of this account.
  Task<Result<std::vector<AccountId>>> curious(AccountId account);
  // Nothing for an app that is not known. Apps never change.
  Task<Result<std::optional<AppLabel>>> app(AppId id);

 private:
  template <class Value>
  struct Entry {
    Value value;
    std::int64_t good_until = 0;  // milliseconds since 1970
  };
  template <class Value>
  using Table = boost::unordered_flat_map<AccountId, Entry<Value>>;

  template <class Value>
  std::optional<Value> recall(Table<Value> const& table, AccountId account);
  template <class Value>
  void remember(Table<Value>& table, AccountId account, Value value, std::uint64_t asked_at_change,
                std::size_t entries_max);
  template <class Value>
  void forget(Table<Value>& table, AccountId account);

  Environment const& env_;
  std::size_t const entries_max_;
  // Counts changes: what was read before one must not be remembered after it.
  std::atomic<std::uint64_t> changes_{0};
  std::mutex mutex_;  // guards the four below
  Table<PostDefaults> defaults_;
  Table<std::vector<AccountId>> curious_;
  Table<Account> profiles_;
  boost::unordered_flat_map<AppId, AppLabel> apps_;
};

}  // namespace auklet::service
