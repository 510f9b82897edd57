// SPDX-License-Identifier: Apache-2.0
#include "store/notifications.h"

#include "store/paged.h"

namespace auklet::store::notifications {

#define NOTIFICATION_COLUMNS "id, account_id, type, from_account_id, post_id, created_at"

namespace {

Notification read_notification(db::Row row) {
  return {row.as<NotificationId>(0), row.as<AccountId>(1),       row.as<NotificationType>(2),
          row.as<AccountId>(3),      row.optional_as<PostId>(4), row.time(5)};
}

}  // namespace

namespace {

// Only people who can log in here read notifications.
constexpr db::Sql insert_sql =
    "INSERT INTO notifications (id, account_id, type, from_account_id, post_id, created_at) "
    "SELECT $1, u.account_id, $3, $4, $5, $6 FROM users u WHERE u.account_id = $2 "
    "AND NOT EXISTS (SELECT 1 FROM blocks WHERE account_id = $2 AND target_id = $4) "
    "AND NOT EXISTS (SELECT 1 FROM blocks WHERE account_id = $4 AND target_id = $2) "
    "AND NOT EXISTS (SELECT 1 FROM mutes WHERE account_id = $2 AND target_id = $4 AND hide_notifications = 1 "
    "AND (expires_at IS NULL OR expires_at > $6)) "
    "AND NOT EXISTS (SELECT 1 FROM thread_mutes WHERE account_id = $2 AND thread_id = $7)";

}  // namespace

Task<Result<>> insert(db::Session& session, Notification const& of, std::optional<ThreadId> thread) {
  return session.execute(insert_sql,
                         {of.id, of.receiver, of.type, of.from, of.post_id, of.created_at, thread});
}

void insert(db::Batch& batch, Notification const& of, std::optional<ThreadId> thread) {
  batch.add(insert_sql, {of.id, of.receiver, of.type, of.from, of.post_id, of.created_at, thread});
}

Task<Result<std::optional<Notification>>> find(db::Session& session, AccountId receiver, NotificationId id) {
  CO_TRY(auto const rows, co_await session.query("SELECT " NOTIFICATION_COLUMNS
                                                 " FROM notifications WHERE id = $1 AND account_id = $2",
                                                 {id, receiver}));
  co_return rows.empty() ? std::nullopt : std::optional{read_notification(rows[0])};
}

Task<Result<std::vector<Notification>>> page(db::Session& session, AccountId receiver, std::uint32_t types,
                                             std::optional<AccountId> from, PageRequest page) {
  static constexpr auto sql =
      paged<"SELECT " NOTIFICATION_COLUMNS
            " FROM notifications WHERE account_id = $1 AND (($5 >> CAST(type AS INTEGER)) & 1) = 1 "
            "AND ($6 = 0 OR from_account_id = $6)",
            "id">;
  CO_TRY(auto const rows,
         co_await run_paged(session, sql, receiver, page, {types, from.value_or(AccountId{0})}));
  std::vector<Notification> list;
  for (auto const row : rows) {
    list.push_back(read_notification(row));
  }
  co_return in_page_order(std::move(list), page);
}

Task<Result<std::int64_t>> count_newer(db::Session& session, AccountId receiver, NotificationId after,
                                       std::uint32_t types, int limit) {
  CO_TRY(auto const rows,
         co_await session.query(
             "SELECT count(*) FROM (SELECT 1 FROM notifications WHERE account_id = $1 AND id > $2 "
             "AND (($3 >> CAST(type AS INTEGER)) & 1) = 1 LIMIT $4) newer",
             {receiver, after, types, limit}));
  co_return rows[0].integer(0);
}

Task<Result<bool>> remove(db::Session& session, AccountId receiver, NotificationId id) {
  return session.changes("DELETE FROM notifications WHERE id = $1 AND account_id = $2", {id, receiver});
}

Task<Result<>> remove_all(db::Session& session, AccountId receiver) {
  return session.execute("DELETE FROM notifications WHERE account_id = $1", {receiver});
}

Task<Result<>> remove_from(db::Session& session, AccountId receiver, AccountId from) {
  return session.execute("DELETE FROM notifications WHERE account_id = $1 AND from_account_id = $2",
                         {receiver, from});
}

Task<Result<>> remove_about(db::Session& session, AccountId from, NotificationType type, PostId post) {
  return session.execute(
      "DELETE FROM notifications WHERE post_id = $1 AND from_account_id = $2 AND type = $3",
      {post, from, type});
}

Task<Result<>> remove_of_type(db::Session& session, AccountId receiver, AccountId from,
                              NotificationType type) {
  return session.execute(
      "DELETE FROM notifications WHERE account_id = $1 AND from_account_id = $2 AND type = $3",
      {receiver, from, type});
}

Task<Result<std::vector<Marker>>> markers(db::Session& session, AccountId owner) {
  CO_TRY(
      auto const rows,
      co_await session.query(
          "SELECT timeline, last_read_id, version, updated_at FROM markers WHERE account_id = $1", {owner}));
  std::vector<Marker> list;
  for (auto const row : rows) {
    list.push_back({row.string(0), row.integer(1), row.integer(2), row.time(3)});
  }
  co_return list;
}

Task<Result<Marker>> set_marker(db::Session& session, AccountId owner, std::string_view timeline,
                                std::int64_t last_read_id, UnixMillis now) {
  CO_TRY(auto const rows,
         co_await session.query(
             "INSERT INTO markers (account_id, timeline, last_read_id, version, updated_at) VALUES ($1, $2, "
             "$3, 1, $4) "
             "ON CONFLICT (account_id, timeline) DO UPDATE SET last_read_id = excluded.last_read_id, "
             "version = markers.version + 1, updated_at = excluded.updated_at "
             "RETURNING timeline, last_read_id, version, updated_at",
             {owner, timeline, last_read_id, now}));
  co_return Marker{rows[0].string(0), rows[0].integer(1), rows[0].integer(2), rows[0].time(3)};
}

}  // namespace auklet::store::notifications
