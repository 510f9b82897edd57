// SPDX-License-Identifier: Apache-2.0
//
// What others make of a post, for its author: who quotes it, and who may.
#pragma once

#include <memory>

#include "async/task.h"
#include "base/result.h"
#include "domain/post.h"
#include "service/caller.h"
#include "service/environment.h"
#include "service/id_pages.h"
#include "service/post_draft.h"
#include "service/post_loader.h"

namespace auklet::service {

class QuoteService {
 public:
  QuoteService(Environment const& env, PostLoader const& loader) : env_(env), loader_(loader) {}

  // The posts that quote this one. Errors: not_found when the caller may not see it.
  Task<Result<std::unique_ptr<IdPages>>> pages(Caller caller, PostId id) const;

  // The quoting post stays, but shows the caller's post no more, for good. Gives it back. A second time changes nothing.
  // Errors: not_found when the post is not the caller's, or the other does not quote it.
  Task<Result<PostDetails>> revoke(Caller caller, PostId quoted, PostId quoting);

  // Own posts only; what was done before stays. Gives the post back. Errors: not_found.
  Task<Result<PostDetails>> change_policy(Caller caller, PostId id, PolicyChange change);

 private:
  Environment const& env_;
  PostLoader const& loader_;
};

}  // namespace auklet::service
