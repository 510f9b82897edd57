// SPDX-License-Identifier: Apache-2.0
//
// Posts that are to be written later. Each is its author's alone: for all others it is not there.
// https://docs.joinmastodon.org/methods/scheduled_statuses/
#pragma once

#include <optional>
#include <vector>

#include "async/task.h"
#include "base/clock.h"
#include "base/result.h"
#include "db/database.h"
#include "domain/ids.h"
#include "domain/media.h"
#include "domain/page.h"
#include "service/caller.h"
#include "service/environment.h"
#include "service/listing.h"
#include "service/post_draft.h"
#include "service/post_service.h"
#include "store/scheduled_posts.h"

namespace auklet::service {

// The kind of the jobs that publish. Their payload is the id of the scheduled post.
inline constexpr char const* publish_scheduled_job = "publish_scheduled_post";

struct ScheduledPost {
  ScheduledPostId id{};
  std::optional<AppId> app;
  UnixMillis at{};
  PostDraft draft;
  std::vector<Media> media;  // in the order of the draft
};

class ScheduledService {
 public:
  ScheduledService(Environment const& env, PostService& posts) : env_(env), posts_(posts) {}

  // The same idempotency key gives the one that waits with it. Errors: all of PostService::publish, and invalid when it
  // is for less than five minutes from now, or there are too many.
  Task<Result<ScheduledPost>> create(Caller caller, PostDraft draft, UnixMillis at);
  // Newest first, in the order in which they were made.
  Task<Result<Listing<ScheduledPost>>> list(Caller caller, PageRequest page) const;
  // Errors of all that name one: not_found.
  Task<Result<ScheduledPost>> find(Caller caller, ScheduledPostId id) const;
  Task<Result<ScheduledPost>> move(Caller caller, ScheduledPostId id, UnixMillis at);
  Task<Result<>> remove(Caller caller, ScheduledPostId id);

  // The handler of publish_scheduled_job. The post is written once, however often it is called. What cannot be written
  // any more stays for its author to see.
  Task<Result<>> publish(ScheduledPostId id);

 private:
  Task<Result<store::scheduled_posts::Row>> own(Caller const& caller, db::Session& session,
                                                ScheduledPostId id) const;
  Task<Result<>> check_room(db::Session& session, AccountId author, UnixMillis at,
                            ScheduledPostId without) const;
  // Without those of their files that are gone.
  Task<Result<std::vector<ScheduledPost>>> present(std::vector<store::scheduled_posts::Row> rows) const;
  Task<Result<ScheduledPost>> present_one(store::scheduled_posts::Row row) const;
  Task<Result<>> enqueue(db::Session& session, store::scheduled_posts::Row const& row) const;

  Environment const& env_;
  PostService& posts_;
};

}  // namespace auklet::service
