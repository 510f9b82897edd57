// SPDX-License-Identifier: Apache-2.0
//
// The full-text index of posts, and the queue of those that are not in it yet. The words of a post are made by the caller
// (text/search_words.h), parted by spaces. The index only proposes: it may propose a post too much (the queue does so
// always), so whoever searches looks at the texts themselves.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "async/task.h"
#include "base/result.h"
#include "db/database.h"
#include "domain/post.h"

namespace auklet::store::search {

// In the transaction that writes or changes the post.
void enqueue(db::Batch& batch, PostId post);
Task<Result<>> enqueue(db::Session& session, PostId post);
// In the transaction that changes or deletes the post, under its lock. `words` are those of its former text: the index
// keeps no copy of them. The post must be in the queue or in the index, as every post but a boost is.
Task<Result<>> forget(db::Session& session, PostId post, std::string_view words);

// Those that have waited longest.
Task<Result<std::vector<PostId>>> oldest_waiting(db::Session& session, int limit);
// Takes the post off the queue and puts it into the index with its words. `otherwise` is the answer when it does not wait any
// more, or is not as it was when its words were made.
void move(db::Batch& batch, Post const& post, std::string_view words, Error otherwise);

// Posts within these bounds, newest first.
struct Span {
  PostId below{};
  PostId above{};
  int limit = 0;
};
// Those of the index with all the words; a word with * at its end stands for all that begin so.
Task<Result<std::vector<PostId>>> matching(db::Session& session, std::string_view words, Span span);
// Those of the queue.
Task<Result<std::vector<PostId>>> waiting(db::Session& session, Span span);
// All posts but boosts: for a search without a word.
Task<Result<std::vector<PostId>>> any(db::Session& session, Span span);

// What a search may look at: the library is what the viewer wrote, favourited, bookmarked, boosted or is mentioned in;
// public posts are those of accounts that want to be found by their posts.
// https://docs.joinmastodon.org/user/network/#search
struct Scope {
  AccountId viewer{};
  bool library = true;
  bool public_posts = true;
};
struct Found {
  PostId id{};
  AccountId author{};
  bool is_reply = false;
  bool sensitive = false;
  std::string language;  // may be empty
  std::string spoiler_text;
  std::string text;
  bool has_poll = false;
  bool has_media = false;
};
// Those of the posts that are in the scope, in no particular order.
Task<Result<std::vector<Found>>> in_scope(db::Session& session, std::vector<PostId> const& posts,
                                          Scope scope);

}  // namespace auklet::store::search
