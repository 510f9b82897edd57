// SPDX-License-Identifier: Apache-2.0
//
// The table `tag_follows`: whose home shows public posts with which hashtags.
#pragma once

#include <cstdint>
#include <vector>

#include "async/task.h"
#include "base/result.h"
#include "db/database.h"
#include "domain/ids.h"
#include "domain/page.h"
#include "domain/post.h"

namespace auklet::store::tag_follows {

// An entry of the page: the tag, and the cursor that stands for it in Link headers.
struct ListedTag {
  RelationId cursor{};
  Tag tag;
};

// Each says whether something changed.
Task<Result<bool>> insert(db::Session& session, RelationId id, AccountId account, TagId tag);
Task<Result<bool>> remove(db::Session& session, AccountId account, TagId tag);

// The newest follow first.
Task<Result<std::vector<ListedTag>>> page(db::Session& session, AccountId account, PageRequest page);
Task<Result<std::int64_t>> count(db::Session& session, AccountId account);
// For building a home.
Task<Result<std::vector<TagId>>> all(db::Session& session, AccountId account);
// Those among `tags` that the account follows.
Task<Result<std::vector<TagId>>> among(db::Session& session, AccountId account,
                                       std::vector<TagId> const& tags);

}  // namespace auklet::store::tag_follows
