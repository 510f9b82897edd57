// SPDX-License-Identifier: Apache-2.0
//
// What people do with posts: the tables `favourites`, `bookmarks`, `pins` and `thread_mutes`; and what of theirs there
// is about posts, their votes too.
#pragma once

#include <optional>
#include <vector>

#include "async/task.h"
#include "base/result.h"
#include "db/database.h"
#include "domain/ids.h"
#include "domain/page.h"
#include "domain/poll.h"
#include "store/paged.h"

namespace auklet::store::reactions {

// Inserts and removals say whether anything changed.
Task<Result<bool>> insert_favourite(db::Session& session, RelationId id, AccountId account, PostId post);
Task<Result<bool>> remove_favourite(db::Session& session, AccountId account, PostId post);
Task<Result<bool>> insert_bookmark(db::Session& session, RelationId id, AccountId account, PostId post);
Task<Result<bool>> remove_bookmark(db::Session& session, AccountId account, PostId post);
Task<Result<bool>> insert_pin(db::Session& session, RelationId id, AccountId account, PostId post);
Task<Result<bool>> remove_pin(db::Session& session, AccountId account, PostId post);
Task<Result<>> mute_thread(db::Session& session, AccountId account, ThreadId thread);
Task<Result<>> unmute_thread(db::Session& session, AccountId account, ThreadId thread);
// Whether the account mutes any thread.
Task<Result<bool>> any_thread_muted(db::Session& session, AccountId account);
Task<Result<bool>> thread_muted(db::Session& session, AccountId account, ThreadId thread);

Task<Result<std::vector<ListedPost>>> favourites(db::Session& session, AccountId by, PageRequest page);
Task<Result<std::vector<ListedPost>>> bookmarks(db::Session& session, AccountId by, PageRequest page);
// Newest pin first.
Task<Result<std::vector<PostId>>> pins(db::Session& session, AccountId by);
Task<Result<std::vector<ListedAccount>>> favourited_by(db::Session& session, PostId post, PageRequest page);
// The cursor is the id of the boost.
Task<Result<std::vector<ListedAccount>>> boosted_by(db::Session& session, PostId post, PageRequest page);

// Those of the given posts that the viewer has favourited, boosted, bookmarked or pinned, and those of the
// given threads that the viewer has muted; and their votes in the polls of the posts.
struct Marks {
  struct Vote {
    PostId post{};
    int choice = 0;

    friend bool operator==(Vote const&, Vote const&) = default;
  };

  std::vector<PostId> favourited;
  std::vector<PostId> boosted;
  std::vector<PostId> bookmarked;
  std::vector<PostId> pinned;
  std::vector<ThreadId> muted_threads;
  std::vector<Vote> votes;

  PollChoices choices(PostId post) const;
};
Task<Result<Marks>> marks(db::Session& session, AccountId viewer, std::vector<PostId> const& posts,
                          std::vector<ThreadId> const& threads);
// Everything that the viewer has marked and muted, when that is little: fewer than `each_max` of a kind, and boosts only of
// who wrote fewer than `posts_max` posts. Nothing when it is more; what is read is bounded all the same.
Task<Result<std::optional<Marks>>> all_marks(db::Session& session, AccountId viewer, int each_max,
                                             int posts_max);

}  // namespace auklet::store::reactions
