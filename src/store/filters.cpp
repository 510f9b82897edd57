// SPDX-License-Identifier: Apache-2.0
#include "store/filters.h"

#include <boost/unordered/unordered_flat_map.hpp>

namespace auklet::store::filters {

Task<Result<>> insert(db::Session& session, Filter const& filter) {
  return session.execute(
      "INSERT INTO filters (id, account_id, title, contexts, action, expires_at) VALUES ($1, $2, $3, $4, $5, "
      "$6)",
      {filter.id, filter.owner, filter.title, filter.contexts, filter.action, filter.expires_at});
}

Task<Result<>> update(db::Session& session, Filter const& filter) {
  return session.execute(
      "UPDATE filters SET title = $2, contexts = $3, action = $4, expires_at = $5 WHERE id = $1",
      {filter.id, filter.title, filter.contexts, filter.action, filter.expires_at});
}

Task<Result<>> remove(db::Session& session, FilterId id) {
  CO_TRY_OK(co_await session.execute("DELETE FROM filter_keywords WHERE filter_id = $1", {id}));
  CO_TRY_OK(co_await session.execute("DELETE FROM filter_posts WHERE filter_id = $1", {id}));
  co_return co_await session.execute("DELETE FROM filters WHERE id = $1", {id});
}

Task<Result<std::vector<Filter>>> of_owner(db::Session& session, AccountId owner) {
  std::vector<Filter> filters;
  CO_TRY(auto const rows,
         co_await session.query("SELECT id, title, contexts, action, expires_at FROM filters "
                                "WHERE account_id = $1 ORDER BY id",
                                {owner}));
  if (rows.empty()) {
    co_return filters;  // as with most people
  }
  boost::unordered_flat_map<FilterId, std::size_t> places;
  for (auto const row : rows) {
    places.emplace(row.as<FilterId>(0), filters.size());
    filters.push_back({.id = row.as<FilterId>(0),
                       .owner = owner,
                       .title = row.string(1),
                       .contexts = static_cast<std::uint32_t>(row.integer(2)),
                       .action = row.as<FilterAction>(3),
                       .expires_at = row.optional_time(4),
                       .keywords = {},
                       .posts = {}});
  }
  CO_TRY(auto const keywords,
         co_await session.query("SELECT k.filter_id, k.id, k.keyword, k.whole_word FROM filters f "
                                "JOIN filter_keywords k ON k.filter_id = f.id "
                                "WHERE f.account_id = $1 ORDER BY k.id",
                                {owner}));
  for (auto const row : keywords) {
    if (auto const place = places.find(row.as<FilterId>(0)); place != places.end()) {
      filters[place->second].keywords.push_back({row.as<FilterKeywordId>(1), row.string(2), row.boolean(3)});
    }
  }
  CO_TRY(auto const posts, co_await session.query("SELECT p.filter_id, p.id, p.post_id FROM filters f "
                                                  "JOIN filter_posts p ON p.filter_id = f.id "
                                                  "WHERE f.account_id = $1 ORDER BY p.id",
                                                  {owner}));
  for (auto const row : posts) {
    if (auto const place = places.find(row.as<FilterId>(0)); place != places.end()) {
      filters[place->second].posts.push_back({row.as<FilteredPostId>(1), row.as<PostId>(2)});
    }
  }
  co_return filters;
}

Task<Result<Count>> count(db::Session& session, AccountId owner) {
  CO_TRY(auto const rows, co_await session.query(
                              "SELECT (SELECT COUNT(*) FROM filters WHERE account_id = $1), "
                              "(SELECT COUNT(*) FROM filters f JOIN filter_keywords k ON k.filter_id = f.id "
                              "WHERE f.account_id = $1), "
                              "(SELECT COUNT(*) FROM filters f JOIN filter_posts p ON p.filter_id = f.id "
                              "WHERE f.account_id = $1)",
                              {owner}));
  co_return Count{rows[0].integer(0), rows[0].integer(1), rows[0].integer(2)};
}

Task<Result<>> insert_keyword(db::Session& session, FilterId filter, FilterKeyword const& keyword) {
  return session.execute(
      "INSERT INTO filter_keywords (id, filter_id, keyword, whole_word) VALUES ($1, $2, $3, $4)",
      {keyword.id, filter, keyword.keyword, keyword.whole_word});
}

Task<Result<>> update_keyword(db::Session& session, FilterKeyword const& keyword) {
  return session.execute("UPDATE filter_keywords SET keyword = $2, whole_word = $3 WHERE id = $1",
                         {keyword.id, keyword.keyword, keyword.whole_word});
}

Task<Result<>> remove_keyword(db::Session& session, FilterKeywordId id) {
  return session.execute("DELETE FROM filter_keywords WHERE id = $1", {id});
}

Task<Result<bool>> insert_post(db::Session& session, FilterId filter, FilteredPost const& post) {
  return session.changes(
      "INSERT INTO filter_posts (id, filter_id, post_id) VALUES ($1, $2, $3) "
      "ON CONFLICT (filter_id, post_id) DO NOTHING",
      {post.id, filter, post.post});
}

Task<Result<>> remove_post(db::Session& session, FilteredPostId id) {
  return session.execute("DELETE FROM filter_posts WHERE id = $1", {id});
}

}  // namespace auklet::store::filters
