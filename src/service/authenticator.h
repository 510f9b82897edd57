// SPDX-License-Identifier: Apache-2.0
//
// From the token on a request to the one who asks. Every request comes by here, so what the database says
// about a token is remembered for a while, in bounded memory.
#pragma once

#include <array>
#include <atomic>
#include <boost/unordered/unordered_flat_map.hpp>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "async/task.h"
#include "base/result.h"
#include "service/caller.h"
#include "service/environment.h"
#include "service/visit_log.h"

namespace auklet::service {

class Authenticator {
 public:
  // Listens to AccessChanged on the bus, so it must live as long as the bus publishes. Whoever comes in is told to the
  // visits, when there are any.
  Authenticator(Environment const& env, std::size_t entries_max = 100'000, VisitLog* visits = nullptr);

  // Who bears this token; `peer` is left empty. Errors: unauthenticated for an unknown or revoked token,
  // forbidden when its owner may not log in.
  Task<Result<Caller>> authenticate(std::string token);

  // To be called after the commit that revokes the token with this fingerprint.
  void forget(std::string const& token_hash);

  // Tokens that were met on a day on which the database knows of no use yet, and when; each is handed out once. What does
  // not fit, or is lost with the process, is met again soon.
  std::vector<std::pair<TokenId, UnixMillis>> take_uses();

 private:
  struct Entry {
    Caller caller;
    std::int64_t good_until = 0;  // milliseconds since 1970
  };
  static constexpr std::size_t shard_count = 16;
  struct Shard {
    std::mutex mutex;
    boost::unordered_flat_map<std::string, Entry> entries;
  };

  Shard& shard_of(std::string const& token_hash);
  std::optional<Caller> recall(std::string const& token_hash);
  void remember(std::string const& token_hash, Caller const& caller, std::uint64_t asked_at_change);
  void forget_account(AccountId account);
  void note_use(TokenId token, std::optional<UnixMillis> last);

  Environment const& env_;
  VisitLog* const visits_;
  std::size_t const shard_entries_max_;
  // Counts revocations: what was read before one must not be remembered after it.
  std::atomic<std::uint64_t> changes_{0};
  std::array<Shard, shard_count> shards_;

  static constexpr std::size_t uses_max = 10'000;
  std::mutex uses_mutex_;
  boost::unordered_flat_map<TokenId, UnixMillis> uses_;  // guarded by uses_mutex_
};

}  // namespace auklet::service
