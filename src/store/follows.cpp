// SPDX-License-Identifier: Apache-2.0
#include "store/follows.h"

namespace auklet::store::follows {

namespace {

std::string write_languages(std::vector<std::string> const& languages) {
  std::string text;
  for (auto const& language : languages) {
    text += text.empty() ? "" : " ";
    text += language;
  }
  return text;
}

Follow read_follow(db::Row row) {
  return {row.as<RelationId>(0),
          row.as<AccountId>(1),
          row.as<AccountId>(2),
          {row.boolean(3), row.boolean(4), split_languages(row.text(5))}};
}

std::optional<Follow> first_follow(db::Rows const& rows) {
  return rows.empty() ? std::nullopt : std::optional{read_follow(rows[0])};
}

// Adds the row, or gives an existing one the new options. Two statements, because only the first can tell
// which of the two happened; inside the caller's transaction they are one.
Task<Result<bool>> insert_or_update(db::Session& session, db::Sql insert_sql, db::Sql update_sql,
                                    Follow follow) {
  auto const languages = write_languages(follow.options.languages);
  CO_TRY(auto const added, co_await session.changes(
                               insert_sql, {follow.id, follow.follower, follow.followee,
                                            follow.options.show_reblogs, follow.options.notify, languages}));
  if (added) {
    co_return true;
  }
  CO_TRY_OK(co_await session.query(update_sql, {follow.follower, follow.followee, follow.options.show_reblogs,
                                                follow.options.notify, languages}));
  co_return false;
}

}  // namespace

std::vector<std::string> split_languages(std::string_view text) {
  std::vector<std::string> languages;
  while (!text.empty()) {
    auto const end = text.find(' ');
    languages.emplace_back(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return languages;
}

Task<Result<bool>> insert(db::Session& session, Follow const& follow) {
  return insert_or_update(
      session,
      "INSERT INTO follows (id, follower_id, followee_id, show_reblogs, notify, languages) "
      "VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (follower_id, followee_id) DO NOTHING",
      "UPDATE follows SET show_reblogs = $3, notify = $4, languages = $5 "
      "WHERE follower_id = $1 AND followee_id = $2",
      follow);
}

Task<Result<bool>> insert_request(db::Session& session, Follow const& follow) {
  return insert_or_update(
      session,
      "INSERT INTO follow_requests (id, follower_id, followee_id, show_reblogs, notify, languages) "
      "VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (follower_id, followee_id) DO NOTHING",
      "UPDATE follow_requests SET show_reblogs = $3, notify = $4, languages = $5 "
      "WHERE follower_id = $1 AND followee_id = $2",
      follow);
}

Task<Result<bool>> remove(db::Session& session, AccountId follower, AccountId followee) {
  return session.changes("DELETE FROM follows WHERE follower_id = $1 AND followee_id = $2",
                         {follower, followee});
}

Task<Result<bool>> remove_request(db::Session& session, AccountId follower, AccountId followee) {
  return session.changes("DELETE FROM follow_requests WHERE follower_id = $1 AND followee_id = $2",
                         {follower, followee});
}

Task<Result<std::optional<Follow>>> find(db::Session& session, AccountId follower, AccountId followee) {
  CO_TRY(auto const rows,
         co_await session.query(
             "SELECT id, follower_id, followee_id, show_reblogs, notify, languages FROM follows "
             "WHERE follower_id = $1 AND followee_id = $2",
             {follower, followee}));
  co_return first_follow(rows);
}

Task<Result<std::optional<Follow>>> find_request(db::Session& session, AccountId follower,
                                                 AccountId followee) {
  CO_TRY(auto const rows,
         co_await session.query("SELECT id, follower_id, followee_id, show_reblogs, notify, languages "
                                "FROM follow_requests WHERE follower_id = $1 AND followee_id = $2",
                                {follower, followee}));
  co_return first_follow(rows);
}

Task<Result<std::vector<ListedAccount>>> followers(db::Session& session, AccountId of, PageRequest page) {
  static constexpr auto sql = paged<"SELECT id, follower_id FROM follows WHERE followee_id = $1", "id">;
  CO_TRY(auto const rows, co_await run_paged(session, sql, of, page));
  co_return listed_accounts(rows, page);
}

Task<Result<std::vector<ListedAccount>>> following(db::Session& session, AccountId of, PageRequest page) {
  static constexpr auto sql = paged<"SELECT id, followee_id FROM follows WHERE follower_id = $1", "id">;
  CO_TRY(auto const rows, co_await run_paged(session, sql, of, page));
  co_return listed_accounts(rows, page);
}

Task<Result<std::vector<ListedAccount>>> requests(db::Session& session, AccountId to, PageRequest page) {
  static constexpr auto sql =
      paged<"SELECT id, follower_id FROM follow_requests WHERE followee_id = $1", "id">;
  CO_TRY(auto const rows, co_await run_paged(session, sql, to, page));
  co_return listed_accounts(rows, page);
}

Task<Result<std::vector<Followee>>> all_followees(db::Session& session, AccountId follower) {
  CO_TRY(auto const rows,
         co_await session.query(
             "SELECT followee_id, show_reblogs, languages FROM follows WHERE follower_id = $1", {follower}));
  std::vector<Followee> list;
  list.reserve(rows.size());
  for (auto const row : rows) {
    list.push_back({row.as<AccountId>(0), row.boolean(1), split_languages(row.text(2))});
  }
  co_return list;
}

Task<Result<std::vector<AccountId>>> followees_among(db::Session& session, AccountId follower,
                                                     std::vector<AccountId> const& candidates) {
  if (candidates.empty()) {
    co_return std::vector<AccountId>{};
  }
  CO_TRY(auto const rows,
         co_await session.query(
             "SELECT followee_id FROM follows WHERE follower_id = $1 AND followee_id {any $2}",
             {follower, candidates}));
  co_return ids_in<AccountId>(rows);
}

Task<Result<std::vector<AccountId>>> familiar_followers(db::Session& session, AccountId viewer, AccountId of,
                                                        int limit) {
  CO_TRY(auto const rows,
         co_await session.query("SELECT mine.followee_id FROM follows mine JOIN follows theirs "
                                "ON theirs.follower_id = mine.followee_id AND theirs.followee_id = $2 "
                                "WHERE mine.follower_id = $1 ORDER BY mine.id DESC LIMIT $3",
                                {viewer, of, limit}));
  co_return ids_in<AccountId>(rows);
}

Task<Result<std::vector<AccountId>>> followers_to_notify(db::Session& session, AccountId of) {
  CO_TRY(auto const rows, co_await session.query(
                              "SELECT follower_id FROM follows WHERE followee_id = $1 AND notify = 1", {of}));
  co_return ids_in<AccountId>(rows);
}

}  // namespace auklet::store::follows
