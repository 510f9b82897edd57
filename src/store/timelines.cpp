// SPDX-License-Identifier: Apache-2.0
#include "store/timelines.h"

#include <algorithm>
#include <array>
#include <boost/unordered/unordered_flat_map.hpp>
#include <chrono>
#include <functional>
#include <limits>
#include <optional>
#include <utility>

#include "base/ids.h"
#include "store/paged.h"
#include "store/posts.h"

namespace auklet::store::timelines {

// Of a boost, whom the boosted post answers counts as one of those it mentions: who hides from them hides the
// boost.
#define ENTRY_COLUMNS                                                                                  \
  "p.id, p.account_id, p.boost_of_id, p.boost_of_account_id, p.in_reply_to_account_id, p.visibility, " \
  "COALESCE(p.language, ''), b.in_reply_to_account_id"
#define FROM_ENTRIES " FROM posts p LEFT JOIN posts b ON b.id = p.boost_of_id "

namespace {

HomeEntry read_entry(db::Row row) {
  HomeEntry entry{
      .id = row.as<PostId>(0),
      .author = row.as<AccountId>(1),
      .boost = {},
      .in_reply_to = row.optional_as<AccountId>(4),
      .visibility = row.as<Visibility>(5),
      .language = row.string(6),
      .mentions = {},
      .tags = {},
  };
  if (!row.is_null(2)) {
    entry.boost = HomeEntry::Boost{row.as<PostId>(2), row.as<AccountId>(3)};
  }
  if (auto const answered = row.optional_as<AccountId>(7)) {
    entry.mentions.push_back(*answered);
  }
  return entry;
}

Task<Result<>> add_mentions(db::Session& session, std::vector<HomeEntry>& entries) {
  std::vector<PostId> ids;
  boost::unordered_flat_map<PostId, std::vector<std::size_t>>
      places;  // the same post may be boosted twice in a page
  for (std::size_t i = 0; i < entries.size(); ++i) {
    auto const shown = candidate_of(entries[i]).shown;
    ids.push_back(shown);
    places[shown].push_back(i);
  }
  CO_TRY(auto const mentions, co_await posts::mentions_of(session, ids));
  for (auto const& mention : mentions) {
    for (auto const place : places[mention.post]) {
      entries[place].mentions.push_back(mention.value);
    }
  }
  co_return Result<>{};
}

// An id span, widened step by step, so that a page costs what the span holds and not what the authors ever
// wrote. For reading upwards, where it begins at a post that the reader has seen.
constexpr std::chrono::milliseconds first_span = std::chrono::hours{24};
constexpr int span_growth = 8;

std::int64_t ids_within(std::chrono::milliseconds span) {
  return base::first_id_at(UnixMillis{span});
}

Task<Result<std::vector<HomeEntry>>> oldest_by(db::Session& session, std::vector<AccountId> const& authors,
                                               std::int64_t above, std::int64_t below, std::size_t limit) {
  std::vector<HomeEntry> entries;
  for (auto span = ids_within(first_span); above < below - 1 && entries.size() < limit;) {
    auto const high = above + std::min(span, below - above);
    CO_TRY(auto const rows,
           co_await session.query(
               "SELECT " ENTRY_COLUMNS FROM_ENTRIES
               "WHERE p.account_id {any $1} AND p.id > $2 AND p.id < $3 ORDER BY p.id ASC LIMIT $4",
               {authors, above, high, limit - entries.size()}));
    for (auto const row : rows) {
      entries.push_back(read_entry(row));
    }
    above = high - 1;  // bounds are exclusive, so the next span begins one id inside the last one
    span = span > std::numeric_limits<std::int64_t>::max() / span_growth ? below - above : span * span_growth;
  }
  co_return entries;
}

// Reading downwards: the newest posts of many authors, each with a sorted index of their own, merged. Where
// the merge ends is found first, by a few probes into each index: then what is read is bounded, however much
// the authors wrote. The probes are as deep as these.
constexpr std::array<std::size_t, 3> probe_depths{2, 8, 32};

// A post of one author below which it is known how many newer ones the same author has.
struct Probe {
  std::int64_t id = 0;
  std::size_t posts_more = 0;  // from here on, more than at the probe before
};

// The highest id from which on the probed authors certainly have `limit` posts.
std::optional<std::int64_t> end_of_merge(std::vector<Probe>& probes, std::size_t limit) {
  std::ranges::sort(probes, std::ranges::greater{}, &Probe::id);
  std::size_t posts = 0;
  for (auto const& probe : probes) {
    posts += probe.posts_more;
    if (posts >= limit) {
      return probe.id;
    }
  }
  return std::nullopt;
}

// Where the newest `limit` posts end; `above` when there may be fewer.
Task<Result<std::int64_t>> start_of_newest(db::Session& session, std::vector<AccountId> const& authors,
                                           std::int64_t above, std::int64_t below, std::size_t limit) {
#define NEWEST_BUT(number)                                                                              \
  "(SELECT p.id FROM posts p WHERE p.account_id = a.id AND p.id > $2 AND p.id < $3 ORDER BY p.id DESC " \
  "LIMIT 1 "                                                                                            \
  "OFFSET " number ")"
  CO_TRY(auto const rows,
         co_await session.query("SELECT a.id, " NEWEST_BUT("1") ", " NEWEST_BUT("7") ", " NEWEST_BUT(
                                    "31") " FROM accounts a WHERE a.id {any $1}",
                                {authors, above, below}));
  std::vector<Probe> probes;
  std::vector<AccountId> prolific;
  for (auto const row : rows) {
    std::size_t known = 0;
    for (std::size_t i = 0; i < probe_depths.size(); ++i) {
      if (auto const id = row.optional_integer(i + 1)) {
        probes.push_back({.id = *id, .posts_more = probe_depths.at(i) - known});
        known = probe_depths.at(i);
      }
    }
    if (known == probe_depths.back()) {
      prolific.push_back(row.as<AccountId>(0));
    }
  }
  if (auto const end = end_of_merge(probes, limit)) {
    co_return *end - 1;
  }
  // Few wrote much, or all wrote little.
  if (prolific.empty()) {
    co_return above;
  }
  CO_TRY(auto const ends,
         co_await session.query("SELECT " NEWEST_BUT("$4") " FROM accounts a WHERE a.id {any $1}",
                                {prolific, above, below, limit - 1}));
#undef NEWEST_BUT
  auto start = above;
  for (auto const row : ends) {
    start = std::max(start, row.optional_integer(0).value_or(above + 1) - 1);
  }
  co_return start;
}

Task<Result<std::vector<HomeEntry>>> newest_by(db::Session& session, std::vector<AccountId> const& authors,
                                               std::int64_t above, std::int64_t below, std::size_t limit) {
  CO_TRY(auto const start, co_await start_of_newest(session, authors, above, below, limit));
  // The index alone says which posts; only those are looked at.
  CO_TRY(auto const rows,
         co_await session.query("SELECT " ENTRY_COLUMNS FROM_ENTRIES
                                "WHERE p.id IN (SELECT n.id FROM posts n WHERE n.account_id {any $1} "
                                "AND n.id > $2 AND n.id < $3 ORDER BY n.id DESC LIMIT $4) "
                                "ORDER BY p.id DESC",
                                {authors, start, below, limit}));
  std::vector<HomeEntry> entries;
  entries.reserve(rows.size());
  for (auto const row : rows) {
    entries.push_back(read_entry(row));
  }
  co_return entries;
}

}  // namespace

Task<Result<std::vector<PostId>>> public_posts(db::Session& session, Origin origin, PageRequest page,
                                               Kind kind) {
#define PUBLIC_POSTS                                                             \
  "SELECT id FROM posts WHERE visibility = 0 AND boost_of_id IS NULL "           \
  "AND (in_reply_to_account_id IS NULL OR in_reply_to_account_id = account_id) " \
  "AND ($1 = 0 OR ($1 = 1 AND remote_uri IS NULL) OR ($1 = 2 AND remote_uri IS NOT NULL))"
  static constexpr auto any = paged<PUBLIC_POSTS, "id">;
  static constexpr auto with_media = paged<PUBLIC_POSTS " AND has_media = 1", "id">;
#undef PUBLIC_POSTS
  CO_TRY(auto const rows, co_await run_paged(session, kind == Kind::any ? any : with_media, origin, page));
  co_return in_page_order(ids_in<PostId>(rows), page);
}

Task<Result<std::vector<PostId>>> tagged(db::Session& session, std::vector<TagId> const& any_of,
                                         Origin origin, PageRequest page, Kind kind) {
  // A post may carry two of the tags: it is listed once.
  static constexpr auto sql = paged<
      "SELECT DISTINCT pt.post_id FROM post_tags pt JOIN posts p ON p.id = pt.post_id "
      "WHERE pt.tag_id {any $1} AND p.visibility = 0 AND ($6 = 0 OR p.has_media = 1) "
      "AND ($5 = 0 OR ($5 = 1 AND p.remote_uri IS NULL) OR ($5 = 2 AND p.remote_uri IS NOT NULL))",
      "pt.post_id">;
  CO_TRY(auto const rows, co_await run_paged(session, sql, any_of, page, {origin, kind}));
  co_return in_page_order(ids_in<PostId>(rows), page);
}

Task<Result<std::vector<PostId>>> by_account(db::Session& session, AccountId account, AccountFilter filter,
                                             PageRequest page) {
#define POSTS_BY_ACCOUNT                                                                         \
  "SELECT p.id FROM posts p WHERE p.account_id = $1 "                                            \
  "AND (p.visibility <= $5 OR EXISTS (SELECT 1 FROM post_mentions m WHERE m.post_id = p.id AND " \
  "m.account_id = $6)) "                                                                         \
  "AND ($7 = 0 OR p.in_reply_to_account_id IS NULL OR p.in_reply_to_account_id = p.account_id) " \
  "AND ($8 = 0 OR p.boost_of_id IS NULL) "                                                       \
  "AND ($9 = 0 OR EXISTS (SELECT 1 FROM post_tags t WHERE t.post_id = p.id AND t.tag_id = $9))"
  static constexpr auto any = paged<POSTS_BY_ACCOUNT, "p.id">;
  static constexpr auto with_media = paged<POSTS_BY_ACCOUNT " AND p.has_media = 1", "p.id">;
#undef POSTS_BY_ACCOUNT
  CO_TRY(auto const rows,
         co_await run_paged(session, filter.kind == Kind::any ? any : with_media, account, page,
                            {filter.most_private, filter.mentioned, filter.exclude_replies,
                             filter.exclude_boosts, filter.tag.value_or(TagId{0})}));
  co_return in_page_order(ids_in<PostId>(rows), page);
}

Task<Result<std::vector<OwnPost>>> newest_of_account(db::Session& session, AccountId account, int limit) {
  CO_TRY(auto const rows, co_await session.query("SELECT id, boost_of_id, in_reply_to_account_id FROM posts "
                                                 "WHERE account_id = $1 ORDER BY id DESC LIMIT $2",
                                                 {account, limit}));
  std::vector<OwnPost> posts;
  posts.reserve(rows.size());
  for (auto const row : rows) {
    posts.push_back({.id = row.as<PostId>(0),
                     .boost = !row.is_null(1),
                     .answers_another = row.optional_as<AccountId>(2).value_or(account) != account});
  }
  co_return posts;
}

Task<Result<std::vector<HomeEntry>>> by_authors(db::Session& session, std::vector<AccountId> const& authors,
                                                PageRequest page, UnixMillis now) {
  auto const newest = base::first_id_at(now + std::chrono::minutes{1});
  auto const below = std::min(page.below(), newest);
  auto const limit = static_cast<std::size_t>(std::max(page.limit, 0));
  if (limit == 0) {
    co_return std::vector<HomeEntry>{};
  }
  CO_TRY(auto entries, page.ascending() ? co_await oldest_by(session, authors, page.above(), below, limit)
                                        : co_await newest_by(session, authors, page.above(), below, limit));
  CO_TRY_OK(co_await add_mentions(session, entries));
  co_return in_page_order(std::move(entries), page);
}

Task<Result<std::vector<HomeEntry>>> newest_of_each(db::Session& session,
                                                    std::vector<AccountId> const& authors,
                                                    std::size_t depth) {
  // The index alone says where each author's newest posts begin.
  CO_TRY(auto const rows, co_await session.query(
                              "SELECT " ENTRY_COLUMNS
                              " FROM accounts a CROSS JOIN posts p LEFT JOIN posts b ON b.id = p.boost_of_id "
                              "WHERE a.id {any $1} AND p.account_id = a.id AND p.id >= "
                              "COALESCE((SELECT n.id FROM posts n WHERE n.account_id = a.id "
                              "ORDER BY n.id DESC LIMIT 1 OFFSET $2), 0)",
                              {authors, depth - 1}));
  std::vector<HomeEntry> entries;
  entries.reserve(rows.size());
  for (auto const row : rows) {
    entries.push_back(read_entry(row));
  }
  CO_TRY_OK(co_await add_mentions(session, entries));
  co_return entries;
}

Task<Result<std::vector<HomeEntry>>> by_tags(db::Session& session, std::vector<TagId> const& tags,
                                             PageRequest page) {
  // One index range a tag, each cut off by itself: what is read does not grow with what the tags ever collected.
  static constexpr auto sql = paged<
      "SELECT pt.post_id FROM post_tags pt JOIN posts p ON p.id = pt.post_id "
      "WHERE pt.tag_id = $1 AND p.visibility = 0 AND p.boost_of_id IS NULL",
      "pt.post_id">;
  boost::unordered_flat_map<PostId, std::vector<TagId>> found;
  for (auto const tag : tags) {
    CO_TRY(auto const rows, co_await run_paged(session, sql, tag, page));
    for (auto const row : rows) {
      found[row.as<PostId>(0)].push_back(tag);
    }
  }
  std::vector<PostId> ids;
  for (auto const& [id, carried] : found) {
    ids.push_back(id);
  }
  std::ranges::sort(ids, [&page](PostId a, PostId b) { return page.ascending() ? a < b : a > b; });
  ids.resize(std::min(ids.size(), static_cast<std::size_t>(std::max(page.limit, 0))));
  if (ids.empty()) {
    co_return std::vector<HomeEntry>{};
  }
  CO_TRY(auto const rows,
         co_await session.query("SELECT " ENTRY_COLUMNS FROM_ENTRIES "WHERE p.id {any $1} ORDER BY p.id DESC",
                                {ids}));
  std::vector<HomeEntry> entries;
  entries.reserve(rows.size());
  for (auto const row : rows) {
    entries.push_back(read_entry(row));
    entries.back().tags = found[entries.back().id];
  }
  CO_TRY_OK(co_await add_mentions(session, entries));
  co_return entries;
}

Task<Result<std::optional<HomeEntry>>> home_entry(db::Session& session, PostId id) {
  CO_TRY(auto const rows,
         co_await session.query("SELECT " ENTRY_COLUMNS FROM_ENTRIES "WHERE p.id = $1", {id}));
  if (rows.empty()) {
    co_return std::nullopt;
  }
  std::vector<HomeEntry> one{read_entry(rows[0])};
  CO_TRY_OK(co_await add_mentions(session, one));
  co_return std::move(one.front());
}

}  // namespace auklet::store::timelines
