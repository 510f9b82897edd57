// SPDX-License-Identifier: Apache-2.0
//
// What must be known of a post to decide who sees it, and what is theirs about it.
#pragma once

#include <algorithm>
#include <optional>
#include <vector>

#include "domain/ids.h"
#include "domain/interaction_policy.h"
#include "domain/quote.h"
#include "domain/visibility.h"

namespace auklet {

struct PostFacts {
  PostId id{};
  AccountId author{};
  ThreadId thread{};
  std::optional<PostId> boost_of;
  Visibility visibility = Visibility::public_;
  std::vector<AccountId> mentions;
  InteractionPolicy policy = {};
  std::optional<Quote> quote = {};

  // Those whom it is also for, whatever its visibility: whom it mentions, and whom it quotes.
  bool is_for(AccountId account) const {
    return std::ranges::find(mentions, account) != mentions.end() || (quote && quote->author == account);
  }
  // Whether it must be known if the one who reads follows its author.
  bool depends_on_follow() const { return visibility == Visibility::private_ || policy.names_followers(); }

  friend bool operator==(PostFacts const&, PostFacts const&) = default;
};

}  // namespace auklet
