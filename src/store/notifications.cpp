// SPDX-License-Identifier: Apache-2.0
#include "store/notifications.h"

#include <algorithm>
#include <chrono>

#include "base/ids.h"
#include "domain/notification_policy.h"
#include "store/paged.h"

namespace auklet::store::notifications {

#define NOTIFICATION_COLUMNS \
  "id, account_id, type, from_account_id, post_id, created_at, group_hour, filtered"

namespace {

Notification read_notification(db::Row row) {
  return {row.as<NotificationId>(0),  row.as<AccountId>(1), row.as<NotificationType>(2), row.as<AccountId>(3),
          row.optional_as<PostId>(4), row.time(5),          row.optional_integer(6),     row.boolean(7)};
}

// The rules of a policy (domain/notification_policy.h) by which a notification gets the verdict of this number. Each is a
// step in an index or two, taken only by those who have that rule; the way up a thread is taken for private mentions
// by strangers alone, and ends after a hundred posts.
#define FOLLOWED "EXISTS (SELECT 1 FROM follows WHERE follower_id = $2 AND followee_id = $4)"
#define VERDICT_IS(number)                                                                             \
  "(p.for_not_following = " number " AND NOT " FOLLOWED ") OR (p.for_not_followers = " number          \
  " AND NOT EXISTS (SELECT 1 FROM follows WHERE follower_id = $4 AND followee_id = $2 AND id < $10)) " \
  "OR (p.for_new_accounts = " number                                                                   \
  " AND EXISTS (SELECT 1 FROM accounts WHERE id = $4 AND created_at > $11) AND NOT " FOLLOWED          \
  ") OR (COALESCE(p.for_private_mentions, 1) = " number                                                \
  " AND $3 = 0 AND EXISTS (SELECT 1 FROM posts WHERE id = $5 AND visibility = 3) AND NOT " FOLLOWED    \
  " AND NOT EXISTS (WITH RECURSIVE above (id, parent_id, author_id, step) AS ("                        \
  "SELECT id, in_reply_to_id, account_id, 1 FROM posts WHERE id = $5 UNION ALL "                       \
  "SELECT a.id, a.in_reply_to_id, a.account_id, above.step + 1 FROM above "                            \
  "JOIN posts a ON a.id = above.parent_id WHERE above.step < 100) "                                    \
  "SELECT 1 FROM above JOIN post_mentions m ON m.post_id = above.id AND m.account_id = $4 "            \
  "WHERE above.author_id = $2))"

// Only people who can log in here read notifications. One that can be grouped joins the group that is open; $8 is the
// hour in which it begins one otherwise, and null for all others. $9: the type may be filtered; $10: ids of follows
// from then on are new; $11: so are accounts. The limit keeps the verdict from being found more than once.
constexpr db::Sql insert_sql =
    "INSERT INTO notifications (id, account_id, type, from_account_id, post_id, created_at, group_hour, "
    "filtered) "
    "SELECT $1, told.account_id, $3, $4, $5, $6, CASE WHEN told.verdict = 0 THEN "
    "COALESCE((SELECT g.group_hour FROM notifications g "
    "WHERE g.account_id = $2 AND g.type = $3 AND COALESCE(g.post_id, 0) = COALESCE(CAST($5 AS BIGINT), 0) "
    "AND g.group_hour > CAST($8 AS BIGINT) - 12 ORDER BY g.group_hour DESC LIMIT 1), CAST($8 AS BIGINT)) "
    "END, told.verdict FROM (SELECT u.account_id, CASE WHEN CAST($9 AS BIGINT) = 0 "
    "OR EXISTS (SELECT 1 FROM notification_permissions WHERE account_id = $2 AND from_account_id = $4) THEN 0 "
    "WHEN " VERDICT_IS("2") " THEN 2 WHEN " VERDICT_IS("1") " THEN 1 ELSE 0 END AS verdict "
    "FROM users u LEFT JOIN notification_policies p ON p.account_id = u.account_id WHERE u.account_id = $2 "
    "AND NOT EXISTS (SELECT 1 FROM blocks WHERE account_id = $2 AND target_id = $4) "
    "AND NOT EXISTS (SELECT 1 FROM blocks WHERE account_id = $4 AND target_id = $2) "
    "AND NOT EXISTS (SELECT 1 FROM mutes WHERE account_id = $2 AND target_id = $4 AND hide_notifications = 1 "
    "AND (expires_at IS NULL OR expires_at > $6)) "
    "AND NOT EXISTS (SELECT 1 FROM thread_mutes WHERE account_id = $2 AND thread_id = $7) LIMIT 1) told "
    "WHERE told.verdict < 2";
static_assert(group_span_hours == 12);

std::optional<std::int64_t> hour_of(Notification const& of) {
  return includes(groupable_types, of.type)
             ? std::optional{std::chrono::floor<std::chrono::hours>(of.created_at.time_since_epoch()).count()}
             : std::nullopt;
}

// The request of a filtered mention's sender; it takes the id of the first.
constexpr db::Sql request_sql =
    "INSERT INTO notification_requests (id, account_id, from_account_id, created_at, updated_at) "
    "SELECT $2, account_id, from_account_id, $3, $3 FROM notifications WHERE id = $1 AND filtered = 1 "
    "ON CONFLICT (account_id, from_account_id) DO UPDATE SET updated_at = excluded.updated_at";

}  // namespace

void insert(db::Batch& batch, Notification const& of, std::optional<ThreadId> thread) {
  using std::chrono::days;
  batch.add(insert_sql,
            {of.id, of.receiver, of.type, of.from, of.post_id, of.created_at, thread, hour_of(of),
             includes(filterable_types, of.type), base::first_id_at(of.created_at - days{new_follower_days}),
             of.created_at - days{new_account_days}});
  if (of.type == NotificationType::mention) {
    batch.add(request_sql, {of.id, of.id, of.created_at});
  }
}

Task<Result<>> insert(db::Session& session, Notification const& of, std::optional<ThreadId> thread) {
  db::Batch batch;
  insert(batch, of, thread);
  co_return co_await session.run_all(batch);
}

Task<Result<std::optional<Notification>>> find(db::Session& session, AccountId receiver, NotificationId id) {
  CO_TRY(auto const rows, co_await session.query("SELECT " NOTIFICATION_COLUMNS
                                                 " FROM notifications WHERE id = $1 AND account_id = $2",
                                                 {id, receiver}));
  co_return rows.empty() ? std::nullopt : std::optional{read_notification(rows[0])};
}

#define SELECTED                                                 \
  "account_id = $1 AND (($5 >> CAST(type AS INTEGER)) & 1) = 1 " \
  "AND ($6 = 0 OR from_account_id = $6) AND (filtered = 0 OR $7 = 1)"

Task<Result<std::vector<Notification>>> page(db::Session& session, Selection selection, PageRequest page) {
  static constexpr auto sql =
      paged<"SELECT " NOTIFICATION_COLUMNS " FROM notifications WHERE " SELECTED, "id">;
  CO_TRY(auto const rows, co_await run_paged(session, sql, selection.receiver, page,
                                             {selection.types, selection.from.value_or(AccountId{0}),
                                              selection.filtered_too}));
  std::vector<Notification> list;
  list.reserve(rows.size());
  for (auto const row : rows) {
    list.push_back(read_notification(row));
  }
  co_return in_page_order(std::move(list), page);
}

Task<Result<std::int64_t>> count_newer(db::Session& session, Selection selection, NotificationId after,
                                       int limit) {
  CO_TRY(auto const rows,
         co_await session.query("SELECT count(*) FROM (SELECT 1 FROM notifications WHERE " SELECTED
                                " AND id < $2 AND id > $3 LIMIT $4) newer",
                                {selection.receiver, PageRequest{}.below(), after, limit, selection.types,
                                 selection.from.value_or(AccountId{0}), selection.filtered_too}));
  co_return rows[0].integer(0);
}

Task<Result<std::int64_t>> count_newer_groups(db::Session& session, Selection selection, NotificationId after,
                                              NotificationTypes grouped, int limit) {
  CO_TRY(auto const rows,
         co_await session.query(
             "SELECT count(*) FROM (SELECT 1 FROM (SELECT id, type, COALESCE(post_id, 0) AS subject, "
             "CASE WHEN (($8 >> CAST(type AS INTEGER)) & 1) = 1 THEN group_hour END AS group_hour "
             "FROM notifications WHERE " SELECTED " AND id > $2 ORDER BY id LIMIT $4) newer "
             // No hour is less than nothing, so the negated ids keep apart what is in no group.
             "GROUP BY type, subject, COALESCE(group_hour, -id) LIMIT $3) kinds",
             {selection.receiver, after, limit, looked_at_max, selection.types,
              selection.from.value_or(AccountId{0}), selection.filtered_too, grouped}));
  co_return rows[0].integer(0);
}

// Goes from each along its group to those older, a step in the index for each that is shown.
Task<Result<std::vector<GroupFacts>>> group_facts(db::Session& session, AccountId receiver,
                                                  std::vector<NotificationId> const& newest) {
  if (newest.empty()) {
    co_return std::vector<GroupFacts>{};
  }
  CO_TRY(auto const rows,
         co_await session.query(
             "WITH RECURSIVE above (newest, type, subject, group_hour, id, step) AS ("
             "SELECT id, type, COALESCE(post_id, 0), group_hour, id, 1 FROM notifications "
             "WHERE id {any $2} AND account_id = $1 AND group_hour IS NOT NULL "
             "UNION ALL SELECT above.newest, above.type, above.subject, above.group_hour, "
             "(SELECT g.id FROM notifications g WHERE g.account_id = $1 AND g.type = above.type "
             "AND COALESCE(g.post_id, 0) = above.subject AND g.group_hour = above.group_hour "
             "AND g.id < above.id ORDER BY g.id DESC LIMIT 1), above.step + 1 FROM above WHERE above.id IS "
             "NOT NULL AND above.step < $3) "
             "SELECT above.newest, n.from_account_id, "
             "CASE WHEN above.step = 1 THEN (SELECT COUNT(*) FROM (SELECT 1 FROM notifications g "
             "WHERE g.account_id = $1 AND g.type = above.type AND COALESCE(g.post_id, 0) = above.subject "
             "AND g.group_hour = above.group_hour AND g.id <= above.newest LIMIT $4) counted) END "
             "FROM above JOIN notifications n ON n.id = above.id ORDER BY above.newest, above.step",
             {receiver, newest, senders_max, counted_max}));
  std::vector<GroupFacts> all;
  for (auto const row : rows) {
    if (auto const count = row.optional_integer(2)) {
      all.push_back({.newest = row.as<NotificationId>(0), .count = *count, .senders = {}});
    }
    auto& senders = all.back().senders;
    auto const sender = row.as<AccountId>(1);
    if (std::ranges::find(senders, sender) == senders.end()) {
      senders.push_back(sender);
    }
  }
  co_return all;
}

Task<Result<std::optional<Notification>>> newest_of(db::Session& session, AccountId receiver,
                                                    NotificationGroup const& group) {
  CO_TRY(auto const rows,
         co_await session.query("SELECT " NOTIFICATION_COLUMNS " FROM notifications WHERE account_id = $1 "
                                "AND type = $2 AND COALESCE(post_id, 0) = $3 AND group_hour = $4 "
                                "ORDER BY id DESC LIMIT 1",
                                {receiver, group.type, group.post.value_or(PostId{0}), group.hour}));
  co_return rows.empty() ? std::nullopt : std::optional{read_notification(rows[0])};
}

Task<Result<std::vector<GroupMember>>> members(db::Session& session, AccountId receiver,
                                               NotificationGroup const& group, PageRequest page) {
  static constexpr auto sql = paged<
      "SELECT id, from_account_id FROM notifications WHERE account_id = $1 "
      "AND type = $5 AND COALESCE(post_id, 0) = $6 AND group_hour = $7",
      "id">;
  CO_TRY(auto const rows, co_await run_paged(session, sql, receiver, page,
                                             {group.type, group.post.value_or(PostId{0}), group.hour}));
  std::vector<GroupMember> list;
  list.reserve(rows.size());
  for (auto const row : rows) {
    list.push_back({row.as<NotificationId>(0), row.as<AccountId>(1)});
  }
  co_return in_page_order(std::move(list), page);
}

Task<Result<bool>> remove(db::Session& session, AccountId receiver, NotificationId id) {
  return session.changes("DELETE FROM notifications WHERE id = $1 AND account_id = $2", {id, receiver});
}

Task<Result<>> remove_group(db::Session& session, AccountId receiver, NotificationGroup const& group) {
  return session.execute(
      "DELETE FROM notifications WHERE account_id = $1 AND type = $2 AND COALESCE(post_id, 0) = $3 "
      "AND group_hour = $4",
      {receiver, group.type, group.post.value_or(PostId{0}), group.hour});
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

Task<Result<NotificationId>> last_read(db::Session& session, AccountId owner) {
  CO_TRY(
      auto const rows,
      co_await session.query(
          "SELECT last_read_id FROM markers WHERE account_id = $1 AND timeline = 'notifications'", {owner}));
  co_return rows.empty() ? NotificationId{0} : rows[0].as<NotificationId>(0);
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
