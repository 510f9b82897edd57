// SPDX-License-Identifier: Apache-2.0
//
// The tables `polls`, `poll_options` and `poll_votes`. Whoever writes has locked the post.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "async/task.h"
#include "base/result.h"
#include "db/database.h"
#include "domain/poll.h"

namespace auklet::store::polls {

// Nobody has voted yet. The poll must live until the batch is written.
Task<Result<>> insert(db::Session& session, Poll const& poll);
void insert(db::Batch& batch, Poll const& poll);
Task<Result<std::optional<Poll>>> find(db::Session& session, PostId post);
// Those of the posts that have one, in no particular order.
Task<Result<std::vector<Poll>>> of_posts(db::Session& session, std::vector<PostId> const& posts);
// When it ends and whether it tells how it stands; who was told of its end is forgotten.
Task<Result<>> update_terms(db::Session& session, Poll const& poll);
// With its votes.
Task<Result<>> remove(db::Session& session, PostId post);

Task<Result<std::vector<int>>> choices_of(db::Session& session, PostId post, AccountId voter);
// Adds votes of one person, who has none of these yet, and counts them. `first`: it is their first time.
Task<Result<>> vote(db::Session& session, PostId post, AccountId voter, std::vector<int> choices, bool first);

// Whom the end of the poll was told already: nobody yet (nothing), or the author and voters up to that one.
Task<Result<std::optional<AccountId>>> told_until(db::Session& session, PostId post);
Task<Result<>> set_told_until(db::Session& session, PostId post, AccountId until);
// In the order of their ids.
Task<Result<std::vector<AccountId>>> voters_after(db::Session& session, PostId post, AccountId after,
                                                  int limit);

}  // namespace auklet::store::polls
