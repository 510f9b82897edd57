// SPDX-License-Identifier: Apache-2.0
#include "store/cards.h"

#include <utility>

#include "store/paged.h"

namespace auklet::store::cards {

#define CARD_COLUMNS                                                                            \
  "c.id, c.url, c.title, c.description, c.type, c.author_name, c.author_url, c.provider_name, " \
  "c.provider_url, "                                                                            \
  "c.html, c.width, c.height, c.embed_url, c.language, c.published_at"

namespace {

constexpr std::size_t columns = 15;

LinkCard read_card(db::Row row, std::size_t first = 0) {
  return {
      .id = row.as<CardId>(first),
      .url = row.string(first + 1),
      .title = row.string(first + 2),
      .description = row.string(first + 3),
      .type = row.as<CardType>(first + 4),
      .author_name = row.string(first + 5),
      .author_url = row.string(first + 6),
      .provider_name = row.string(first + 7),
      .provider_url = row.string(first + 8),
      .html = row.string(first + 9),
      .width = row.integer(first + 10),
      .height = row.integer(first + 11),
      .embed_url = row.string(first + 12),
      .language = row.optional_string(first + 13),
      .published_at = row.optional_time(first + 14),
  };
}

}  // namespace

Task<Result<std::optional<Kept>>> find(db::Session& session, std::string_view url) {
  CO_TRY(auto const rows, co_await session.query(
                              "SELECT " CARD_COLUMNS ", c.fetched_at FROM cards c WHERE c.url = $1", {url}));
  if (rows.empty()) {
    co_return std::nullopt;
  }
  co_return Kept{read_card(rows[0]), rows[0].time(columns)};
}

Task<Result<std::vector<LinkCard>>> find_all(db::Session& session, std::vector<CardId> const& ids) {
  std::vector<LinkCard> cards;
  if (ids.empty()) {
    co_return cards;
  }
  CO_TRY(auto const rows,
         co_await session.query("SELECT " CARD_COLUMNS " FROM cards c WHERE c.id {any $1}", {ids}));
  for (auto const row : rows) {
    cards.push_back(read_card(row));
  }
  co_return cards;
}

Task<Result<std::vector<posts::OfPost<LinkCard>>>> of_posts(db::Session& session,
                                                            std::vector<PostId> const& posts) {
  std::vector<posts::OfPost<LinkCard>> cards;
  if (posts.empty()) {
    co_return cards;
  }
  CO_TRY(auto const rows, co_await session.query("SELECT pc.post_id, " CARD_COLUMNS
                                                 " FROM post_cards pc JOIN cards c ON c.id = pc.card_id "
                                                 "WHERE pc.post_id {any $1} AND c.title <> ''",
                                                 {posts}));
  for (auto const row : rows) {
    cards.push_back({row.as<PostId>(0), read_card(row, 1)});
  }
  co_return cards;
}

void put(db::Batch& batch, LinkCard const& card, UnixMillis fetched_at) {
  batch.add(
      "INSERT INTO cards (id, url, title, description, type, author_name, author_url, provider_name, "
      "provider_url, html, width, height, embed_url, language, published_at, fetched_at) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16) "
      "ON CONFLICT (url) DO UPDATE SET title = excluded.title, description = excluded.description, "
      "type = excluded.type, author_name = excluded.author_name, author_url = excluded.author_url, "
      "provider_name = excluded.provider_name, provider_url = excluded.provider_url, html = excluded.html, "
      "width = excluded.width, height = excluded.height, embed_url = excluded.embed_url, "
      "language = excluded.language, published_at = excluded.published_at, fetched_at = excluded.fetched_at",
      {card.id, card.url, card.title, card.description, card.type, card.author_name, card.author_url,
       card.provider_name, card.provider_url, card.html, card.width, card.height, card.embed_url,
       card.language, card.published_at, fetched_at});
}

void attach(db::Batch& batch, PostId post, std::string_view url) {
  batch.add(
      "INSERT INTO post_cards (post_id, card_id) SELECT p.id, c.id FROM posts p, cards c "
      "WHERE p.id = $1 AND c.url = $2 ON CONFLICT (post_id) DO UPDATE SET card_id = excluded.card_id",
      {post, url});
}

Task<Result<bool>> detach(db::Session& session, PostId post) {
  return session.changes("DELETE FROM post_cards WHERE post_id = $1", {post});
}

Task<Result<std::vector<PostId>>> posts_with(db::Session& session, CardId card, PageRequest page) {
  static constexpr auto sql = paged<
      "SELECT pc.post_id FROM post_cards pc JOIN posts p ON p.id = pc.post_id "
      "WHERE pc.card_id = $1 AND p.visibility = 0",
      "pc.post_id">;
  CO_TRY(auto const rows, co_await run_paged(session, sql, card, page));
  co_return in_page_order(ids_in<PostId>(rows), page);
}

}  // namespace auklet::store::cards
