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

#include "async/task.h"
#include "base/result.h"
#include "service/caller.h"
#include "service/environment.h"

namespace auklet::service {

class Authenticator {
 public:
  // Listens to AccessChanged on the bus, so it must live as long as the bus publishes.
  Authenticator(Environment const& env, std::size_t entries_max = 100'000);

  // Who bears this token; `peer` is left empty. Errors: unauthenticated for an unknown or revoked token,
  // forbidden when its owner may not log in.
  Task<Result<Caller>> authenticate(std::string token);

  // To be called after the commit that revokes the token with this fingerprint.
  void forget(std::string const& token_hash);

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

  Environment const& env_;
  std::size_t const shard_entries_max_;
  // Counts revocations: what was read before one must not be remembered after it.
  std::atomic<std::uint64_t> changes_{0};
  std::array<Shard, shard_count> shards_;
};

}  // namespace auklet::service
