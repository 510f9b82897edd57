// SPDX-License-Identifier: Apache-2.0
#include "service/authenticator.h"

#include <algorithm>
#include <functional>

#include "domain/scope.h"
#include "service/secrets.h"
#include "store/tokens.h"

namespace auklet::service {

namespace {
// What another process does to a login (the command line, a node whose event was lost) is seen after this at the latest.
constexpr std::chrono::milliseconds good_for = std::chrono::minutes{1};
}  // namespace

Authenticator::Authenticator(Environment const& env, std::size_t entries_max, VisitLog* visits)
    : env_(env), visits_(visits), shard_entries_max_(std::max<std::size_t>(1, entries_max / shard_count)) {
  env_.bus.subscribe([this](bus::Event const& event) {
    if (auto const* changed = std::get_if<bus::AccessChanged>(&event)) {
      forget_account(changed->account);
    }
  });
}

Task<Result<Caller>> Authenticator::authenticate(std::string token) {
  auto const hash = fingerprint(token);
  if (auto caller = recall(hash)) {
    co_return *std::move(caller);
  }
  auto const change = changes_.load();
  CO_TRY(auto const bearer, co_await store::tokens::find_by_hash(env_.database.session(), hash));
  if (!bearer) {
    co_return fail(ErrorKind::unauthenticated, "The access token is invalid");
  }
  if (bearer->disabled) {
    co_return fail(ErrorKind::forbidden, "Your login is currently disabled");
  }
  Caller const caller{
      .account = bearer->token.account_id,
      .app = bearer->token.app_id,
      .token = bearer->token.id,
      .scopes = ScopeSet::parse(bearer->token.scopes).value_or(ScopeSet{}),
      .role = bearer->role,
      .peer = {},
      .confirmed = bearer->confirmed || !env_.limits.confirms_email,
  };
  remember(hash, caller, change);
  if (visits_ != nullptr && caller.account) {
    co_await visits_->note(*caller.account);
  }
  note_use(bearer->token.id, bearer->used_at);
  co_return caller;
}

void Authenticator::forget(std::string const& token_hash) {
  changes_.fetch_add(1);
  auto& shard = shard_of(token_hash);
  std::lock_guard const lock(shard.mutex);
  shard.entries.erase(token_hash);
}

// Only who had to be looked up in the database comes by here: once a minute at most.
void Authenticator::note_use(TokenId token, std::optional<UnixMillis> last) {
  auto const now = env_.clock.now();
  if (last && std::chrono::floor<std::chrono::days>(*last) >= std::chrono::floor<std::chrono::days>(now)) {
    return;
  }
  std::lock_guard const lock(uses_mutex_);
  if (uses_.size() < uses_max) {
    uses_.try_emplace(token, now);
  }
}

std::vector<std::pair<TokenId, UnixMillis>> Authenticator::take_uses() {
  std::lock_guard const lock(uses_mutex_);
  std::vector<std::pair<TokenId, UnixMillis>> uses(uses_.begin(), uses_.end());
  uses_.clear();
  return uses;
}

Authenticator::Shard& Authenticator::shard_of(std::string const& token_hash) {
  return shards_[std::hash<std::string>{}(token_hash) % shard_count];
}

std::optional<Caller> Authenticator::recall(std::string const& token_hash) {
  auto& shard = shard_of(token_hash);
  std::lock_guard const lock(shard.mutex);
  auto const found = shard.entries.find(token_hash);
  if (found == shard.entries.end()) {
    return std::nullopt;
  }
  if (found->second.good_until <= to_count(env_.clock.now())) {
    shard.entries.erase(found);
    return std::nullopt;
  }
  return found->second.caller;
}

void Authenticator::remember(std::string const& token_hash, Caller const& caller,
                             std::uint64_t asked_at_change) {
  auto& shard = shard_of(token_hash);
  std::lock_guard const lock(shard.mutex);
  if (changes_.load() != asked_at_change) {
    return;
  }
  if (shard.entries.size() >= shard_entries_max_) {
    shard.entries.erase(shard.entries.begin());  // any: it costs one query to have it back
  }
  shard.entries[token_hash] = {caller, to_count(env_.clock.now() + good_for)};
}

void Authenticator::forget_account(AccountId account) {
  changes_.fetch_add(1);
  for (auto& shard : shards_) {
    std::lock_guard const lock(shard.mutex);
    boost::unordered::erase_if(shard.entries,
                               [account](auto const& entry) { return entry.second.caller.is(account); });
  }
}

}  // namespace auklet::service
