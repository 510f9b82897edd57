// SPDX-License-Identifier: Apache-2.0
#include "store/trends.h"

#include "base/ids.h"

namespace auklet::store::trends {

// Of a post p by an account a.
#define MAY_TREND "p.visibility = 0 AND p.sensitive = 0 AND p.spoiler_text = '' AND a.suspended_at IS NULL"
#define FROM_TAG_USES                                                                               \
  "SELECT pt.post_id, p.account_id, pt.tag_id FROM post_tags pt JOIN posts p ON p.id = pt.post_id " \
  "JOIN accounts a ON a.id = p.account_id WHERE " MAY_TREND
#define FROM_LINK_USES                                                                                \
  "SELECT pc.post_id, p.account_id, pc.card_id FROM post_cards pc JOIN posts p ON p.id = pc.post_id " \
  "JOIN cards c ON c.id = pc.card_id JOIN accounts a ON a.id = p.account_id "                         \
  "WHERE c.title <> '' AND " MAY_TREND
#define FROM_BOOSTS                                                                    \
  "SELECT p.id, b.account_id, b.id FROM posts b JOIN posts p ON p.id = b.boost_of_id " \
  "JOIN accounts a ON a.id = p.account_id WHERE p.account_id <> b.account_id AND " MAY_TREND
#define FROM_FAVOURITES                                                                      \
  "SELECT f.post_id, f.account_id, f.id FROM favourites f JOIN posts p ON p.id = f.post_id " \
  "JOIN accounts a ON a.id = p.account_id WHERE p.account_id <> f.account_id AND " MAY_TREND

namespace {

template <class Id>
std::vector<Use<Id>> uses_in(db::Rows const& rows) {
  std::vector<Use<Id>> uses;
  for (auto const row : rows) {
    uses.push_back({row.as<PostId>(0), row.as<AccountId>(1), row.as<Id>(2)});
  }
  return uses;
}

// The id of a boost or favourite tells when it was made.
std::vector<Applause> applause_in(db::Rows const& rows) {
  std::vector<Applause> applause;
  for (auto const row : rows) {
    applause.push_back({row.as<PostId>(0), row.as<AccountId>(1), base::minted_at(row.integer(2))});
  }
  return applause;
}

}  // namespace

Task<Result<std::vector<TagUse>>> tag_uses(db::Session& session, PostId below, PostId above, int limit) {
  CO_TRY(auto const rows, co_await session.query(FROM_TAG_USES " AND pt.post_id < $1 AND pt.post_id > $2 "
                                                               "ORDER BY pt.post_id DESC LIMIT $3",
                                                 {below, above, limit}));
  co_return uses_in<TagId>(rows);
}

Task<Result<std::vector<TagUse>>> tag_uses_of(db::Session& session, std::vector<PostId> const& posts) {
  CO_TRY(auto const rows, co_await session.query(FROM_TAG_USES " AND pt.post_id {any $1}", {posts}));
  co_return uses_in<TagId>(rows);
}

Task<Result<std::vector<LinkUse>>> link_uses(db::Session& session, PostId below, PostId above, int limit) {
  CO_TRY(auto const rows, co_await session.query(FROM_LINK_USES " AND pc.post_id < $1 AND pc.post_id > $2 "
                                                                "ORDER BY pc.post_id DESC LIMIT $3",
                                                 {below, above, limit}));
  co_return uses_in<CardId>(rows);
}

Task<Result<std::vector<LinkUse>>> link_uses_of(db::Session& session, std::vector<PostId> const& posts) {
  CO_TRY(auto const rows, co_await session.query(FROM_LINK_USES " AND pc.post_id {any $1}", {posts}));
  co_return uses_in<CardId>(rows);
}

Task<Result<std::vector<LinkDay>>> link_days(db::Session& session, std::vector<CardId> const& cards,
                                             PostId from) {
  // An id carries the millisecond it was minted in above its lowest 22 bits.
  static_assert(base::IdGenerator::node_bits + base::IdGenerator::sequence_bits == 22);
  CO_TRY(
      auto const rows,
      co_await session.query(
          "SELECT pc.card_id, (pc.post_id >> 22) / 86400000 AS day, count(*), count(DISTINCT p.account_id) "
          "FROM post_cards pc JOIN posts p ON p.id = pc.post_id "
          "WHERE pc.card_id {any $1} AND pc.post_id >= $2 AND p.visibility = 0 GROUP BY pc.card_id, day",
          {cards, from}));
  std::vector<LinkDay> days;
  for (auto const row : rows) {
    days.push_back({row.as<CardId>(0), row.integer(1), row.integer(2), row.integer(3)});
  }
  co_return days;
}

Task<Result<std::vector<Applause>>> boosts(db::Session& session, PostId below, PostId above, int limit) {
  CO_TRY(auto const rows, co_await session.query(FROM_BOOSTS " AND b.boost_of_id < $1 AND b.boost_of_id > $2 "
                                                             "ORDER BY b.boost_of_id DESC LIMIT $3",
                                                 {below, above, limit}));
  co_return applause_in(rows);
}

Task<Result<std::vector<Applause>>> favourites(db::Session& session, PostId below, PostId above, int limit) {
  CO_TRY(auto const rows, co_await session.query(FROM_FAVOURITES " AND f.post_id < $1 AND f.post_id > $2 "
                                                                 "ORDER BY f.post_id DESC LIMIT $3",
                                                 {below, above, limit}));
  co_return applause_in(rows);
}

Task<Result<std::vector<Applause>>> boosts_among(db::Session& session, std::vector<PostId> const& boosts) {
  CO_TRY(auto const rows, co_await session.query(FROM_BOOSTS " AND b.id {any $1}", {boosts}));
  co_return applause_in(rows);
}

Task<Result<std::vector<Applause>>> favourites_among(db::Session& session, std::vector<PostId> const& posts,
                                                     std::vector<AccountId> const& accounts) {
  CO_TRY(auto const rows,
         co_await session.query(FROM_FAVOURITES " AND f.post_id {any $1} AND f.account_id {any $2}",
                                {posts, accounts}));
  co_return applause_in(rows);
}

Task<Result<std::vector<Tag>>> tags(db::Session& session, std::vector<TagId> const& ids) {
  CO_TRY(auto const rows,
         co_await session.query("SELECT id, name, display FROM tags WHERE id {any $1}", {ids}));
  std::vector<Tag> tags;
  for (auto const row : rows) {
    tags.push_back({row.as<TagId>(0), row.string(1), row.string(2)});
  }
  co_return tags;
}

}  // namespace auklet::store::trends
