// SPDX-License-Identifier: Apache-2.0
//
// The tables `filters`, `filter_keywords` and `filter_posts`. Whoever adds something has locked the owner's account.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "async/task.h"
#include "base/result.h"
#include "db/database.h"
#include "domain/filter.h"
#include "domain/ids.h"

namespace auklet::store::filters {

// Without its keywords and posts.
Task<Result<>> insert(db::Session& session, Filter const& filter);
Task<Result<>> update(db::Session& session, Filter const& filter);
// With its keywords and posts.
Task<Result<>> remove(db::Session& session, FilterId id);

// Whole filters, oldest first.
Task<Result<std::vector<Filter>>> of_owner(db::Session& session, AccountId owner);

// How much the owner has, for the limits.
struct Count {
  std::int64_t filters = 0;
  std::int64_t keywords = 0;
  std::int64_t posts = 0;
};
Task<Result<Count>> count(db::Session& session, AccountId owner);

Task<Result<>> insert_keyword(db::Session& session, FilterId filter, FilterKeyword const& keyword);
Task<Result<>> update_keyword(db::Session& session, FilterKeyword const& keyword);
Task<Result<>> remove_keyword(db::Session& session, FilterKeywordId id);

// False when the filter names it already.
Task<Result<bool>> insert_post(db::Session& session, FilterId filter, FilteredPost const& post);
Task<Result<>> remove_post(db::Session& session, FilteredPostId id);

}  // namespace auklet::store::filters
