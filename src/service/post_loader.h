// SPDX-License-Identifier: Apache-2.0
//
// Turns ids into posts with all that is needed to show them, and is the one gate of who may see what:
// whatever list the ids came from, what the viewer may not see does not come out.
#pragma once

#include <optional>
#include <vector>

#include "async/task.h"
#include "base/result.h"
#include "db/database.h"
#include "domain/post.h"
#include "service/environment.h"
#include "service/filter_reader.h"

namespace auklet::service {

// What else to leave out.
enum class Company {
  anyone,   // someone asked for this very post
  welcome,  // a feed or thread: without those whom the viewer blocks or mutes
  host,     // someone's own page: all their posts, but of what they boost only what is welcome
};

class PostLoader {
 public:
  PostLoader(Environment const& env, FilterReader& filters) : env_(env), filters_(filters) {}

  // In the order of the ids; those that are gone or not to be seen are left out.
  Task<Result<std::vector<PostDetails>>> load(db::Session& session, std::optional<AccountId> viewer,
                                              std::vector<PostId> ids, Company company) const;
  // Posts as they are kept for showing to many: without anything of a viewer, and without asking who may see them.
  // Who shows them must have asked. In the order of the ids, without those that are gone.
  Task<Result<std::vector<PostDetails>>> load_unjudged(db::Session& session, std::vector<PostId> ids) const;
  // ErrorKind::not_found when it is gone or not to be seen.
  Task<Result<PostDetails>> load_one(db::Session& session, std::optional<AccountId> viewer, PostId id) const;

  // Sets what of the viewer's filters matches posts that were not loaded here.
  Task<Result<>> mark_filtered(AccountId viewer, PostDetails& details) const;

 private:
  Environment const& env_;
  FilterReader& filters_;
};

}  // namespace auklet::service
