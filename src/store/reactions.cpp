// SPDX-License-Identifier: Apache-2.0
#include "store/reactions.h"

#include <array>
#include <optional>

namespace auklet::store::reactions {

Task<Result<bool>> insert_favourite(db::Session& session, RelationId id, AccountId account, PostId post) {
  return session.changes(
      "INSERT INTO favourites (id, account_id, post_id) VALUES ($1, $2, $3) ON CONFLICT "
      "(post_id, account_id) DO NOTHING",
      {id, account, post});
}

Task<Result<bool>> remove_favourite(db::Session& session, AccountId account, PostId post) {
  return session.changes("DELETE FROM favourites WHERE account_id = $1 AND post_id = $2", {account, post});
}

Task<Result<bool>> insert_bookmark(db::Session& session, RelationId id, AccountId account, PostId post) {
  return session.changes(
      "INSERT INTO bookmarks (id, account_id, post_id) VALUES ($1, $2, $3) ON CONFLICT "
      "(post_id, account_id) DO NOTHING",
      {id, account, post});
}

Task<Result<bool>> remove_bookmark(db::Session& session, AccountId account, PostId post) {
  return session.changes("DELETE FROM bookmarks WHERE account_id = $1 AND post_id = $2", {account, post});
}

Task<Result<bool>> insert_pin(db::Session& session, RelationId id, AccountId account, PostId post) {
  return session.changes(
      "INSERT INTO pins (id, account_id, post_id) VALUES ($1, $2, $3) ON CONFLICT (post_id, "
      "account_id) DO NOTHING",
      {id, account, post});
}

Task<Result<bool>> remove_pin(db::Session& session, AccountId account, PostId post) {
  return session.changes("DELETE FROM pins WHERE account_id = $1 AND post_id = $2", {account, post});
}

Task<Result<>> mute_thread(db::Session& session, AccountId account, ThreadId thread) {
  return session.execute(
      "INSERT INTO thread_mutes (account_id, thread_id) VALUES ($1, $2) ON CONFLICT (account_id, thread_id) "
      "DO NOTHING",
      {account, thread});
}

Task<Result<>> unmute_thread(db::Session& session, AccountId account, ThreadId thread) {
  return session.execute("DELETE FROM thread_mutes WHERE account_id = $1 AND thread_id = $2",
                         {account, thread});
}

Task<Result<bool>> any_thread_muted(db::Session& session, AccountId account) {
  CO_TRY(auto const rows,
         co_await session.query("SELECT 1 FROM thread_mutes WHERE account_id = $1 LIMIT 1", {account}));
  co_return !rows.empty();
}

Task<Result<bool>> thread_muted(db::Session& session, AccountId account, ThreadId thread) {
  CO_TRY(auto const rows,
         co_await session.query("SELECT 1 FROM thread_mutes WHERE account_id = $1 AND thread_id = $2",
                                {account, thread}));
  co_return !rows.empty();
}

Task<Result<std::vector<ListedPost>>> favourites(db::Session& session, AccountId by, PageRequest page) {
  static constexpr auto sql = paged<"SELECT id, post_id FROM favourites WHERE account_id = $1", "id">;
  CO_TRY(auto const rows, co_await run_paged(session, sql, by, page));
  co_return listed_posts(rows, page);
}

Task<Result<std::vector<ListedPost>>> bookmarks(db::Session& session, AccountId by, PageRequest page) {
  static constexpr auto sql = paged<"SELECT id, post_id FROM bookmarks WHERE account_id = $1", "id">;
  CO_TRY(auto const rows, co_await run_paged(session, sql, by, page));
  co_return listed_posts(rows, page);
}

Task<Result<std::vector<PostId>>> pins(db::Session& session, AccountId by) {
  CO_TRY(auto const rows,
         co_await session.query("SELECT post_id FROM pins WHERE account_id = $1 ORDER BY id DESC", {by}));
  std::vector<PostId> ids;
  for (auto const row : rows) {
    ids.push_back(row.as<PostId>(0));
  }
  co_return ids;
}

Task<Result<std::vector<ListedAccount>>> favourited_by(db::Session& session, PostId post, PageRequest page) {
  static constexpr auto sql = paged<"SELECT id, account_id FROM favourites WHERE post_id = $1", "id">;
  CO_TRY(auto const rows, co_await run_paged(session, sql, post, page));
  co_return listed_accounts(rows, page);
}

Task<Result<std::vector<ListedAccount>>> boosted_by(db::Session& session, PostId post, PageRequest page) {
  static constexpr auto sql =
      paged<"SELECT id, account_id FROM posts WHERE boost_of_id = $1 AND visibility <= 1", "id">;
  CO_TRY(auto const rows, co_await run_paged(session, sql, post, page));
  co_return listed_accounts(rows, page);
}

namespace {

// One row a mark: (kind, id).
Marks read_marks(db::Rows const& rows) {
  Marks marks;
  for (auto const row : rows) {
    switch (row.integer(0)) {
      case 0:
        marks.favourited.push_back(row.as<PostId>(1));
        break;
      case 1:
        marks.boosted.push_back(row.as<PostId>(1));
        break;
      case 2:
        marks.bookmarked.push_back(row.as<PostId>(1));
        break;
      case 3:
        marks.pinned.push_back(row.as<PostId>(1));
        break;
      default:
        marks.muted_threads.push_back(row.as<ThreadId>(1));
        break;
    }
  }
  return marks;
}

}  // namespace

Task<Result<Marks>> marks(db::Session& session, AccountId viewer, std::vector<PostId> const& posts,
                          std::vector<ThreadId> const& threads) {
  CO_TRY(auto const rows,
         co_await session.query(
             "SELECT 0, post_id FROM favourites WHERE account_id = $1 AND post_id {any $2} "
             "UNION ALL SELECT 1, boost_of_id FROM posts WHERE account_id = $1 AND boost_of_id {any $2} "
             "UNION ALL SELECT 2, post_id FROM bookmarks WHERE account_id = $1 AND post_id {any $2} "
             "UNION ALL SELECT 3, post_id FROM pins WHERE account_id = $1 AND post_id {any $2} "
             "UNION ALL SELECT 4, thread_id FROM thread_mutes WHERE account_id = $1 AND thread_id {any $3}",
             {viewer, posts, threads}));
  co_return read_marks(rows);
}

Task<Result<std::optional<Marks>>> all_marks(db::Session& session, AccountId viewer, int each_max,
                                             int posts_max) {
  CO_TRY(
      auto const rows,
      co_await session.query(
          "SELECT 0, post_id FROM (SELECT post_id FROM favourites WHERE account_id = $1 LIMIT $2) AS f "
          "UNION ALL SELECT 2, post_id FROM (SELECT post_id FROM bookmarks WHERE account_id = $1 LIMIT $2) "
          "AS k "
          "UNION ALL SELECT 3, post_id FROM (SELECT post_id FROM pins WHERE account_id = $1 LIMIT $2) AS p "
          "UNION ALL SELECT 4, thread_id FROM (SELECT thread_id FROM thread_mutes WHERE account_id = $1 "
          "LIMIT $2) AS t",
          {viewer, each_max}));
  std::array<int, 5> count{};
  for (auto const row : rows) {
    if (++count.at(static_cast<std::size_t>(row.integer(0))) == each_max) {
      co_return std::nullopt;
    }
  }
  CO_TRY(auto const posts,
         co_await session.query("SELECT boost_of_id FROM posts WHERE account_id = $1 LIMIT $2",
                                {viewer, posts_max}));
  if (static_cast<int>(posts.size()) == posts_max) {
    co_return std::nullopt;
  }
  auto marks = read_marks(rows);
  for (auto const post : posts) {
    if (auto const boosted = post.optional_as<PostId>(0)) {
      marks.boosted.push_back(*boosted);
    }
  }
  co_return marks;
}

}  // namespace auklet::store::reactions
