// SPDX-License-Identifier: Apache-2.0
//
// What must be known of a post to decide who sees it, and what is theirs about it.
#pragma once

#include <optional>
#include <vector>

#include "domain/ids.h"
#include "domain/visibility.h"

namespace auklet {

struct PostFacts {
  PostId id{};
  AccountId author{};
  ThreadId thread{};
  std::optional<PostId> boost_of;
  Visibility visibility = Visibility::public_;
  std::vector<AccountId> mentions;

  friend bool operator==(PostFacts const&, PostFacts const&) = default;
};

}  // namespace auklet
