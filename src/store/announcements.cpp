// SPDX-License-Identifier: Apache-2.0
#include "store/announcements.h"

#include "store/paged.h"

namespace auklet::store::announcements {

namespace {

#define ANNOUNCEMENT_COLUMNS "id, text, starts_at, ends_at, all_day, published_at"

std::vector<Announcement> read_announcements(db::Rows const& rows) {
  std::vector<Announcement> list;
  list.reserve(rows.size());
  for (auto const row : rows) {
    list.push_back({.id = row.as<AnnouncementId>(0),
                    .text = row.string(1),
                    .starts_at = row.optional_time(2),
                    .ends_at = row.optional_time(3),
                    .all_day = row.boolean(4),
                    .published_at = row.time(5)});
  }
  return list;
}

}  // namespace

Task<Result<>> insert(db::Session& session, Announcement const& announcement) {
  co_return co_await session.execute(
      "INSERT INTO announcements (id, text, starts_at, ends_at, all_day, published_at) "
      "VALUES ($1, $2, $3, $4, $5, $6)",
      {announcement.id, announcement.text, announcement.starts_at, announcement.ends_at, announcement.all_day,
       announcement.published_at});
}

Task<Result<std::optional<Announcement>>> find(db::Session& session, AnnouncementId id) {
  CO_TRY(auto const rows,
         co_await session.query("SELECT " ANNOUNCEMENT_COLUMNS " FROM announcements WHERE id = $1", {id}));
  auto found = read_announcements(rows);
  co_return found.empty() ? std::nullopt : std::optional{std::move(found.front())};
}

Task<Result<bool>> remove(db::Session& session, AnnouncementId id) {
  CO_TRY(auto const removed, co_await session.changes("DELETE FROM announcements WHERE id = $1", {id}));
  CO_TRY_OK(co_await session.execute("DELETE FROM announcement_reactions WHERE announcement_id = $1", {id}));
  CO_TRY_OK(co_await session.execute("DELETE FROM announcement_dismissals WHERE announcement_id = $1", {id}));
  co_return removed;
}

Task<Result<std::int64_t>> count(db::Session& session) {
  CO_TRY(auto const rows, co_await session.query("SELECT COUNT(*) FROM announcements"));
  co_return rows[0].integer(0);
}

Task<Result<std::vector<Announcement>>> all(db::Session& session) {
  CO_TRY(auto const rows,
         co_await session.query("SELECT " ANNOUNCEMENT_COLUMNS " FROM announcements ORDER BY id"));
  co_return read_announcements(rows);
}

Task<Result<bool>> lock(db::Session& session, AnnouncementId id) {
  return session.changes("UPDATE announcements SET id = id WHERE id = $1", {id});
}

Task<Result<>> dismiss(db::Session& session, AccountId account, AnnouncementId id) {
  return session.execute(
      "INSERT INTO announcement_dismissals (account_id, announcement_id) VALUES ($1, $2) "
      "ON CONFLICT (account_id, announcement_id) DO NOTHING",
      {account, id});
}

Task<Result<std::vector<AnnouncementId>>> dismissed(db::Session& session, AccountId account) {
  CO_TRY(auto const rows,
         co_await session.query("SELECT announcement_id FROM announcement_dismissals WHERE account_id = $1",
                                {account}));
  co_return ids_in<AnnouncementId>(rows);
}

Task<Result<bool>> react(db::Session& session, RelationId id, AccountId account, AnnouncementId announcement,
                         std::string_view name) {
  return session.changes(
      "INSERT INTO announcement_reactions (id, announcement_id, name, account_id) VALUES ($1, $2, $3, $4) "
      "ON CONFLICT (announcement_id, name, account_id) DO NOTHING",
      {id, announcement, name, account});
}

Task<Result<bool>> unreact(db::Session& session, AccountId account, AnnouncementId announcement,
                           std::string_view name) {
  return session.changes(
      "DELETE FROM announcement_reactions WHERE announcement_id = $1 AND name = $2 AND account_id = $3",
      {announcement, name, account});
}

Task<Result<>> forget_reactions(db::Session& session, std::string_view name) {
  return session.execute("DELETE FROM announcement_reactions WHERE name = $1", {name});
}

Task<Result<std::vector<AnnouncementReaction>>> reactions_to(db::Session& session,
                                                             std::vector<AnnouncementId> const& ids,
                                                             std::optional<AccountId> viewer) {
  std::vector<AnnouncementReaction> list;
  if (!ids.empty()) {
    CO_TRY(auto const rows,
           co_await session.query(
               "SELECT announcement_id, name, COUNT(*), MAX(CASE WHEN account_id = $2 THEN 1 ELSE 0 END) "
               "FROM announcement_reactions WHERE announcement_id {any $1} "
               "GROUP BY announcement_id, name ORDER BY MIN(id)",
               {ids, viewer.value_or(AccountId{0})}));
    for (auto const row : rows) {
      list.push_back({row.as<AnnouncementId>(0), row.string(1), row.integer(2), row.boolean(3)});
    }
  }
  co_return list;
}

}  // namespace auklet::store::announcements
