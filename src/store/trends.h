// SPDX-License-Identifier: Apache-2.0
//
// What the trends are made of, as the tables have it: uses of hashtags and links, and what people did with posts. Only public posts
// that are neither sensitive nor behind a warning, of accounts that are not suspended.
#pragma once

#include <cstdint>
#include <vector>

#include "async/task.h"
#include "base/result.h"
#include "db/database.h"
#include "domain/post.h"

namespace auklet::store::trends {

// A post has a thing.
template <class Id>
struct Use {
  PostId post{};
  AccountId account{};
  Id of{};
};
using TagUse = Use<TagId>;
using LinkUse = Use<CardId>;

// Of posts with ids below `below` and above `above`, newest first.
Task<Result<std::vector<TagUse>>> tag_uses(db::Session& session, PostId below, PostId above, int limit);
// Of these posts, in no particular order.
Task<Result<std::vector<TagUse>>> tag_uses_of(db::Session& session, std::vector<PostId> const& posts);

// The same of the links that posts show cards of.
Task<Result<std::vector<LinkUse>>> link_uses(db::Session& session, PostId below, PostId above, int limit);
Task<Result<std::vector<LinkUse>>> link_uses_of(db::Session& session, std::vector<PostId> const& posts);
// How often posts that everyone may see linked to a page on a day (UTC), and how many people that were. The days with any
// use, in no particular order, of posts from the given id on.
struct LinkDay {
  CardId card{};
  std::int64_t day = 0;  // since 1970-01-01
  std::int64_t uses = 0;
  std::int64_t accounts = 0;
};
Task<Result<std::vector<LinkDay>>> link_days(db::Session& session, std::vector<CardId> const& cards,
                                             PostId from);

// Somebody favourited or boosted a post that is not their own.
struct Applause {
  PostId post{};
  AccountId account{};
  UnixMillis at{};
};
// Boosts and favourites of posts with ids within the bounds, those of the newest posts first. A page ends with a whole
// post only by chance: some of its last one may be cut.
Task<Result<std::vector<Applause>>> boosts(db::Session& session, PostId below, PostId above, int limit);
Task<Result<std::vector<Applause>>> favourites(db::Session& session, PostId below, PostId above, int limit);
// What is still there of these boosts; favourites of these posts by these accounts, of which the caller picks.
Task<Result<std::vector<Applause>>> boosts_among(db::Session& session, std::vector<PostId> const& boosts);
Task<Result<std::vector<Applause>>> favourites_among(db::Session& session, std::vector<PostId> const& posts,
                                                     std::vector<AccountId> const& accounts);

// Those that exist, in no particular order.
Task<Result<std::vector<Tag>>> tags(db::Session& session, std::vector<TagId> const& ids);

}  // namespace auklet::store::trends
