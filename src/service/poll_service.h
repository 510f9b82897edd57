// SPDX-License-Identifier: Apache-2.0
//
// Voting, and the end of polls; they are made and changed with their posts (post_service.h).
// https://docs.joinmastodon.org/methods/polls/
#pragma once

#include <vector>

#include "async/task.h"
#include "base/result.h"
#include "domain/post.h"
#include "service/caller.h"
#include "service/environment.h"
#include "service/notifier.h"
#include "service/post_loader.h"

namespace auklet::service {

// The kind of the jobs that tell of the end of a poll. Their payload is the id of the post.
inline constexpr char const* end_poll_job = "end_poll";

class PollService {
 public:
  PollService(Environment const& env, PostLoader const& loader, Notifier const& notifier)
      : env_(env), loader_(loader), notifier_(notifier) {}

  // The post with the poll, for whoever may see it. Errors: not_found.
  Task<Result<PostDetails>> find(Caller caller, PostId id) const;
  // Gives it back as it is then. Errors: not_found, forbidden (the caller blocks the author), invalid (one's own, ended,
  // no such option, voted already).
  Task<Result<PostDetails>> vote(Caller caller, PostId id, std::vector<int> choices);

  // The handler of end_poll_job: tells the author and all who voted. Once each, however often it is called.
  Task<Result<>> end(PostId id);

 private:
  // True when there are more to tell.
  Task<Result<bool>> tell_some(PostId id);

  Environment const& env_;
  PostLoader const& loader_;
  Notifier const& notifier_;
};

}  // namespace auklet::service
