// SPDX-License-Identifier: Apache-2.0
#include "store/reactions.h"

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
  co_return ids_in<PostId>(rows);
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

// The ids that a statement gives, without nulls; nothing when there are `max` rows, or more.
template <class Id>
Task<Result<std::optional<std::vector<Id>>>> few(db::Session& session, db::Sql sql, AccountId viewer,
                                                 int max) {
  CO_TRY(auto const rows, co_await session.run(sql, {viewer, max}));
  if (static_cast<int>(rows.size()) == max) {
    co_return std::nullopt;
  }
  std::vector<Id> ids;
  for (auto const row : rows) {
    if (auto const id = row.template optional_as<Id>(0)) {
      ids.push_back(*id);
    }
  }
  co_return ids;
}

}  // namespace

Task<Result<Marks>> marks(db::Session& session, AccountId viewer, std::vector<PostId> const& posts,
                          std::vector<ThreadId> const& threads) {
  // One statement, one row a mark: (kind, id).
  CO_TRY(
      auto const rows,
      co_await session.query(
          "SELECT 0, post_id FROM favourites WHERE account_id = $1 AND post_id {any $2} "
          "UNION ALL SELECT 1, boost_of_id FROM posts WHERE account_id = $1 AND boost_of_id {any $2} "
          "UNION ALL SELECT 2, post_id FROM bookmarks WHERE account_id = $1 AND post_id {any $2} "
          "UNION ALL SELECT 3, post_id FROM pins WHERE account_id = $1 AND post_id {any $2} "
          "UNION ALL SELECT 4, thread_id FROM thread_mutes WHERE account_id = $1 AND thread_id {any $3} "
          "UNION ALL SELECT 5 + choice, post_id FROM poll_votes WHERE account_id = $1 AND post_id {any $2}",
          {viewer, posts, threads}));
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
      case 4:
        marks.muted_threads.push_back(row.as<ThreadId>(1));
        break;
      default:
        marks.votes.push_back({row.as<PostId>(1), static_cast<int>(row.integer(0) - 5)});
        break;
    }
  }
  co_return marks;
}

Task<Result<std::optional<Marks>>> all_marks(db::Session& session, AccountId viewer, int each_max,
                                             int posts_max) {
  CO_TRY(auto favourited,
         co_await few<PostId>(session, "SELECT post_id FROM favourites WHERE account_id = $1 LIMIT $2",
                              viewer, each_max));
  CO_TRY(auto boosted,
         co_await few<PostId>(session, "SELECT boost_of_id FROM posts WHERE account_id = $1 LIMIT $2", viewer,
                              posts_max));
  CO_TRY(auto bookmarked,
         co_await few<PostId>(session, "SELECT post_id FROM bookmarks WHERE account_id = $1 LIMIT $2", viewer,
                              each_max));
  CO_TRY(auto pinned, co_await few<PostId>(session, "SELECT post_id FROM pins WHERE account_id = $1 LIMIT $2",
                                           viewer, each_max));
  CO_TRY(auto muted,
         co_await few<ThreadId>(session, "SELECT thread_id FROM thread_mutes WHERE account_id = $1 LIMIT $2",
                                viewer, each_max));
  CO_TRY(auto const votes,
         co_await session.query("SELECT post_id, choice FROM poll_votes WHERE account_id = $1 LIMIT $2",
                                {viewer, each_max}));
  if (!favourited || !boosted || !bookmarked || !pinned || !muted ||
      static_cast<int>(votes.size()) == each_max) {
    co_return std::nullopt;
  }
  Marks marks{.favourited = *std::move(favourited),
              .boosted = *std::move(boosted),
              .bookmarked = *std::move(bookmarked),
              .pinned = *std::move(pinned),
              .muted_threads = *std::move(muted),
              .votes = {}};
  for (auto const row : votes) {
    marks.votes.push_back({row.as<PostId>(0), static_cast<int>(row.integer(1))});
  }
  co_return marks;
}

PollChoices Marks::choices(PostId post) const {
  PollChoices choices = 0;
  for (auto const& vote : votes) {
    if (vote.post == post) {
      choices = static_cast<PollChoices>(choices | 1U << vote.choice);
    }
  }
  return choices;
}

}  // namespace auklet::store::reactions
