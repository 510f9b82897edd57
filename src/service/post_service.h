// SPDX-License-Identifier: Apache-2.0
//
// Writing: publish, edit, delete. Each is one transaction, then one event. What changes posts that are there is in
// post_changes.cpp.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "async/task.h"
#include "base/result.h"
#include "bus/events.h"
#include "domain/post.h"
#include "service/author_cache.h"
#include "service/caller.h"
#include "service/environment.h"
#include "service/notifier.h"
#include "service/post_draft.h"
#include "service/post_loader.h"
#include "service/post_media.h"
#include "service/search_index.h"
#include "service/written_post.h"

namespace auklet::service {

// A post as its author typed it. https://docs.joinmastodon.org/entities/StatusSource/
struct PostSource {
  PostId id{};
  std::string text;
  std::string spoiler_text;
};

struct PostHistory {
  Account author;
  std::vector<PostEdit> versions;  // oldest first; at least one
  std::vector<Media> media;        // all that any of them shows
};

class PostService {
 public:
  // Listens on the bus, as AuthorCache says.
  PostService(Environment const& env, PostLoader const& loader, Notifier const& notifier)
      : env_(env), loader_(loader), notifier_(notifier), authors_(env), search_index_(env) {}

  // The same idempotency key within an hour gives the post that it gave before. Errors: invalid (empty, too
  // long, bad language, mention not allowed, media that may not be attached, a reply or quote that is not allowed),
  // not_found (the post replied to, or quoted).
  Task<Result<PostDetails>> publish(Caller caller, PostDraft draft);
  // Whether it could be published now; the same errors.
  Task<Result<>> check(Caller caller, PostDraft draft) const;
  // Own posts only. Every version is kept; those who boosted it, and those newly mentioned, are told. A poll with other
  // options starts anew.
  Task<Result<PostDetails>> edit(Caller caller, PostId id, PostDraft draft);
  // Own posts only. Gives the post back as it was, so that it can be written anew: its media wait for that as long as new
  // ones do, unless they are to be forgotten.
  Task<Result<PostDetails>> remove(Caller caller, PostId id, bool forget_media = false);

  Task<Result<PostSource>> source(Caller caller, PostId id) const;
  Task<Result<PostHistory>> history(Caller caller, PostId id) const;

 private:
  struct Parent;  // the post replied to

  Task<Result<std::optional<Parent>>> parent_of(Caller const& caller, PostDraft const& draft) const;
  static void count_on_older(db::Batch& batch, Post const& post);
  // Makes it durable, and gives it back as its author sees it. ErrorKind::conflict when the key has been used, or the
  // scheduled post is gone.
  Task<Result<PostDetails>> store_new(Post const& post, WrittenPost const& written, PostDraft const& draft,
                                      Tidings& tidings);
  // Gives back what is to be told after the commit.
  Task<Result<bus::PostEdited>> store_edit(db::Session& session, Tidings& tidings, Caller const& caller,
                                           Post const& after, WrittenPost const& written) const;
  Task<Result<std::optional<std::string>>> quoted_url_of(db::Session& session, Post post) const;
  Task<Result<std::vector<TagId>>> tags_of(db::Session& session, PostId id) const;
  Task<Result<>> tell_mentioned(db::Session& session, Tidings& tidings, Post const& post,
                                std::vector<AccountId> accounts) const;
  // `orphans`: those that replied to it, and those that quoted it.
  void tell_removed(PostDetails const& removed, std::vector<PostId> const& orphans,
                    std::map<AccountId, int> const& posts_lost) const;
  Task<Result<Post>> own_post(Caller const& caller, db::Session& session, PostId id) const;

  Environment const& env_;
  PostLoader const& loader_;
  Notifier const& notifier_;
  AuthorCache authors_;
  SearchIndex search_index_;
};

}  // namespace auklet::service
