// SPDX-License-Identifier: Apache-2.0
//
// Finds posts by their words, among those that the searcher may find: docs/decisions/0022-search.md.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "async/task.h"
#include "base/result.h"
#include "domain/page.h"
#include "domain/post.h"
#include "service/caller.h"
#include "service/environment.h"
#include "service/post_loader.h"

namespace auklet::service {

struct PostSearchQuery {
  std::string text;                 // text/search_query.h
  std::optional<AccountId> author;  // posts of this account alone
  PageRequest bounds;               // of the ids; its limit does not count
  int limit = 20;
  int offset = 0;
};

class PostSearch {
 public:
  // Of the newest posts with the words, so many are looked at: words that only others' hidden posts have must not cost
  // the server more than a moment.
  static constexpr int looked_at_max = 5000;
  // Within each so many of the newest hits, the better match and the newer post come first.
  static constexpr std::size_t rank_block = 100;

  PostSearch(Environment const& env, PostLoader const& loader) : env_(env), loader_(loader) {}

  // Nothing without a log-in, as Mastodon has it. A page may be shorter than the limit before the end: what the searcher
  // blocks or mutes is taken out of it. Errors: invalid for what parse_post_query() refuses.
  Task<Result<std::vector<PostDetails>>> search(Caller caller, PostSearchQuery query) const;

 private:
  Environment const& env_;
  PostLoader const& loader_;
};

}  // namespace auklet::service
