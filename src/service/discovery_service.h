// SPDX-License-Identifier: Apache-2.0
//
// Finding people whom one does not know yet: suggestions and the directory. Only those are shown who want to be found, and
// who are not hidden between them and the one who asks.
// https://docs.joinmastodon.org/methods/suggestions/ and …/directory/
#pragma once

#include <cstdint>
#include <vector>

#include "async/task.h"
#include "base/result.h"
#include "domain/account.h"
#include "service/caller.h"
#include "service/environment.h"
#include "store/directory.h"

namespace auklet::service {

enum class SuggestionSource : std::uint8_t { friends_of_friends, most_followed };

struct Suggestion {
  Account account;
  std::vector<SuggestionSource> sources;  // at least one
};

struct DirectoryQuery {
  store::directory::Order order = store::directory::Order::active;
  bool local = false;
  int limit = 40;
  int offset = 0;
};

class DiscoveryService {
 public:
  explicit DiscoveryService(Environment const& env) : env_(env) {}

  // First those whom friends follow, then those whom most people here follow. Nobody whom the caller follows, or has asked
  // to, or dismissed.
  Task<Result<std::vector<Suggestion>>> suggestions(Caller caller, int limit) const;
  // For good. Errors: not_found when there is no such account.
  Task<Result<>> dismiss(Caller caller, AccountId target);

  Task<Result<std::vector<Account>>> directory(Caller caller, DirectoryQuery query) const;

 private:
  Environment const& env_;
};

}  // namespace auklet::service
