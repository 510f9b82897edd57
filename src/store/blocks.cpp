// SPDX-License-Identifier: Apache-2.0
#include "store/blocks.h"

namespace auklet::store::blocks {

namespace {

constexpr std::int64_t blocked_domain = 3;

// Rows of (kind, account): kind 0 blocked, 1 muted, 2 blocked by.
Hidden read_hidden(db::Rows const& rows) {
  Hidden hidden;
  for (auto const row : rows) {
    auto const kind = row.integer(0);
    if (kind == blocked_domain) {
      continue;
    }
    auto& list = kind == 0 ? hidden.blocked : kind == 1 ? hidden.muted : hidden.blocked_by;
    list.push_back(row.as<AccountId>(1));
  }
  return hidden;
}

bool blocks_domains(db::Rows const& rows) {
  for (auto const row : rows) {
    if (row.integer(0) == blocked_domain) {
      return true;
    }
  }
  return false;
}

// Statements of their own, for the few who block domains: as a join, an engine may begin with all the accounts.
Task<Result<>> add_domains(db::Session& session, AccountId viewer, Hidden& hidden) {
  CO_TRY(auto const domains,
         co_await session.query("SELECT domain FROM domain_blocks WHERE account_id = $1", {viewer}));
  for (auto const domain : domains) {
    CO_TRY(auto const rows,
           co_await session.query("SELECT 1, id FROM accounts WHERE domain = $1", {domain.text(0)}));
    auto const people = read_hidden(rows).muted;
    hidden.muted.insert(hidden.muted.end(), people.begin(), people.end());
  }
  co_return Result<>{};
}

}  // namespace

Task<Result<bool>> insert(db::Session& session, RelationId id, AccountId account, AccountId target) {
  return session.changes(
      "INSERT INTO blocks (id, account_id, target_id) VALUES ($1, $2, $3) "
      "ON CONFLICT (account_id, target_id) DO NOTHING",
      {id, account, target});
}

Task<Result<>> remove(db::Session& session, AccountId account, AccountId target) {
  return session.execute("DELETE FROM blocks WHERE account_id = $1 AND target_id = $2", {account, target});
}

Task<Result<bool>> exists(db::Session& session, AccountId account, AccountId target) {
  CO_TRY(auto const rows,
         co_await session.query("SELECT 1 FROM blocks WHERE account_id = $1 AND target_id = $2",
                                {account, target}));
  co_return !rows.empty();
}

Task<Result<std::vector<ListedAccount>>> list(db::Session& session, AccountId account, PageRequest page) {
  static constexpr auto sql = paged<"SELECT id, target_id FROM blocks WHERE account_id = $1", "id">;
  CO_TRY(auto const rows, co_await run_paged(session, sql, account, page));
  co_return listed_accounts(rows, page);
}

Task<Result<>> insert_mute(db::Session& session, Mute const& mute) {
  return session.execute(
      "INSERT INTO mutes (id, account_id, target_id, hide_notifications, expires_at) VALUES ($1, $2, $3, $4, "
      "$5) "
      "ON CONFLICT (account_id, target_id) DO UPDATE "
      "SET hide_notifications = excluded.hide_notifications, expires_at = excluded.expires_at",
      {mute.id, mute.account, mute.target, mute.hide_notifications, mute.expires_at});
}

Task<Result<>> remove_mute(db::Session& session, AccountId account, AccountId target) {
  return session.execute("DELETE FROM mutes WHERE account_id = $1 AND target_id = $2", {account, target});
}

Task<Result<std::optional<Mute>>> find_mute(db::Session& session, AccountId account, AccountId target,
                                            UnixMillis now) {
  CO_TRY(
      auto const rows,
      co_await session.query("SELECT id, hide_notifications, expires_at FROM mutes WHERE account_id = $1 AND "
                             "target_id = $2 AND (expires_at IS NULL OR expires_at > $3)",
                             {account, target, now}));
  if (rows.empty()) {
    co_return std::nullopt;
  }
  co_return Mute{rows[0].as<RelationId>(0), account, target, rows[0].boolean(1), rows[0].optional_time(2)};
}

Task<Result<std::vector<ListedMute>>> list_mutes(db::Session& session, AccountId account, PageRequest page,
                                                 UnixMillis now) {
  static constexpr auto sql = paged<
      "SELECT id, target_id, expires_at FROM mutes WHERE account_id = $1 AND (expires_at IS NULL OR "
      "expires_at > $5)",
      "id">;
  CO_TRY(auto const rows, co_await run_paged(session, sql, account, page, {now}));
  std::vector<ListedMute> list;
  for (auto const row : rows) {
    list.push_back({row.as<RelationId>(0), row.as<AccountId>(1), row.optional_time(2)});
  }
  co_return in_page_order(std::move(list), page);
}

Task<Result<Hidden>> all_hidden(db::Session& session, AccountId viewer, UnixMillis now) {
  CO_TRY(auto const rows,
         co_await session.query("SELECT 0, target_id FROM blocks WHERE account_id = $1 "
                                "UNION ALL SELECT 1, target_id FROM mutes WHERE account_id = $1 AND "
                                "(expires_at IS NULL OR expires_at > $2) "
                                "UNION ALL SELECT 3, id FROM domain_blocks WHERE account_id = $1 "
                                "UNION ALL SELECT 2, account_id FROM blocks WHERE target_id = $1",
                                {viewer, now}));
  auto hidden = read_hidden(rows);
  if (blocks_domains(rows)) {
    CO_TRY_OK(co_await add_domains(session, viewer, hidden));
  }
  co_return hidden;
}

Task<Result<Hidden>> hidden_among(db::Session& session, AccountId viewer,
                                  std::vector<AccountId> const& candidates, UnixMillis now) {
  if (candidates.empty()) {
    co_return Hidden{};
  }
  CO_TRY(auto const rows,
         co_await session.query(
             "SELECT 0, target_id FROM blocks WHERE account_id = $1 AND target_id {any $3} "
             "UNION ALL SELECT 1, target_id FROM mutes WHERE account_id = $1 AND target_id {any $3} "
             "AND (expires_at IS NULL OR expires_at > $2) "
             "UNION ALL SELECT 1, a.id FROM accounts a JOIN domain_blocks d ON d.account_id = $1 AND "
             "d.domain = a.domain WHERE a.id {any $3} "
             "AND EXISTS (SELECT 1 FROM domain_blocks x WHERE x.account_id = $1) "
             "UNION ALL SELECT 2, account_id FROM blocks WHERE target_id = $1 AND account_id {any $3}",
             {viewer, now, candidates}));
  co_return read_hidden(rows);
}

Task<Result<std::optional<UnixMillis>>> next_mute_end(db::Session& session, AccountId viewer,
                                                      UnixMillis now) {
  CO_TRY(auto const rows,
         co_await session.query("SELECT min(expires_at) FROM mutes WHERE account_id = $1 AND expires_at > $2",
                                {viewer, now}));
  co_return rows.empty() ? std::nullopt : rows[0].optional_time(0);
}

}  // namespace auklet::store::blocks
