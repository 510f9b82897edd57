// SPDX-License-Identifier: Apache-2.0
#include "store/search.h"

#include <utility>

#include "store/paged.h"
#include "store/posts.h"

namespace auklet::store::search {

namespace {

// A post that is edited twice while it waits is in the queue once.
constexpr db::Sql enqueue_sql =
    "INSERT INTO search_queue (post_id) VALUES ($1) ON CONFLICT (post_id) DO NOTHING";

}  // namespace

void enqueue(db::Batch& batch, PostId post) {
  batch.add(enqueue_sql, {post});
}

Task<Result<>> enqueue(db::Session& session, PostId post) {
  return session.execute(enqueue_sql, {post});
}

Task<Result<>> forget(db::Session& session, PostId post, std::string_view words) {
  CO_TRY(auto const waited, co_await session.changes("DELETE FROM search_queue WHERE post_id = $1", {post}));
  if (waited) {
    co_return Result<>{};
  }
  co_return co_await session.execute("{unindex post_search $1 $2}", {post, words});
}

Task<Result<std::vector<PostId>>> oldest_waiting(db::Session& session, int limit) {
  CO_TRY(auto const rows,
         co_await session.query("SELECT post_id FROM search_queue ORDER BY post_id LIMIT $1", {limit}));
  co_return ids_in<PostId>(rows);
}

// Whoever changes or deletes the post takes it off the queue as well, so the first statement waits for them, or they for
// this.
void move(db::Batch& batch, Post const& post, std::string_view words, Error otherwise) {
  batch.add_or_fail(
      "DELETE FROM search_queue WHERE post_id = $1 AND EXISTS (SELECT 1 FROM posts p WHERE p.id = $1 AND "
      "p.text = $2 AND p.spoiler_text = $3)",
      {post.id, post.text, post.spoiler_text}, std::move(otherwise));
  batch.add("INSERT INTO post_search (rowid, words) VALUES ($1, {words $2})", {post.id, words});
}

Task<Result<std::vector<PostId>>> matching(db::Session& session, std::string_view words, Span span) {
  CO_TRY(auto const rows,
         co_await session.query("SELECT rowid FROM post_search WHERE {match post_search $1} AND rowid < $2 "
                                "AND rowid > $3 ORDER BY rowid DESC LIMIT $4",
                                {words, span.below, span.above, span.limit}));
  co_return ids_in<PostId>(rows);
}

Task<Result<std::vector<PostId>>> waiting(db::Session& session, Span span) {
  CO_TRY(auto const rows, co_await session.query("SELECT post_id FROM search_queue WHERE post_id < $1 AND "
                                                 "post_id > $2 ORDER BY post_id DESC LIMIT $3",
                                                 {span.below, span.above, span.limit}));
  co_return ids_in<PostId>(rows);
}

Task<Result<std::vector<PostId>>> any(db::Session& session, Span span) {
  CO_TRY(auto const rows,
         co_await session.query("SELECT id FROM posts WHERE id < $1 AND id > $2 AND boost_of_id IS NULL "
                                "ORDER BY id DESC LIMIT $3",
                                {span.below, span.above, span.limit}));
  co_return ids_in<PostId>(rows);
}

Task<Result<std::vector<Found>>> in_scope(db::Session& session, std::vector<PostId> const& posts,
                                          Scope scope) {
  std::vector<Found> found;
  if (posts.empty()) {
    co_return found;
  }
  CO_TRY(auto const rows,
         co_await session.query(
             "SELECT p.id, p.account_id, p.in_reply_to_account_id, p.sensitive, COALESCE(p.language, ''), "
             "p.spoiler_text, p.text, "
             "CASE WHEN EXISTS (SELECT 1 FROM polls q WHERE q.post_id = p.id) THEN 1 ELSE 0 END, p.has_media "
             "FROM posts p JOIN accounts a ON a.id = p.account_id "
             "WHERE p.id {any $1} AND p.boost_of_id IS NULL AND ("
             "($3 = 1 AND p.visibility = 0 AND a.indexable = 1) OR ($4 = 1 AND (p.account_id = $2 "
             "OR EXISTS (SELECT 1 FROM post_mentions m WHERE m.post_id = p.id AND m.account_id = $2) "
             "OR EXISTS (SELECT 1 FROM favourites f WHERE f.post_id = p.id AND f.account_id = $2) "
             "OR EXISTS (SELECT 1 FROM bookmarks k WHERE k.post_id = p.id AND k.account_id = $2) "
             "OR EXISTS (SELECT 1 FROM posts b WHERE b.boost_of_id = p.id AND b.account_id = $2))))",
             {posts, scope.viewer, scope.public_posts, scope.library}));
  found.reserve(rows.size());
  for (auto const row : rows) {
    found.push_back({.id = row.as<PostId>(0),
                     .author = row.as<AccountId>(1),
                     .is_reply = !row.is_null(2),
                     .sensitive = row.boolean(3),
                     .language = row.string(4),
                     .spoiler_text = row.string(5),
                     .text = row.string(6),
                     .has_poll = row.boolean(7),
                     .has_media = row.boolean(8)});
  }
  co_return found;
}

}  // namespace auklet::store::search
