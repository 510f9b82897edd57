// SPDX-License-Identifier: Apache-2.0
#include "store/sessions.h"

namespace auklet::store::sessions {

Task<Result<>> insert(db::Session& session, BrowserSession const& browser) {
  return session.execute(
      "INSERT INTO sessions (session_hash, account_id, created_at, expires_at) VALUES ($1, $2, $3, $4)",
      {browser.session_hash, browser.account_id, browser.created_at, browser.expires_at});
}

Task<Result<std::optional<BrowserSession>>> find_live(db::Session& session, std::string_view session_hash,
                                                      UnixMillis now) {
  CO_TRY(auto const rows,
         co_await session.query(
             "SELECT s.session_hash, s.account_id, s.created_at, s.expires_at FROM sessions s "
             "JOIN users u ON u.account_id = s.account_id JOIN accounts a ON a.id = s.account_id "
             "WHERE s.session_hash = $1 AND s.expires_at > $2 AND u.disabled_at IS NULL AND a.suspended_at "
             "IS NULL",
             {session_hash, now}));
  if (rows.empty()) {
    co_return std::nullopt;
  }
  auto const row = rows[0];
  co_return BrowserSession{row.string(0), row.as<AccountId>(1), row.time(2), row.time(3)};
}

Task<Result<>> erase(db::Session& session, std::string_view session_hash) {
  return session.execute("DELETE FROM sessions WHERE session_hash = $1", {session_hash});
}

Task<Result<>> erase_of_account(db::Session& session, AccountId account) {
  return session.execute("DELETE FROM sessions WHERE account_id = $1", {account});
}

Task<Result<>> erase_expired(db::Session& session, UnixMillis now) {
  return session.execute("DELETE FROM sessions WHERE expires_at <= $1", {now});
}

}  // namespace auklet::store::sessions
