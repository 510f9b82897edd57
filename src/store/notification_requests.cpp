// SPDX-License-Identifier: Apache-2.0
#include "store/notification_requests.h"

#include "store/paged.h"

namespace auklet::store::notification_requests {

namespace {

// The filtered mentions of a request r.
#define MENTIONS_OF_REQUEST                                                                           \
  "FROM notifications n WHERE n.account_id = r.account_id AND n.from_account_id = r.from_account_id " \
  "AND n.filtered = 1 AND n.type = 0"

#define SELECT_REQUESTS                                          \
  "SELECT r.id, r.from_account_id, r.created_at, r.updated_at, " \
  "(SELECT COUNT(*) FROM (SELECT 1 " MENTIONS_OF_REQUEST         \
  " LIMIT 100) counted), "                                       \
  "(SELECT n.post_id " MENTIONS_OF_REQUEST                       \
  " ORDER BY n.id DESC LIMIT 1) "                                \
  "FROM notification_requests r WHERE r.account_id = $1 AND EXISTS (SELECT 1 " MENTIONS_OF_REQUEST ")"

static_assert(counted_max == 100);

Request read_request(db::Row row) {
  return {.cursor = row.as<NotificationRequestId>(0),
          .from = row.as<AccountId>(1),
          .created_at = row.time(2),
          .updated_at = row.time(3),
          .count = row.integer(4),
          .last_post = row.optional_as<PostId>(5)};
}

}  // namespace

Task<Result<NotificationPolicy>> policy(db::Session& session, AccountId owner) {
  CO_TRY(auto const rows,
         co_await session.query(
             "SELECT for_not_following, for_not_followers, for_new_accounts, for_private_mentions, "
             "for_limited_accounts FROM notification_policies WHERE account_id = $1",
             {owner}));
  if (rows.empty()) {
    co_return NotificationPolicy{};
  }
  auto const verdict = [&rows](std::size_t column) { return rows[0].as<NotificationVerdict>(column); };
  co_return NotificationPolicy{verdict(0), verdict(1), verdict(2), verdict(3), verdict(4)};
}

Task<Result<>> set_policy(db::Session& session, AccountId owner, NotificationPolicy policy) {
  return session.execute(
      "INSERT INTO notification_policies (account_id, for_not_following, for_not_followers, "
      "for_new_accounts, for_private_mentions, for_limited_accounts) VALUES ($1, $2, $3, $4, $5, $6) "
      "ON CONFLICT (account_id) DO UPDATE SET for_not_following = excluded.for_not_following, "
      "for_not_followers = excluded.for_not_followers, for_new_accounts = excluded.for_new_accounts, "
      "for_private_mentions = excluded.for_private_mentions, "
      "for_limited_accounts = excluded.for_limited_accounts",
      {owner, policy.for_not_following, policy.for_not_followers, policy.for_new_accounts,
       policy.for_private_mentions, policy.for_limited_accounts});
}

Task<Result<std::vector<Request>>> page(db::Session& session, AccountId owner, PageRequest page) {
  static constexpr auto sql = paged<SELECT_REQUESTS, "r.id">;
  CO_TRY(auto const rows, co_await run_paged(session, sql, owner, page));
  std::vector<Request> list;
  list.reserve(rows.size());
  for (auto const row : rows) {
    list.push_back(read_request(row));
  }
  co_return in_page_order(std::move(list), page);
}

Task<Result<std::optional<Request>>> find(db::Session& session, AccountId owner, NotificationRequestId id) {
  CO_TRY(auto const rows, co_await session.query(SELECT_REQUESTS " AND r.id = $2", {owner, id}));
  co_return rows.empty() ? std::nullopt : std::optional{read_request(rows[0])};
}

Task<Result<Summary>> summary(db::Session& session, AccountId owner) {
  CO_TRY(auto const rows,
         co_await session.query(
             "SELECT COUNT(*), COALESCE(CAST(SUM(of_one.mentions) AS BIGINT), 0) FROM ("
             "SELECT (SELECT COUNT(*) FROM (SELECT 1 " MENTIONS_OF_REQUEST " LIMIT 100) counted) AS mentions "
             "FROM notification_requests r WHERE r.account_id = $1 AND EXISTS (SELECT 1 " MENTIONS_OF_REQUEST
             ") ORDER BY r.id DESC LIMIT 100) of_one",
             {owner}));
  co_return Summary{rows[0].integer(0), rows[0].integer(1)};
}

Task<Result<std::vector<AccountId>>> take(db::Session& session, AccountId owner,
                                          std::vector<NotificationRequestId> const& ids) {
  CO_TRY(auto const rows,
         co_await session.query("DELETE FROM notification_requests WHERE account_id = $1 AND id {any $2} "
                                "RETURNING from_account_id",
                                {owner, ids}));
  co_return ids_in<AccountId>(rows);
}

Task<Result<>> permit(db::Session& session, AccountId owner, std::vector<AccountId> const& senders) {
  return session.execute(
      "INSERT INTO notification_permissions (account_id, from_account_id) "
      "SELECT $1, id FROM accounts WHERE id {any $2} ON CONFLICT DO NOTHING",
      {owner, senders});
}

Task<Result<std::int64_t>> merge(db::Session& session, AccountId owner, std::vector<AccountId> const& senders,
                                 int limit) {
  CO_TRY(auto const rows,
         co_await session.query(
             "UPDATE notifications SET filtered = 0 WHERE id IN (SELECT id FROM notifications "
             "WHERE account_id = $1 AND from_account_id {any $2} AND filtered = 1 LIMIT $3)",
             {owner, senders, limit}));
  co_return rows.affected();
}

Task<Result<std::int64_t>> discard(db::Session& session, AccountId owner,
                                   std::vector<AccountId> const& senders, NotificationId below, int limit) {
  CO_TRY(auto const rows,
         co_await session.query(
             "DELETE FROM notifications WHERE id IN (SELECT id FROM notifications "
             "WHERE account_id = $1 AND from_account_id {any $2} AND filtered = 1 AND id < $4 LIMIT $3)",
             {owner, senders, limit, below}));
  co_return rows.affected();
}

Task<Result<bool>> any_to_merge(db::Session& session, AccountId owner) {
  CO_TRY(auto const rows,
         co_await session.query(
             "SELECT 1 FROM notification_permissions p JOIN notifications n ON n.account_id = p.account_id "
             "AND n.from_account_id = p.from_account_id AND n.filtered = 1 WHERE p.account_id = $1 LIMIT 1",
             {owner}));
  co_return !rows.empty();
}

}  // namespace auklet::store::notification_requests
