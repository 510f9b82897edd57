// SPDX-License-Identifier: Apache-2.0
//
// The tables of posts: the posts themselves, whom and what they mention, their former versions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "async/task.h"
#include "base/result.h"
#include "db/database.h"
#include "domain/post.h"

namespace auklet::store::posts {

// ErrorKind::conflict when it is a second boost of the same post by the same account.
Task<Result<>> insert(db::Session& session, Post const& post);
void insert(db::Batch& batch, Post const& post);
Task<Result<std::optional<Post>>> find(db::Session& session, PostId id);
// Those that exist, in no particular order.
Task<Result<std::vector<Post>>> find_all(db::Session& session, std::vector<PostId> const& ids);
Task<Result<std::optional<Post>>> find_boost(db::Session& session, PostId of, AccountId by);
// Writes what an edit can change.
Task<Result<>> update_text(db::Session& session, Post const& post);
// Removes the post with all that hangs on it, but not its boosts; replies to it forget their parent.
Task<Result<>> remove(db::Session& session, PostId id);
// Boosts of a post, oldest first.
Task<Result<std::vector<Post>>> boosts_of(db::Session& session, PostId id);

// The posts that answer this one directly.
Task<Result<std::vector<PostId>>> replies_to(db::Session& session, PostId id);

// Keeps the post from being deleted or counted by others until the transaction ends. False when it is gone.
Task<Result<bool>> lock(db::Session& session, PostId id);

Task<Result<>> add_replies(db::Session& session, PostId id, int change);
Task<Result<>> add_boosts(db::Session& session, PostId id, int change);
Task<Result<>> add_favourites(db::Session& session, PostId id, int change);

// Counts a reply, or with no change takes only the lock; when the post is gone, the batch fails with that error.
void add_replies(db::Batch& batch, PostId id, int change, Error otherwise);

// The mentions of a new post; the order is kept.
void add_mentions(db::Batch& batch, PostId id, std::vector<AccountId> const& accounts);
// Replaces the mentions of a post; the order is kept.
Task<Result<>> set_mentions(db::Session& session, PostId id, std::vector<AccountId> accounts);
// Replaces the tags of a post; the order is kept. Tags that nobody has used before are made with the ids
// given.
struct TagUse {
  TagId fresh_id{};
  std::string name;
  std::string display;
};
Task<Result<>> set_tags(db::Session& session, PostId id, std::vector<TagUse> tags, UnixMillis now);
// The tags of a new post. Its rows hold the tags as they are known here, in order, for tags_in().
std::optional<std::size_t> add_tags(db::Batch& batch, PostId id, std::vector<TagUse> const& tags,
                                    UnixMillis now);
std::vector<Tag> tags_in(db::Rows const& rows);

template <class Value>
struct OfPost {
  PostId post{};
  Value value{};
};
// Mentions and tags of many posts at once, each post's in order.
Task<Result<std::vector<OfPost<AccountId>>>> mentions_of(db::Session& session,
                                                         std::vector<PostId> const& ids);
Task<Result<std::vector<OfPost<Tag>>>> tags_of(db::Session& session, std::vector<PostId> const& ids);
// The tag of that name, made if nobody has used it yet.
Task<Result<Tag>> obtain_tag(db::Session& session, TagUse tag, UnixMillis now);
Task<Result<std::optional<Tag>>> find_tag(db::Session& session, std::string_view name);
// Tags whose folded name starts with the text.
Task<Result<std::vector<Tag>>> search_tags(db::Session& session, std::string_view folded, int limit,
                                           int offset);
// How often posts that everyone may see used a tag on a day (UTC), and how many people that were.
struct TagDay {
  TagId tag{};
  std::int64_t day = 0;  // since 1970-01-01
  std::int64_t uses = 0;
  std::int64_t accounts = 0;
};
// The days with any use, in no particular order, of posts from the given id on.
Task<Result<std::vector<TagDay>>> tag_days(db::Session& session, std::vector<TagId> const& tags, PostId from);

struct OfApp {
  AppId id{};
  AppLabel label;
};
Task<Result<std::vector<OfApp>>> app_labels(db::Session& session, std::vector<AppId> const& ids);

Task<Result<>> insert_edit(db::Session& session, std::int64_t id, PostId post, PostEdit const& edit);
// Oldest first.
Task<Result<std::vector<PostEdit>>> edits_of(db::Session& session, PostId id);

// The post that this account has made with this key since the given time.
Task<Result<std::optional<PostId>>> find_by_key(db::Session& session, AccountId account, std::string_view key,
                                                UnixMillis since);
// Remembers the key; keys older than `since` are forgotten, a few at a time. When the account has used the key since
// then the batch fails with that error, and the other post can be found by find_by_key.
void remember_key(db::Batch& batch, AccountId account, std::string_view key, PostId post, UnixMillis now,
                  UnixMillis since, Error otherwise);

// The chain of posts above a post, the oldest first, at most `limit` of them.
Task<Result<std::vector<PostId>>> ancestors(db::Session& session, PostId id, int limit);
// The posts below a post with their parents, breadth first, at most `limit` of them and `depth_max` levels
// deep.
struct Reply {
  PostId id{};
  PostId parent{};
};
Task<Result<std::vector<Reply>>> descendants(db::Session& session, PostId id, int depth_max, int limit);

}  // namespace auklet::store::posts
