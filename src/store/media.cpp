// SPDX-License-Identifier: Apache-2.0
#include "store/media.h"

#include <cmath>
#include <utility>

namespace auklet::store::media {

#define MEDIA_COLUMNS                                                                                     \
  "id, account_id, post_id, position, kind, state, file, preview, description, focus_x, focus_y, width, " \
  "height, "                                                                                              \
  "preview_width, preview_height, bytes, blurhash, source, "                                              \
  "duration_ms, frame_rate, bitrate, created_at, expires_at"

namespace {

// The columns hold whole numbers.
constexpr double focus_unit = 10'000;

std::optional<std::int64_t> focus_column(std::optional<Focus> const& focus, double Focus::* axis) {
  return focus ? std::optional{static_cast<std::int64_t>(std::llround((*focus).*axis * focus_unit))}
               : std::nullopt;
}

std::optional<Focus> read_focus(db::Row row, std::size_t at) {
  auto const x = row.optional_integer(at);
  auto const y = row.optional_integer(at + 1);
  if (!x || !y) {
    return std::nullopt;
  }
  return Focus{static_cast<double>(*x) / focus_unit, static_cast<double>(*y) / focus_unit};
}

MediaSize read_size(db::Row row, std::size_t at) {
  return {static_cast<int>(row.integer(at)), static_cast<int>(row.integer(at + 1))};
}

Media read_media(db::Row row) {
  return {
      .id = row.as<MediaId>(0),
      .account_id = row.as<AccountId>(1),
      .post_id = row.optional_as<PostId>(2),
      .position = static_cast<int>(row.integer(3)),
      .kind = row.as<MediaKind>(4),
      .state = row.as<MediaState>(5),
      .file = row.string(6),
      .preview = row.string(7),
      .description = row.string(8),
      .focus = read_focus(row, 9),
      .size = read_size(row, 11),
      .preview_size = read_size(row, 13),
      .bytes = row.integer(15),
      .blurhash = row.string(16),
      .source = row.string(17),
      .duration_ms = row.integer(18),
      .frame_rate = row.string(19),
      .bitrate = row.integer(20),
      .created_at = row.time(21),
      .expires_at = row.optional_time(22),
  };
}

std::vector<Media> read_all(db::Rows const& rows) {
  std::vector<Media> list;
  list.reserve(rows.size());
  for (auto const row : rows) {
    list.push_back(read_media(row));
  }
  return list;
}

constexpr db::Sql attach_sql =
    "UPDATE media SET post_id = $2, position = $3, expires_at = NULL "
    "WHERE id = $1 AND account_id = $4 AND state = 1 AND kind <> 4 AND (post_id IS NULL OR post_id = $2)";

}  // namespace

void insert(db::Batch& batch, Media const& media) {
  batch.add("INSERT INTO media (" MEDIA_COLUMNS
            ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, "
            "$20, $21, $22, $23)",
            {media.id,
             media.account_id,
             media.post_id,
             media.position,
             media.kind,
             media.state,
             media.file,
             media.preview,
             media.description,
             focus_column(media.focus, &Focus::x),
             focus_column(media.focus, &Focus::y),
             media.size.width,
             media.size.height,
             media.preview_size.width,
             media.preview_size.height,
             media.bytes,
             media.blurhash,
             media.source,
             media.duration_ms,
             media.frame_rate,
             media.bitrate,
             media.created_at,
             media.expires_at});
}

void complete(db::Batch& batch, Media const& media, Error otherwise) {
  batch.add_or_fail(
      "UPDATE media SET kind = $2, state = $3, width = $4, height = $5, preview_width = $6, preview_height = "
      "$7, "
      "bytes = $8, blurhash = $9, file = $10, source = $11, duration_ms = $12, frame_rate = $13, bitrate = "
      "$14 "
      "WHERE id = $1",
      {media.id, media.kind, media.state, media.size.width, media.size.height, media.preview_size.width,
       media.preview_size.height, media.bytes, media.blurhash, media.file, media.source, media.duration_ms,
       media.frame_rate, media.bitrate},
      std::move(otherwise));
}

Task<Result<>> describe(db::Session& session, MediaId id, std::string_view description,
                        std::optional<Focus> focus) {
  return session.execute("UPDATE media SET description = $2, focus_x = $3, focus_y = $4 WHERE id = $1",
                         {id, description, focus_column(focus, &Focus::x), focus_column(focus, &Focus::y)});
}

Task<Result<>> remove(db::Session& session, MediaId id) {
  return session.execute("DELETE FROM media WHERE id = $1", {id});
}

Task<Result<std::optional<Media>>> find(db::Session& session, MediaId id) {
  CO_TRY(auto const rows, co_await session.query("SELECT " MEDIA_COLUMNS " FROM media WHERE id = $1", {id}));
  co_return rows.empty() ? std::nullopt : std::optional{read_media(rows[0])};
}

Task<Result<std::vector<Media>>> find_all(db::Session& session, std::vector<MediaId> const& ids) {
  if (ids.empty()) {
    co_return std::vector<Media>{};
  }
  CO_TRY(auto const rows,
         co_await session.query("SELECT " MEDIA_COLUMNS " FROM media WHERE id {any $1}", {ids}));
  co_return read_all(rows);
}

Task<Result<std::vector<Media>>> of_posts(db::Session& session, std::vector<PostId> const& posts) {
  if (posts.empty()) {
    co_return std::vector<Media>{};
  }
  CO_TRY(auto const rows, co_await session.query("SELECT " MEDIA_COLUMNS " FROM media WHERE post_id {any $1} "
                                                 "AND position >= 0 ORDER BY post_id, position",
                                                 {posts}));
  co_return read_all(rows);
}

Task<Result<std::vector<Media>>> ever_of_post(db::Session& session, PostId post) {
  CO_TRY(auto const rows,
         co_await session.query("SELECT " MEDIA_COLUMNS " FROM media WHERE post_id = $1", {post}));
  co_return read_all(rows);
}

void attach(db::Batch& batch, Media const& media, Error otherwise) {
  batch.add_or_fail(attach_sql, {media.id, media.post_id, media.position, media.account_id},
                    std::move(otherwise));
}

Task<Result<bool>> attach(db::Session& session, Media const& media) {
  return session.changes(attach_sql, {media.id, media.post_id, media.position, media.account_id});
}

Task<Result<>> take_off(db::Session& session, PostId post) {
  return session.execute("UPDATE media SET position = -1 WHERE post_id = $1", {post});
}

Task<Result<>> release(db::Session& session, PostId post, UnixMillis expires_at) {
  return session.execute("UPDATE media SET post_id = NULL, position = 0, expires_at = $2 WHERE post_id = $1",
                         {post, expires_at});
}

Task<Result<>> expire_at(db::Session& session, AccountId account, std::vector<MediaId> const& ids,
                         UnixMillis expires_at) {
  if (ids.empty()) {
    co_return Result<>{};
  }
  co_return co_await session.execute(
      "UPDATE media SET expires_at = $2 WHERE id {any $3} AND account_id = $1 AND post_id IS NULL",
      {account, expires_at, ids});
}

Task<Result<std::vector<Media>>> expired(db::Session& session, UnixMillis now, int limit) {
  CO_TRY(auto const rows,
         co_await session.query(
             "SELECT " MEDIA_COLUMNS
             " FROM media WHERE expires_at IS NOT NULL AND expires_at <= $1 ORDER BY expires_at LIMIT $2",
             {now, limit}));
  co_return read_all(rows);
}

Task<Result<bool>> remove_expired(db::Session& session, MediaId id, UnixMillis now) {
  return session.changes("DELETE FROM media WHERE id = $1 AND post_id IS NULL AND expires_at <= $2",
                         {id, now});
}

}  // namespace auklet::store::media
