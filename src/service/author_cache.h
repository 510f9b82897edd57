// SPDX-License-Identifier: Apache-2.0
//
// What writing a post asks of its author and its app each time and what almost never changes, in bounded memory.
#pragma once

#include <atomic>
#include <boost/unordered/unordered_flat_map.hpp>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>

#include "async/task.h"
#include "base/result.h"
#include "domain/post.h"
#include "service/environment.h"

namespace auklet::service {

// What a post is like when its author does not say.
struct PostDefaults {
  Visibility visibility = Visibility::public_;
  bool sensitive = false;
  std::optional<std::string> language;
};

class AuthorCache {
 public:
  // Listens to PostDefaultsChanged and AccessChanged on the bus, so it must live as long as the bus publishes.
  explicit AuthorCache(Environment const& env, std::size_t entries_max = 100'000);
  AuthorCache(AuthorCache const&) = delete;
  AuthorCache& operator=(AuthorCache const&) = delete;

  // Nothing for an account that has no log-in here.
  Task<Result<std::optional<PostDefaults>>> defaults(AccountId account);
  // Nothing for an app that is not known. Apps never change.
  Task<Result<std::optional<AppLabel>>> app(AppId id);

 private:
  struct Entry {
    PostDefaults defaults;
    std::int64_t good_until = 0;  // milliseconds since 1970
  };

  std::optional<PostDefaults> recall(AccountId account);
  void remember(AccountId account, PostDefaults const& defaults, std::uint64_t asked_at_change);
  void forget(AccountId account);

  Environment const& env_;
  std::size_t const entries_max_;
  // Counts changes: what was read before one must not be remembered after it.
  std::atomic<std::uint64_t> changes_{0};
  std::mutex mutex_;  // guards the two below
  boost::unordered_flat_map<AccountId, Entry> defaults_;
  boost::unordered_flat_map<AppId, AppLabel> apps_;
};

}  // namespace auklet::service
