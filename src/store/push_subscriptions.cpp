// SPDX-License-Identifier: Apache-2.0
#include "store/push_subscriptions.h"

#include "base/check.h"
#include "base/encoding.h"
#include "store/jobs.h"

namespace auklet::store::push_subscriptions {

namespace {

#define SUBSCRIPTION_COLUMNS                                                                                \
  "s.id, s.token_id, s.account_id, s.endpoint, s.p256dh, s.auth, s.wanted, s.named, s.policy, s.standard, " \
  "s.created_at"

// Bytes stand in the tables as base64url.
std::string bytes(db::Row row, std::size_t column) {
  auto decoded = base::base64url_decode(row.text(column));
  CHECK(decoded.has_value());
  return *std::move(decoded);
}

PushSubscription read_subscription(db::Row row) {
  return {.id = row.integer(0),
          .token = row.as<TokenId>(1),
          .account = row.as<AccountId>(2),
          .endpoint = row.string(3),
          .p256dh = bytes(row, 4),
          .auth = bytes(row, 5),
          .wanted = static_cast<PushAlerts>(row.integer(6)),
          .named = static_cast<PushAlerts>(row.integer(7)),
          .policy = row.as<PushPolicy>(8),
          .standard = row.boolean(9),
          .created_at = row.time(10)};
}

}  // namespace

Task<Result<>> put(db::Session& session, PushSubscription const& subscription) {
  auto const p256dh = base::base64url(subscription.p256dh);
  auto const auth = base::base64url(subscription.auth);
  co_return co_await session.execute(
      "INSERT INTO push_subscriptions (id, token_id, account_id, endpoint, p256dh, auth, wanted, named, "
      "policy, "
      "standard, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) "
      "ON CONFLICT (token_id) DO UPDATE SET id = excluded.id, account_id = excluded.account_id, "
      "endpoint = excluded.endpoint, p256dh = excluded.p256dh, auth = excluded.auth, "
      "wanted = excluded.wanted, named = excluded.named, policy = excluded.policy, "
      "standard = excluded.standard, created_at = excluded.created_at",
      {subscription.id, subscription.token, subscription.account, subscription.endpoint, p256dh, auth,
       subscription.wanted, subscription.named, subscription.policy, subscription.standard,
       subscription.created_at});
}

Task<Result<std::optional<PushSubscription>>> find(db::Session& session, TokenId token) {
  CO_TRY(auto const rows,
         co_await session.query(
             "SELECT " SUBSCRIPTION_COLUMNS " FROM push_subscriptions s WHERE s.token_id = $1", {token}));
  co_return rows.empty() ? std::nullopt : std::optional{read_subscription(rows[0])};
}

Task<Result<bool>> update(db::Session& session, PushSubscription const& subscription) {
  return session.changes(
      "UPDATE push_subscriptions SET wanted = $2, named = $3, policy = $4 WHERE token_id = $1",
      {subscription.token, subscription.wanted, subscription.named, subscription.policy});
}

Task<Result<>> remove(db::Session& session, TokenId token) {
  return session.execute("DELETE FROM push_subscriptions WHERE token_id = $1", {token});
}

Task<Result<>> remove_stale(db::Session& session, TokenId token, std::int64_t id) {
  return session.execute("DELETE FROM push_subscriptions WHERE token_id = $1 AND id = $2", {token, id});
}

Task<Result<std::vector<PushSubscription>>> wanting(db::Session& session, AccountId account,
                                                    NotificationType type, int limit) {
  CO_TRY(
      auto const rows,
      co_await session.query("SELECT " SUBSCRIPTION_COLUMNS " FROM push_subscriptions s "
                             "JOIN tokens t ON t.id = s.token_id JOIN users u ON u.account_id = s.account_id "
                             "WHERE s.account_id = $1 AND ((s.wanted >> CAST($2 AS INTEGER)) & 1) = 1 "
                             "AND u.disabled_at IS NULL ORDER BY s.token_id DESC LIMIT $3",
                             {account, type, limit}));
  std::vector<PushSubscription> list;
  for (auto const row : rows) {
    list.push_back(read_subscription(row));
  }
  co_return list;
}

void announce(db::Batch& batch, Notification const& notification, JobId job) {
  batch.add(
      "INSERT INTO jobs (id, kind, lane, payload, run_at, created_at) "
      "SELECT $1, $2, $3, CAST(n.account_id AS TEXT) || ' ' || CAST(n.id AS TEXT), $4, $4 FROM notifications "
      "n "
      "WHERE n.id = $5 AND n.filtered = 0 AND EXISTS (SELECT 1 FROM push_subscriptions s "
      "WHERE s.account_id = n.account_id AND ((s.wanted >> CAST(n.type AS INTEGER)) & 1) = 1)",
      {job, announce_job, jobs::lane_number(to_text(notification.receiver)), notification.created_at,
       notification.id});
}

Task<Result<std::optional<std::string>>> vapid_key(db::Session& session) {
  CO_TRY(auto const rows, co_await session.query("SELECT private_key FROM vapid_keys WHERE id = 1", {}));
  co_return rows.empty() ? std::nullopt : std::optional{bytes(rows[0], 0)};
}

Task<Result<>> offer_vapid_key(db::Session& session, std::string_view private_key, UnixMillis now) {
  auto const text = base::base64url(private_key);
  co_return co_await session.execute(
      "INSERT INTO vapid_keys (id, private_key, created_at) VALUES (1, $1, $2) ON CONFLICT (id) DO NOTHING",
      {text, now});
}

}  // namespace auklet::store::push_subscriptions
