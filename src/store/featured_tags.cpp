// SPDX-License-Identifier: Apache-2.0
#include "store/featured_tags.h"

#include <utility>

#include "domain/visibility.h"

namespace auklet::store::featured_tags {

namespace {

// How many posts are looked at for what to suggest.
constexpr int recent_posts = 400;

constexpr db::Sql count_post_sql =
    "INSERT INTO featured_tag_posts (account_id, tag_id, post_id) "
    "SELECT f.account_id, f.tag_id, t.post_id FROM post_tags t "
    "JOIN featured_tags f ON f.account_id = $1 AND f.tag_id = t.tag_id WHERE t.post_id = $2 "
    "ON CONFLICT (account_id, tag_id, post_id) DO NOTHING";

// Goes through the account's own posts: those of everyone with the tag may be many more. CROSS JOIN keeps SQLite to that
// order.
Task<Result<>> count_all(db::Session& session, AccountId account, TagId tag) {
  return session.execute(
      "INSERT INTO featured_tag_posts (account_id, tag_id, post_id) "
      "SELECT p.account_id, t.tag_id, p.id FROM posts p CROSS JOIN post_tags t "
      "WHERE p.account_id = $1 AND p.visibility <= $3 AND t.post_id = p.id AND t.tag_id = $2",
      {account, tag, Visibility::unlisted});
}

}  // namespace

Task<Result<bool>> insert(db::Session& session, RelationId id, AccountId account, TagId tag,
                          std::string_view display) {
  CO_TRY(auto const added,
         co_await session.changes(
             "INSERT INTO featured_tags (id, account_id, tag_id, display) VALUES ($1, $2, $3, $4) "
             "ON CONFLICT (account_id, tag_id) DO NOTHING",
             {id, account, tag, display}));
  if (added) {
    CO_TRY_OK(co_await count_all(session, account, tag));
  }
  co_return added;
}

Task<Result<bool>> remove(db::Session& session, AccountId account, RelationId id) {
  CO_TRY(auto const rows,
         co_await session.query("SELECT tag_id FROM featured_tags WHERE account_id = $1 AND id = $2",
                                {account, id}));
  if (rows.empty()) {
    co_return false;
  }
  co_return co_await remove_tag(session, account, rows[0].as<TagId>(0));
}

Task<Result<bool>> remove_tag(db::Session& session, AccountId account, TagId tag) {
  CO_TRY_OK(co_await session.execute("DELETE FROM featured_tag_posts WHERE account_id = $1 AND tag_id = $2",
                                     {account, tag}));
  co_return co_await session.changes("DELETE FROM featured_tags WHERE account_id = $1 AND tag_id = $2",
                                     {account, tag});
}

Task<Result<std::vector<FeaturedTag>>> of_account(db::Session& session, AccountId account) {
  CO_TRY(
      auto const rows,
      co_await session.query(
          "SELECT f.id, t.id, t.name, f.display, "
          "(SELECT COUNT(*) FROM featured_tag_posts c WHERE c.account_id = $1 AND c.tag_id = f.tag_id) AS "
          "uses, "
          "(SELECT p.created_at FROM posts p WHERE p.id = (SELECT MAX(c.post_id) FROM featured_tag_posts c "
          "WHERE c.account_id = $1 AND c.tag_id = f.tag_id)) "
          "FROM featured_tags f JOIN tags t ON t.id = f.tag_id WHERE f.account_id = $1 ORDER BY uses DESC, "
          "f.id",
          {account}));
  std::vector<FeaturedTag> tags;
  for (auto const row : rows) {
    tags.push_back({.id = row.as<RelationId>(0),
                    .tag = {.id = row.as<TagId>(1), .name = row.string(2), .display = row.string(3)},
                    .posts_count = row.integer(4),
                    .last_posted_at = row.optional_time(5)});
  }
  co_return tags;
}

Task<Result<std::int64_t>> count(db::Session& session, AccountId account) {
  CO_TRY(auto const rows,
         co_await session.query("SELECT COUNT(*) FROM featured_tags WHERE account_id = $1", {account}));
  co_return rows[0].integer(0);
}

Task<Result<std::vector<TagId>>> among(db::Session& session, AccountId account,
                                       std::vector<TagId> const& tags) {
  std::vector<TagId> featured;
  if (!tags.empty()) {
    CO_TRY(auto const rows, co_await session.query(
                                "SELECT tag_id FROM featured_tags WHERE account_id = $1 AND tag_id {any $2}",
                                {account, tags}));
    for (auto const row : rows) {
      featured.push_back(row.as<TagId>(0));
    }
  }
  co_return featured;
}

Task<Result<std::vector<Tag>>> unfeatured(db::Session& session, AccountId account, int limit) {
  CO_TRY(auto const rows,
         co_await session.query(
             "SELECT t.id, t.name, t.display FROM "
             "(SELECT id, visibility FROM posts WHERE account_id = $1 ORDER BY id DESC LIMIT $2) recent "
             "JOIN post_tags u ON u.post_id = recent.id JOIN tags t ON t.id = u.tag_id WHERE "
             "recent.visibility <= $3 "
             "AND NOT EXISTS (SELECT 1 FROM featured_tags f WHERE f.account_id = $1 AND f.tag_id = u.tag_id) "
             "GROUP BY t.id, t.name, t.display ORDER BY COUNT(*) DESC, MAX(recent.id) DESC LIMIT $4",
             {account, recent_posts, Visibility::unlisted, limit}));
  std::vector<Tag> tags;
  for (auto const row : rows) {
    tags.push_back({.id = row.as<TagId>(0), .name = row.string(1), .display = row.string(2)});
  }
  co_return tags;
}

void count_post(db::Batch& batch, AccountId account, PostId post) {
  batch.add(count_post_sql, {account, post});
}

Task<Result<>> recount_post(db::Session& session, AccountId account, PostId post) {
  CO_TRY_OK(co_await forget_post(session, account, post));
  co_return co_await session.execute(count_post_sql, {account, post});
}

Task<Result<>> forget_post(db::Session& session, AccountId account, PostId post) {
  return session.execute(
      "DELETE FROM featured_tag_posts WHERE account_id = $1 AND post_id = $2 "
      "AND tag_id IN (SELECT f.tag_id FROM featured_tags f WHERE f.account_id = $1)",
      {account, post});
}

}  // namespace auklet::store::featured_tags
