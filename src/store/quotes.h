// SPDX-License-Identifier: Apache-2.0
//
// What quotes a post, and what others may do with it. A quote itself stands in the row of the post that quotes.
#pragma once

#include <vector>

#include "async/task.h"
#include "base/result.h"
#include "db/database.h"
#include "domain/interaction_policy.h"
#include "domain/page.h"
#include "domain/quote.h"

namespace auklet::store::quotes {

// Posts that quote this one and may do so, a page of them, newest first.
Task<Result<std::vector<PostId>>> accepted(db::Session& session, PostId quoted, PageRequest page);
// All that quote it, whatever has become of the quote.
Task<Result<std::vector<PostId>>> all(db::Session& session, PostId quoted);

struct Quoting {
  PostId post{};
  AccountId author{};
  ThreadId thread{};
};
// As accepted(), all of them and with their authors.
Task<Result<std::vector<Quoting>>> quoting(db::Session& session, PostId quoted);

// Changes what is said of a quote from one state to another. False when it was not in the first.
Task<Result<bool>> change_state(db::Session& session, PostId quoting, QuoteState from, QuoteState to);

Task<Result<>> count(db::Session& session, PostId quoted, int change);
// Counts a quote, or with no change takes only the lock; when the post is gone, the batch fails with that error.
void count(db::Batch& batch, PostId quoted, int change, Error otherwise);

Task<Result<>> set_policy(db::Session& session, PostId post, InteractionPolicy policy);

}  // namespace auklet::store::quotes
