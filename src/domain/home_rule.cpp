// SPDX-License-Identifier: Apache-2.0
#include "domain/home_rule.h"

#include <utility>

namespace auklet {
namespace {

template <class Id>
std::vector<Id> sorted(std::vector<Id> ids) {
  std::ranges::sort(ids);
  auto const repeated = std::ranges::unique(ids);
  ids.erase(repeated.begin(), repeated.end());
  return ids;
}

}  // namespace

HomeRelations::HomeRelations(AccountId viewer, std::vector<Followee> followees, std::vector<AccountId> hidden,
                             std::vector<AccountId> hidden_by, TimelineTerms terms)
    : viewer_(viewer),
      followees_(std::move(followees)),
      hidden_(sorted(std::move(hidden))),
      hidden_by_(sorted(std::move(hidden_by))),
      terms_(std::move(terms)) {
  terms_.tags = sorted(std::move(terms_.tags));
  if (!std::ranges::is_sorted(followees_, {}, &Followee::id)) {  // as they come from the store on SQLite
    std::ranges::sort(followees_, {}, &Followee::id);
  }
}

Followee const* HomeRelations::follow_of(AccountId account) const {
  auto const found = std::ranges::lower_bound(followees_, account, {}, &Followee::id);
  return found != followees_.end() && found->id == account ? &*found : nullptr;
}

bool HomeRelations::shows(AccountId account) const {
  auto const* const follow = follow_of(account);
  return follow != nullptr && follow->shown;
}

bool HomeRelations::wants_boosts_of(AccountId account) const {
  auto const* const follow = follow_of(account);
  return follow != nullptr && follow->show_boosts;
}

bool HomeRelations::wants_language_of(AccountId account, std::string_view language) const {
  auto const* const follow = follow_of(account);
  return follow != nullptr && (follow->languages.empty() || language.empty() ||
                               std::ranges::find(follow->languages, language) != follow->languages.end());
}

bool HomeRelations::hides(AccountId account) const {
  return std::ranges::binary_search(hidden_, account);
}

bool HomeRelations::is_hidden_by(AccountId account) const {
  return std::ranges::binary_search(hidden_by_, account);
}

std::vector<bool> hide_repeated_boosts(std::span<HomeCandidate const> candidates) {
  std::vector<bool> hidden(candidates.size(), false);
  auto const shown_at = [&](std::size_t index) { return candidates[index].shown; };
  for (std::size_t index = 0; index < candidates.size(); ++index) {
    bool const is_boost = candidates[index].shown != candidates[index].id;
    hidden[index] = is_boost && boost_repeats(index, candidates.size(), true, shown_at).value_or(false);
  }
  return hidden;
}

}  // namespace auklet
