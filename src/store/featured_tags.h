// SPDX-License-Identifier: Apache-2.0
//
// The tables `featured_tags` and `featured_tag_posts`: the hashtags that people show on their profiles, and which of
// their posts those count. Everyone who writes here holds the lock on the account (store/accounts.h), so that a post and
// a hashtag that come at the same time meet.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "async/task.h"
#include "base/result.h"
#include "db/database.h"
#include "domain/featured_tag.h"
#include "domain/ids.h"
#include "domain/post.h"

namespace auklet::store::featured_tags {

// With the posts that it counts. False when it is featured already.
Task<Result<bool>> insert(db::Session& session, RelationId id, AccountId account, TagId tag,
                          std::string_view display);
// Each says whether there was one to remove.
Task<Result<bool>> remove(db::Session& session, AccountId account, RelationId id);
Task<Result<bool>> remove_tag(db::Session& session, AccountId account, TagId tag);

// The most used first.
Task<Result<std::vector<FeaturedTag>>> of_account(db::Session& session, AccountId account);
Task<Result<std::int64_t>> count(db::Session& session, AccountId account);
// Those among `tags` that the account features.
Task<Result<std::vector<TagId>>> among(db::Session& session, AccountId account,
                                       std::vector<TagId> const& tags);
// What the account used in its newest posts and does not feature, the most used first.
Task<Result<std::vector<Tag>>> unfeatured(db::Session& session, AccountId account, int limit);

// A post that everyone may see has the tags that the table post_tags has for it.
void count_post(db::Batch& batch, AccountId account, PostId post);
// The same for a post whose tags were changed.
Task<Result<>> recount_post(db::Session& session, AccountId account, PostId post);
Task<Result<>> forget_post(db::Session& session, AccountId account, PostId post);

}  // namespace auklet::store::featured_tags
