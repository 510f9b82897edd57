// SPDX-License-Identifier: Apache-2.0
//
// How files hang on posts.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "async/task.h"
#include "base/result.h"
#include "db/database.h"
#include "domain/media.h"
#include "service/environment.h"
#include "service/post_draft.h"

namespace auklet::service {

// What is to hang on the post, which need not be there yet. Errors: invalid for too many, for what is not the author's,
// hangs on another post or is not ready, and for a film that is not alone.
Task<Result<std::vector<Media>>> media_for_post(Environment const& env, AccountId author, PostId post,
                                                MediaChoice choice);

// Hangs them on a new post. When somebody was faster the batch fails with ErrorKind::invalid.
void attach(db::Batch& batch, std::vector<Media> const& media);
// Hangs them, and nothing else, on a post that is edited.
Task<Result<>> attach_anew(db::Session& session, PostId post, std::vector<Media> media);

std::vector<MediaLabel> labels_of(std::vector<Media> const& media);

}  // namespace auklet::service
