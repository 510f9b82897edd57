// SPDX-License-Identifier: Apache-2.0
//
// The poll as a part of a post that is written or edited.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "async/task.h"
#include "base/result.h"
#include "db/database.h"
#include "domain/poll.h"
#include "service/environment.h"
#include "service/post_draft.h"
#include "store/jobs.h"

namespace auklet::service {

// https://docs.joinmastodon.org/methods/statuses/#form-data-parameters, `poll`. Errors: invalid.
Result<Poll> poll_of(PollDraft const& draft, AccountId author, UnixMillis now);

std::vector<std::string> titles_of(std::optional<Poll> const& poll);
// But for the votes.
bool is_same(std::optional<Poll> const& one, std::optional<Poll> const& other);

// The job that is to be enqueued with it.
store::jobs::NewJob job_of_end(Environment const& env, Poll const& poll);

// Replaces what poll there is, under the lock of the post. Gives back those whose votes are lost: after the commit they are
// to be told by MarksChanged.
Task<Result<std::vector<AccountId>>> replace_poll(Environment const& env, db::Session& session, PostId post,
                                                  std::optional<Poll> const& poll);

}  // namespace auklet::service
