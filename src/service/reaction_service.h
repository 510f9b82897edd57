// SPDX-License-Identifier: Apache-2.0
//
// What people do with posts: favourite, boost, bookmark, pin, mute a conversation. All are idempotent. A
// reaction to a boost is a reaction to the post it boosts.
#pragma once

#include <optional>
#include <vector>

#include "async/task.h"
#include "base/result.h"
#include "domain/page.h"
#include "domain/post.h"
#include "service/caller.h"
#include "service/environment.h"
#include "service/listing.h"
#include "service/notifier.h"
#include "service/post_loader.h"
#include "store/paged.h"

namespace auklet::service {

class ReactionService {
 public:
  ReactionService(Environment const& env, PostLoader const& loader, Notifier const& notifier)
      : env_(env), loader_(loader), notifier_(notifier) {}

  // Each gives back the post as it is afterwards. Errors: not_found when the post is not to be seen.
  Task<Result<PostDetails>> favourite(Caller caller, PostId id);
  Task<Result<PostDetails>> unfavourite(Caller caller, PostId id);
  Task<Result<PostDetails>> bookmark(Caller caller, PostId id);
  Task<Result<PostDetails>> unbookmark(Caller caller, PostId id);
  // Own posts only, at most pins_max of them. Errors: invalid.
  Task<Result<PostDetails>> pin(Caller caller, PostId id);
  Task<Result<PostDetails>> unpin(Caller caller, PostId id);
  // The whole conversation: no more notifications from it.
  Task<Result<PostDetails>> mute_thread(Caller caller, PostId id);
  Task<Result<PostDetails>> unmute_thread(Caller caller, PostId id);

  // Gives back the boost. Direct posts cannot be boosted, private ones by their author alone, others by whom
  // their author lets (forbidden).
  Task<Result<PostDetails>> boost(Caller caller, PostId id, std::optional<Visibility> visibility);
  // Gives back the post that is boosted no more.
  Task<Result<PostDetails>> unboost(Caller caller, PostId id);

  Task<Result<Listing<Account>>> favourited_by(Caller caller, PostId id, PageRequest page) const;
  Task<Result<Listing<Account>>> boosted_by(Caller caller, PostId id, PageRequest page) const;
  Task<Result<Listing<PostDetails>>> favourites(Caller caller, PageRequest page) const;
  Task<Result<Listing<PostDetails>>> bookmarks(Caller caller, PageRequest page) const;

 private:
  // After the commit: to those who show the post and what the caller did with it.
  void tell_marked(Caller const& caller, PostId post) const;
  void tell_boosted(Caller const& caller, PostId original) const;
  // The post that a reaction is for: behind a boost, the boosted one.
  Task<Result<PostDetails>> subject(Caller const& caller, PostId id) const;
  Task<Result<PostDetails>> after(Caller const& caller, PostId id) const;
  Task<Result<PostDetails>> shown_boost(Caller const& caller, Post const& boost) const;
  // Gives back the boost that stands afterwards: this one, or an earlier one by the same account.
  Task<Result<Post>> store_boost(Post const& boost, Post const& original, Tidings& tidings) const;
  Task<Result<Listing<Account>>> accounts_of(Caller const& caller, std::vector<store::ListedAccount> listed,
                                             PageRequest page) const;
  Task<Result<Listing<PostDetails>>> posts_of(Caller const& caller, std::vector<store::ListedPost> listed,
                                              PageRequest page) const;

  Environment const& env_;
  PostLoader const& loader_;
  Notifier const& notifier_;
};

}  // namespace auklet::service
