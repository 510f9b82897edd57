// SPDX-License-Identifier: Apache-2.0
#include "store/posts.h"

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value_from.hpp>
#include <boost/json/value_to.hpp>
#include <initializer_list>
#include <numeric>
#include <utility>

#include "base/ids.h"
#include "store/paged.h"
#include "store/polls.h"

namespace auklet::store::posts {

#define POST_COLUMNS                                                                                       \
  "p.id, p.account_id, p.remote_uri, p.remote_url, p.in_reply_to_id, p.in_reply_to_account_id, "           \
  "p.thread_id, "                                                                                          \
  "p.boost_of_id, p.boost_of_account_id, p.visibility, p.sensitive, p.spoiler_text, p.text, p.content, "   \
  "p.language, p.app_id, p.created_at, p.edited_at, p.replies_count, p.boosts_count, p.favourites_count, " \
  "p.has_media, p.quotes_count, p.policy, p.quote_of_id, p.quote_of_account_id, p.quote_state"

namespace {

std::optional<Quote> read_quote(db::Row row, std::size_t at) {
  auto const author = row.optional_as<AccountId>(at + 1);
  if (!author) {
    return std::nullopt;
  }
  return Quote{row.optional_as<PostId>(at), *author, row.as<QuoteState>(at + 2)};
}

Post read_post(db::Row row) {
  return {
      .id = row.as<PostId>(0),
      .account_id = row.as<AccountId>(1),
      .remote_uri = row.optional_string(2),
      .remote_url = row.optional_string(3),
      .in_reply_to_id = row.optional_as<PostId>(4),
      .in_reply_to_account_id = row.optional_as<AccountId>(5),
      .thread_id = row.as<ThreadId>(6),
      .boost_of_id = row.optional_as<PostId>(7),
      .boost_of_account_id = row.optional_as<AccountId>(8),
      .visibility = row.as<Visibility>(9),
      .sensitive = row.boolean(10),
      .spoiler_text = row.string(11),
      .text = row.string(12),
      .content = row.string(13),
      .language = row.optional_string(14),
      .app_id = row.optional_as<AppId>(15),
      .created_at = row.time(16),
      .edited_at = row.optional_time(17),
      .replies_count = row.integer(18),
      .boosts_count = row.integer(19),
      .favourites_count = row.integer(20),
      .has_media = row.boolean(21),
      .quotes_count = row.integer(22),
      .policy = unpack_policy(row.integer(23)),
      .quote = read_quote(row, 24),
  };
}

std::optional<Post> first_post(db::Rows const& rows) {
  return rows.empty() ? std::nullopt : std::optional{read_post(rows[0])};
}

std::vector<Post> read_posts(db::Rows const& rows) {
  std::vector<Post> posts;
  posts.reserve(rows.size());
  for (auto const row : rows) {
    posts.push_back(read_post(row));
  }
  return posts;
}

std::string write_labels(std::vector<MediaLabel> const& labels) {
  boost::json::array array;
  for (auto const& label : labels) {
    array.push_back({{"id", std::to_underlying(label.id)}, {"description", label.description}});
  }
  return boost::json::serialize(array);
}

std::vector<MediaLabel> read_labels(std::string_view text) {
  std::vector<MediaLabel> labels;
  if (text == "[]") {
    return labels;
  }
  auto const parsed = boost::json::parse(text);
  for (auto const& item : parsed.as_array()) {
    auto const& object = item.as_object();
    labels.push_back(
        {MediaId{object.at("id").as_int64()}, std::string(object.at("description").as_string())});
  }
  return labels;
}

Tag read_tag(db::Row row, std::size_t at) {
  return {row.as<TagId>(at), row.string(at + 1), row.string(at + 2)};
}

constexpr db::Sql add_mention_sql =
    "INSERT INTO post_mentions (post_id, account_id, position) VALUES ($1, $2, $3)";
// Someone else may make the same tag at this moment: then theirs is taken.
constexpr db::Sql make_tag_sql =
    "INSERT INTO tags (id, name, display, created_at) VALUES ($1, $2, $3, $4) ON CONFLICT (name) DO NOTHING";
constexpr db::Sql add_tag_sql =
    "INSERT INTO post_tags (post_id, tag_id, position) SELECT $1, t.id, $3 FROM tags t WHERE t.name = $2";

// Everyone makes new tags in the order of their names: so nobody waits in a circle.
std::vector<std::size_t> in_order_of_names(std::vector<TagUse> const& tags) {
  std::vector<std::size_t> places(tags.size());
  std::iota(places.begin(), places.end(), std::size_t{0});
  std::ranges::sort(places, {}, [&tags](std::size_t i) -> std::string const& { return tags[i].name; });
  return places;
}

}  // namespace

namespace {

constexpr db::Sql insert_sql =
    "INSERT INTO posts (id, account_id, remote_uri, remote_url, in_reply_to_id, in_reply_to_account_id, "
    "thread_id, boost_of_id, boost_of_account_id, visibility, sensitive, spoiler_text, text, content, "
    "language, "
    "app_id, created_at, has_media, policy, quote_of_id, quote_of_account_id, quote_state) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, "
    "$22)";

// Takes what accepts a statement: Session::execute or Batch::add.
template <class Accept>
auto insert_with(Post const& post, Accept accept) {
  auto const& quote = post.quote;
  return accept(insert_sql, {post.id,
                             post.account_id,
                             post.remote_uri,
                             post.remote_url,
                             post.in_reply_to_id,
                             post.in_reply_to_account_id,
                             post.thread_id,
                             post.boost_of_id,
                             post.boost_of_account_id,
                             post.visibility,
                             post.sensitive,
                             post.spoiler_text,
                             post.text,
                             post.content,
                             post.language,
                             post.app_id,
                             post.created_at,
                             post.has_media,
                             pack(post.policy),
                             quote ? quote->post : std::nullopt,
                             quote ? std::optional{quote->author} : std::nullopt,
                             quote ? std::optional{quote->state} : std::nullopt});
}

}  // namespace

Task<Result<>> insert(db::Session& session, Post const& post) {
  return insert_with(post, [&session](db::Sql sql, std::initializer_list<db::Param> params) {
    return session.execute(sql, params);
  });
}

void insert(db::Batch& batch, Post const& post) {
  insert_with(post, [&batch](db::Sql sql, std::initializer_list<db::Param> params) {
    return batch.add(sql, params);
  });
}

Task<Result<std::optional<Post>>> find(db::Session& session, PostId id) {
  CO_TRY(auto const rows,
         co_await session.query("SELECT " POST_COLUMNS " FROM posts p WHERE p.id = $1", {id}));
  co_return first_post(rows);
}

Task<Result<std::vector<Post>>> find_all(db::Session& session, std::vector<PostId> const& ids) {
  if (ids.empty()) {
    co_return std::vector<Post>{};
  }
  CO_TRY(auto const rows,
         co_await session.query("SELECT " POST_COLUMNS " FROM posts p WHERE p.id {any $1}", {ids}));
  co_return read_posts(rows);
}

Task<Result<std::optional<Post>>> find_boost(db::Session& session, PostId of, AccountId by) {
  CO_TRY(
      auto const rows,
      co_await session.query(
          "SELECT " POST_COLUMNS " FROM posts p WHERE p.boost_of_id = $1 AND p.account_id = $2", {of, by}));
  co_return first_post(rows);
}

Task<Result<>> update_text(db::Session& session, Post const& post) {
  return session.execute(
      "UPDATE posts SET sensitive = $2, spoiler_text = $3, text = $4, content = $5, language = $6, edited_at "
      "= $7, has_media = $8 "
      "WHERE id = $1",
      {post.id, post.sensitive, post.spoiler_text, post.text, post.content, post.language, post.edited_at,
       post.has_media});
}

Task<Result<>> remove(db::Session& session, PostId id) {
  CO_TRY_OK(
      co_await session.execute("UPDATE posts SET in_reply_to_id = NULL WHERE in_reply_to_id = $1", {id}));
  CO_TRY_OK(co_await session.execute("UPDATE posts SET quote_of_id = NULL WHERE quote_of_id = $1", {id}));
  CO_TRY_OK(co_await session.execute("DELETE FROM post_mentions WHERE post_id = $1", {id}));
  CO_TRY_OK(co_await session.execute("DELETE FROM post_tags WHERE post_id = $1", {id}));
  CO_TRY_OK(co_await session.execute("DELETE FROM post_cards WHERE post_id = $1", {id}));
  CO_TRY_OK(co_await session.execute("DELETE FROM post_edits WHERE post_id = $1", {id}));
  CO_TRY_OK(co_await session.execute("DELETE FROM favourites WHERE post_id = $1", {id}));
  CO_TRY_OK(co_await session.execute("DELETE FROM bookmarks WHERE post_id = $1", {id}));
  CO_TRY_OK(co_await session.execute("DELETE FROM pins WHERE post_id = $1", {id}));
  CO_TRY_OK(co_await session.execute("DELETE FROM notifications WHERE post_id = $1", {id}));
  CO_TRY_OK(co_await session.execute("DELETE FROM filter_posts WHERE post_id = $1", {id}));
  CO_TRY_OK(co_await polls::remove(session, id));
  co_return co_await session.execute("DELETE FROM posts WHERE id = $1", {id});
}

Task<Result<std::vector<Post>>> boosts_of(db::Session& session, PostId id) {
  CO_TRY(auto const rows,
         co_await session.query("SELECT " POST_COLUMNS " FROM posts p WHERE p.boost_of_id = $1 ORDER BY p.id",
                                {id}));
  co_return read_posts(rows);
}

Task<Result<std::vector<PostId>>> replies_to(db::Session& session, PostId id) {
  CO_TRY(auto const rows,
         co_await session.query("SELECT id FROM posts WHERE in_reply_to_id = $1 ORDER BY id", {id}));
  co_return ids_in<PostId>(rows);
}

Task<Result<bool>> lock(db::Session& session, PostId id) {
  // An update that changes nothing takes the row's lock on PostgreSQL; on SQLite the transaction holds it
  // anyway.
  return session.changes("UPDATE posts SET id = id WHERE id = $1", {id});
}

void add_replies(db::Batch& batch, PostId id, int change, Error otherwise) {
  batch.add_or_fail("UPDATE posts SET replies_count = replies_count + $2 WHERE id = $1", {id, change},
                    std::move(otherwise));
}

Task<Result<>> add_replies(db::Session& session, PostId id, int change) {
  return session.execute("UPDATE posts SET replies_count = replies_count + $2 WHERE id = $1", {id, change});
}

Task<Result<>> add_boosts(db::Session& session, PostId id, int change) {
  return session.execute("UPDATE posts SET boosts_count = boosts_count + $2 WHERE id = $1", {id, change});
}

Task<Result<>> add_favourites(db::Session& session, PostId id, int change) {
  return session.execute("UPDATE posts SET favourites_count = favourites_count + $2 WHERE id = $1",
                         {id, change});
}

Task<Result<>> set_mentions(db::Session& session, PostId id, std::vector<AccountId> accounts) {
  CO_TRY_OK(co_await session.execute("DELETE FROM post_mentions WHERE post_id = $1", {id}));
  for (std::size_t i = 0; i < accounts.size(); ++i) {
    CO_TRY_OK(co_await session.execute(add_mention_sql, {id, accounts[i], i}));
  }
  co_return Result<>{};
}

void add_mentions(db::Batch& batch, PostId id, std::vector<AccountId> const& accounts) {
  for (std::size_t i = 0; i < accounts.size(); ++i) {
    batch.add(add_mention_sql, {id, accounts[i], i});
  }
}

Task<Result<>> set_tags(db::Session& session, PostId id, std::vector<TagUse> tags, UnixMillis now) {
  CO_TRY_OK(co_await session.execute("DELETE FROM post_tags WHERE post_id = $1", {id}));
  for (auto const i : in_order_of_names(tags)) {
    auto const& tag = tags[i];
    CO_TRY_OK(co_await session.execute(make_tag_sql, {tag.fresh_id, tag.name, tag.display, now}));
    CO_TRY_OK(co_await session.execute(add_tag_sql, {id, tag.name, i}));
  }
  co_return Result<>{};
}

std::optional<std::size_t> add_tags(db::Batch& batch, PostId id, std::vector<TagUse> const& tags,
                                    UnixMillis now) {
  if (tags.empty()) {
    return std::nullopt;
  }
  for (auto const i : in_order_of_names(tags)) {
    auto const& tag = tags[i];
    batch.add(make_tag_sql, {tag.fresh_id, tag.name, tag.display, now});
    batch.add(add_tag_sql, {id, tag.name, i});
  }
  return batch.add(
      "SELECT t.id, t.name, t.display FROM post_tags pt JOIN tags t ON t.id = pt.tag_id "
      "WHERE pt.post_id = $1 ORDER BY pt.position",
      {id});
}

std::vector<Tag> tags_in(db::Rows const& rows) {
  std::vector<Tag> tags;
  for (auto const row : rows) {
    tags.push_back(read_tag(row, 0));
  }
  return tags;
}

Task<Result<std::vector<OfPost<AccountId>>>> mentions_of(db::Session& session,
                                                         std::vector<PostId> const& ids) {
  std::vector<OfPost<AccountId>> mentions;
  if (ids.empty()) {
    co_return mentions;
  }
  CO_TRY(auto const rows,
         co_await session.query("SELECT post_id, account_id FROM post_mentions WHERE post_id {any $1} "
                                "ORDER BY post_id, position",
                                {ids}));
  for (auto const row : rows) {
    mentions.push_back({row.as<PostId>(0), row.as<AccountId>(1)});
  }
  co_return mentions;
}

Task<Result<std::vector<OfPost<Tag>>>> tags_of(db::Session& session, std::vector<PostId> const& ids) {
  std::vector<OfPost<Tag>> tags;
  if (ids.empty()) {
    co_return tags;
  }
  CO_TRY(auto const rows,
         co_await session.query(
             "SELECT pt.post_id, t.id, t.name, t.display FROM post_tags pt JOIN tags t ON t.id = "
             "pt.tag_id WHERE pt.post_id {any $1} ORDER BY pt.post_id, pt.position",
             {ids}));
  for (auto const row : rows) {
    tags.push_back({row.as<PostId>(0), read_tag(row, 1)});
  }
  co_return tags;
}

Task<Result<Tag>> obtain_tag(db::Session& session, TagUse tag, UnixMillis now) {
  CO_TRY_OK(co_await session.execute(make_tag_sql, {tag.fresh_id, tag.name, tag.display, now}));
  CO_TRY(auto found, co_await find_tag(session, tag.name));
  if (!found) {
    co_return fail(ErrorKind::internal, "", "a tag that was just made is gone");
  }
  co_return *std::move(found);
}

Task<Result<std::optional<Tag>>> find_tag(db::Session& session, std::string_view name) {
  CO_TRY(auto const rows,
         co_await session.query("SELECT id, name, display FROM tags WHERE name = $1", {name}));
  co_return rows.empty() ? std::nullopt : std::optional{read_tag(rows[0], 0)};
}

Task<Result<std::vector<Tag>>> search_tags(db::Session& session, std::string_view folded, int limit,
                                           int offset) {
  // Hashtags hold neither % nor \, and an underscore as a wildcard only finds more.
  auto const pattern = std::string(folded) + "%";
  CO_TRY(auto const rows,
         co_await session.query(
             "SELECT id, name, display FROM tags WHERE name LIKE $1 ORDER BY name LIMIT $2 OFFSET $3",
             {pattern, limit, offset}));
  std::vector<Tag> tags;
  for (auto const row : rows) {
    tags.push_back(read_tag(row, 0));
  }
  co_return tags;
}

Task<Result<std::vector<TagDay>>> tag_days(db::Session& session, std::vector<TagId> const& tags,
                                           PostId from) {
  std::vector<TagDay> days;
  if (tags.empty()) {
    co_return days;
  }
  // An id carries the millisecond it was minted in above its lowest 22 bits.
  static_assert(base::IdGenerator::node_bits + base::IdGenerator::sequence_bits == 22);
  CO_TRY(auto const rows,
         co_await session.query(
             "SELECT pt.tag_id, (pt.post_id >> 22) / 86400000 AS day, count(*), count(DISTINCT p.account_id) "
             "FROM post_tags pt JOIN posts p ON p.id = pt.post_id "
             "WHERE pt.tag_id {any $1} AND pt.post_id >= $2 AND p.visibility = 0 GROUP BY pt.tag_id, day",
             {tags, from}));
  for (auto const row : rows) {
    days.push_back({row.as<TagId>(0), row.integer(1), row.integer(2), row.integer(3)});
  }
  co_return days;
}

Task<Result<std::vector<OfApp>>> app_labels(db::Session& session, std::vector<AppId> const& ids) {
  std::vector<OfApp> apps;
  if (ids.empty()) {
    co_return apps;
  }
  CO_TRY(auto const rows,
         co_await session.query("SELECT id, name, website FROM apps WHERE id {any $1}", {ids}));
  for (auto const row : rows) {
    apps.push_back({row.as<AppId>(0), {row.string(1), row.optional_string(2)}});
  }
  co_return apps;
}

Task<Result<>> insert_edit(db::Session& session, std::int64_t id, PostId post, PostEdit const& edit) {
  auto const options = boost::json::serialize(boost::json::value_from(edit.poll_options));
  auto const media = write_labels(edit.media);
  co_return co_await session.execute(
      "INSERT INTO post_edits (id, post_id, content, spoiler_text, sensitive, created_at, poll_options, "
      "media) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
      {id, post, edit.content, edit.spoiler_text, edit.sensitive, edit.created_at, options, media});
}

Task<Result<std::vector<PostEdit>>> edits_of(db::Session& session, PostId id) {
  CO_TRY(auto const rows,
         co_await session.query(
             "SELECT content, spoiler_text, sensitive, created_at, poll_options, media FROM post_edits "
             "WHERE post_id = $1 ORDER BY id",
             {id}));
  std::vector<PostEdit> edits;
  for (auto const row : rows) {
    edits.push_back({row.string(0), row.string(1), row.boolean(2), row.time(3),
                     boost::json::value_to<std::vector<std::string>>(boost::json::parse(row.string(4))),
                     read_labels(row.text(5))});
  }
  co_return edits;
}

Task<Result<std::optional<PostId>>> find_by_key(db::Session& session, AccountId account, std::string_view key,
                                                UnixMillis since) {
  CO_TRY(auto const rows,
         co_await session.query("SELECT post_id FROM idempotency_keys "
                                "WHERE account_id = $1 AND idempotency_key = $2 AND created_at >= $3",
                                {account, key, since}));
  co_return rows.empty() ? std::nullopt : std::optional{rows[0].as<PostId>(0)};
}

void remember_key(db::Batch& batch, AccountId account, std::string_view key, PostId post, UnixMillis now,
                  UnixMillis since, Error otherwise) {
  // Stale rows go as new ones come, two for one, so the table stays small without a sweep of its own.
  for (int i = 0; i < 2; ++i) {
    batch.add(
        "DELETE FROM idempotency_keys WHERE (account_id, idempotency_key) IN ("
        "SELECT account_id, idempotency_key FROM idempotency_keys WHERE created_at < $1 "
        "ORDER BY created_at, account_id, idempotency_key LIMIT 1)",
        {since});
  }
  batch.add_or_fail(
      "INSERT INTO idempotency_keys (account_id, idempotency_key, post_id, created_at) VALUES ($1, $2, $3, "
      "$4) "
      "ON CONFLICT (account_id, idempotency_key) DO UPDATE SET post_id = excluded.post_id, "
      "created_at = excluded.created_at WHERE idempotency_keys.created_at < $5",
      {account, key, post, now, since}, std::move(otherwise));
}

Task<Result<std::vector<PostId>>> ancestors(db::Session& session, PostId id, int limit) {
  CO_TRY(auto const rows,
         co_await session.query(
             "WITH RECURSIVE above(id, parent, depth) AS ("
             " SELECT p.id, p.in_reply_to_id, 0 FROM posts p WHERE p.id = $1"
             " UNION ALL"
             " SELECT p.id, p.in_reply_to_id, above.depth + 1 FROM above JOIN posts p ON p.id = above.parent"
             " WHERE above.depth < $2) "
             "SELECT id FROM above WHERE depth > 0 ORDER BY depth DESC",
             {id, limit}));
  co_return ids_in<PostId>(rows);
}

Task<Result<std::vector<Reply>>> descendants(db::Session& session, PostId id, int depth_max, int limit) {
  CO_TRY(auto const rows,
         co_await session.query("WITH RECURSIVE below(id, parent, depth) AS ("
                                " SELECT p.id, p.in_reply_to_id, 1 FROM posts p WHERE p.in_reply_to_id = $1"
                                " UNION ALL"
                                " SELECT p.id, p.in_reply_to_id, below.depth + 1 FROM below JOIN posts p ON "
                                "p.in_reply_to_id = below.id"
                                " WHERE below.depth < $2) "
                                "SELECT id, parent FROM below LIMIT $3",
                                {id, depth_max, limit}));
  std::vector<Reply> replies;
  for (auto const row : rows) {
    replies.push_back({row.as<PostId>(0), row.as<PostId>(1)});
  }
  co_return replies;
}

}  // namespace auklet::store::posts
