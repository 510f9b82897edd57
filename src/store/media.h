// SPDX-License-Identifier: Apache-2.0
//
// The table `media`. A row is there before its files are, and its files are removed by a job that is written with the
// end of the row: so no file is left that nobody knows of.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "async/task.h"
#include "base/result.h"
#include "db/database.h"
#include "domain/media.h"

namespace auklet::store::media {

// What these two are given must live until the batch is written.
void insert(db::Batch& batch, Media const& media);
// Writes what is known once the file has been worked on. When the row is gone the batch fails with that error.
void complete(db::Batch& batch, Media const& media, Error otherwise);
Task<Result<>> describe(db::Session& session, MediaId id, std::string_view description,
                        std::optional<Focus> focus);
Task<Result<>> remove(db::Session& session, MediaId id);

Task<Result<std::optional<Media>>> find(db::Session& session, MediaId id);
// Those that exist, in no particular order.
Task<Result<std::vector<Media>>> find_all(db::Session& session, std::vector<MediaId> const& ids);
// What hangs on these posts, each post's in order. Not what edits have taken off.
Task<Result<std::vector<Media>>> of_posts(db::Session& session, std::vector<PostId> const& posts);
// With what edits have taken off, in no particular order.
Task<Result<std::vector<Media>>> ever_of_post(db::Session& session, PostId post);

// Hangs it on the post, in the place that `position` names. When it does not belong to the account, hangs on another
// post, or is not ready, the batch fails with that error.
void attach(db::Batch& batch, Media const& media, Error otherwise);
// The same for a post that may have it already; false in place of the error.
Task<Result<bool>> attach(db::Session& session, Media const& media);
// Takes all off the post but keeps them for its former versions.
Task<Result<>> take_off(db::Session& session, PostId post);
// The post is to be deleted: what hangs on it, or did, hangs on nothing from now on, and is gone at that time.
Task<Result<>> release(db::Session& session, PostId post, UnixMillis expires_at);

// Those of them that are the account's and hang on no post are gone at that time, not when they were to be.
Task<Result<>> expire_at(db::Session& session, AccountId account, std::vector<MediaId> const& ids,
                         UnixMillis expires_at);

// Those whose time is over.
Task<Result<std::vector<Media>>> expired(db::Session& session, UnixMillis now, int limit);
// Removes one whose time is over. False when somebody was faster, or it hangs on a post after all.
Task<Result<bool>> remove_expired(db::Session& session, MediaId id, UnixMillis now);

}  // namespace auklet::store::media
