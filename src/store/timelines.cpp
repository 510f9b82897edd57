// SPDX-License-Identifier: Apache-2.0
#include "store/timelines.h"

#include <boost/unordered/unordered_flat_map.hpp>
#include <chrono>
#include <limits>
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

std::vector<PostId> post_ids(db::Rows const& rows, PageRequest const& page) {
  std::vector<PostId> ids;
  ids.reserve(rows.size());
  for (auto const row : rows) {
    ids.push_back(row.as<PostId>(0));
  }
  return in_page_order(std::move(ids), page);
}

HomeEntry read_entry(db::Row row) {
  HomeEntry entry{
      .id = row.as<PostId>(0),
      .author = row.as<AccountId>(1),
      .boost = {},
      .in_reply_to = row.optional_as<AccountId>(4),
      .visibility = row.as<Visibility>(5),
      .language = row.string(6),
      .mentions = {},
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

// An id span, widened step by step, so that a page costs what the recent past holds and not what the authors
// ever wrote: one statement over all authors would sort every post they have.
constexpr std::chrono::milliseconds first_span = std::chrono::hours{24};
constexpr int span_growth = 8;

std::int64_t ids_in(std::chrono::milliseconds span) {
  return base::first_id_at(UnixMillis{span});
}

Task<Result<db::Rows>> entries_between(db::Session& session, std::vector<AccountId> const& authors,
                                       std::int64_t above, std::int64_t below, std::size_t limit,
                                       bool ascending) {
  if (ascending) {
    return session.query("SELECT " ENTRY_COLUMNS FROM_ENTRIES
                         "WHERE p.account_id {any $1} AND p.id > $2 AND p.id < $3 ORDER BY p.id ASC LIMIT $4",
                         {authors, above, below, limit});
  }
  return session.query("SELECT " ENTRY_COLUMNS FROM_ENTRIES
                       "WHERE p.account_id {any $1} AND p.id > $2 AND p.id < $3 ORDER BY p.id DESC LIMIT $4",
                       {authors, above, below, limit});
}

}  // namespace

Task<Result<std::vector<PostId>>> public_posts(db::Session& session, Origin origin, PageRequest page) {
  static constexpr auto sql = paged<
      "SELECT id FROM posts WHERE visibility = 0 AND boost_of_id IS NULL "
      "AND (in_reply_to_account_id IS NULL OR in_reply_to_account_id = account_id) "
      "AND ($1 = 0 OR ($1 = 1 AND remote_uri IS NULL) OR ($1 = 2 AND remote_uri IS NOT NULL))",
      "id">;
  CO_TRY(auto const rows, co_await run_paged(session, sql, origin, page));
  co_return post_ids(rows, page);
}

Task<Result<std::vector<PostId>>> tagged(db::Session& session, std::vector<TagId> const& any_of,
                                         Origin origin, PageRequest page) {
  // A post may carry two of the tags: it is listed once.
  static constexpr auto sql = paged<
      "SELECT DISTINCT pt.post_id FROM post_tags pt JOIN posts p ON p.id = pt.post_id "
      "WHERE pt.tag_id {any $1} AND p.visibility = 0 "
      "AND ($5 = 0 OR ($5 = 1 AND p.remote_uri IS NULL) OR ($5 = 2 AND p.remote_uri IS NOT NULL))",
      "pt.post_id">;
  CO_TRY(auto const rows, co_await run_paged(session, sql, any_of, page, {origin}));
  co_return post_ids(rows, page);
}

Task<Result<std::vector<PostId>>> by_account(db::Session& session, AccountId account, AccountFilter filter,
                                             PageRequest page) {
  static constexpr auto sql = paged<
      "SELECT p.id FROM posts p WHERE p.account_id = $1 "
      "AND (p.visibility <= $5 OR EXISTS (SELECT 1 FROM post_mentions m WHERE m.post_id = p.id AND "
      "m.account_id = $6)) "
      "AND ($7 = 0 OR p.in_reply_to_account_id IS NULL OR p.in_reply_to_account_id = p.account_id) "
      "AND ($8 = 0 OR p.boost_of_id IS NULL) "
      "AND ($9 = 0 OR EXISTS (SELECT 1 FROM post_tags t WHERE t.post_id = p.id AND t.tag_id = $9))",
      "p.id">;
  CO_TRY(auto const rows, co_await run_paged(session, sql, account, page,
                                             {filter.most_private, filter.mentioned, filter.exclude_replies,
                                              filter.exclude_boosts, filter.tag.value_or(TagId{0})}));
  co_return post_ids(rows, page);
}

Task<Result<std::vector<HomeEntry>>> by_authors(db::Session& session, std::vector<AccountId> const& authors,
                                                PageRequest page, UnixMillis now) {
  std::vector<HomeEntry> entries;
  auto const newest = base::first_id_at(now + std::chrono::minutes{1});
  auto below = std::min(page.below(), newest);
  auto above = page.above();
  auto const limit = static_cast<std::size_t>(page.limit);
  for (auto span = ids_in(first_span); above < below - 1 && entries.size() < limit;) {
    auto const step = std::min(span, below - above);
    auto const low = page.ascending() ? above : below - step;
    auto const high = page.ascending() ? above + step : below;
    CO_TRY(auto const rows,
           co_await entries_between(session, authors, low, high, limit - entries.size(), page.ascending()));
    for (auto const row : rows) {
      entries.push_back(read_entry(row));
    }
    // Bounds are exclusive, so the next span begins one id inside the last one.
    (page.ascending() ? above : below) = page.ascending() ? high - 1 : low + 1;
    span = span > std::numeric_limits<std::int64_t>::max() / span_growth ? below - above : span * span_growth;
  }
  CO_TRY_OK(co_await add_mentions(session, entries));
  co_return in_page_order(std::move(entries), page);
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
