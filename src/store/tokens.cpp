// SPDX-License-Identifier: Apache-2.0
#include "store/tokens.h"

namespace auklet::store::tokens {

#define TOKEN_COLUMNS "t.id, t.token_hash, t.app_id, t.account_id, t.scopes, t.created_at"

namespace {

Token read_token(db::Row row) {
  return {
      .id = row.as<TokenId>(0),
      .token_hash = row.string(1),
      .app_id = row.as<AppId>(2),
      .account_id = row.optional_as<AccountId>(3),
      .scopes = row.string(4),
      .created_at = row.time(5),
  };
}

}  // namespace

Task<Result<>> insert(db::Session& session, Token const& token) {
  return session.execute(
      "INSERT INTO tokens (id, token_hash, app_id, account_id, scopes, created_at) VALUES ($1, $2, $3, $4, "
      "$5, $6)",
      {token.id, token.token_hash, token.app_id, token.account_id, token.scopes, token.created_at});
}

Task<Result<std::optional<Bearer>>> find_by_hash(db::Session& session, std::string_view token_hash) {
  CO_TRY(auto const rows,
         co_await session.query(
             "SELECT " TOKEN_COLUMNS ", COALESCE(u.role, 0), "
             "CASE WHEN u.disabled_at IS NULL AND a.suspended_at IS NULL THEN 0 ELSE 1 END, "
             "CASE WHEN u.account_id IS NOT NULL AND u.confirmed_at IS NULL THEN 0 ELSE 1 END, "
             "t.used_at "
             "FROM tokens t LEFT JOIN users u ON u.account_id = t.account_id "
             "LEFT JOIN accounts a ON a.id = t.account_id WHERE t.token_hash = $1",
             {token_hash}));
  if (rows.empty()) {
    co_return std::nullopt;
  }
  co_return Bearer{read_token(rows[0]), rows[0].as<Role>(6), rows[0].boolean(7), rows[0].boolean(8),
                   rows[0].optional_time(9)};
}

Task<Result<std::optional<Token>>> find_alike(db::Session& session, AppId app,
                                              std::optional<AccountId> account, std::string_view scopes) {
  CO_TRY(auto const rows,
         account ? co_await session.query("SELECT " TOKEN_COLUMNS
                                          " FROM tokens t WHERE t.app_id = $1 AND t.account_id = "
                                          "$2 AND t.scopes = $3 ORDER BY t.id LIMIT 1",
                                          {app, *account, scopes})
                 : co_await session.query("SELECT " TOKEN_COLUMNS
                                          " FROM tokens t WHERE t.app_id = $1 AND t.account_id "
                                          "IS NULL AND t.scopes = $2 ORDER BY t.id LIMIT 1",
                                          {app, scopes}));
  co_return rows.empty() ? std::nullopt : std::optional{read_token(rows[0])};
}

Task<Result<>> erase(db::Session& session, TokenId id) {
  CO_TRY_OK(co_await session.execute("DELETE FROM push_subscriptions WHERE token_id = $1", {id}));
  co_return co_await session.execute("DELETE FROM tokens WHERE id = $1", {id});
}

Task<Result<>> erase_of_account(db::Session& session, AccountId account) {
  CO_TRY_OK(co_await session.execute("DELETE FROM push_subscriptions WHERE account_id = $1", {account}));
  co_return co_await session.execute("DELETE FROM tokens WHERE account_id = $1", {account});
}

Task<Result<>> erase_others_of_account(db::Session& session, AccountId account, TokenId kept) {
  CO_TRY_OK(co_await session.execute(
      "DELETE FROM push_subscriptions WHERE account_id = $1 AND token_id <> $2", {account, kept}));
  co_return co_await session.execute("DELETE FROM tokens WHERE account_id = $1 AND id <> $2",
                                     {account, kept});
}

Task<Result<std::vector<AppSession>>> list_of_account(db::Session& session, AccountId account) {
  CO_TRY(auto const rows,
         co_await session.query("SELECT t.id, a.name, a.website, t.scopes, t.created_at, t.used_at "
                                "FROM tokens t JOIN apps a ON a.id = t.app_id WHERE t.account_id = $1 "
                                "ORDER BY COALESCE(t.used_at, t.created_at) DESC, t.id DESC",
                                {account}));
  std::vector<AppSession> list;
  list.reserve(rows.size());
  for (auto const row : rows) {
    list.push_back({.id = row.as<TokenId>(0),
                    .app_name = row.string(1),
                    .website = row.optional_string(2),
                    .scopes = row.string(3),
                    .created_at = row.time(4),
                    .used_at = row.optional_time(5)});
  }
  co_return list;
}

Task<Result<bool>> belongs_to(db::Session& session, TokenId id, AccountId account) {
  CO_TRY(auto const rows,
         co_await session.query("SELECT 1 FROM tokens WHERE id = $1 AND account_id = $2", {id, account}));
  co_return !rows.empty();
}

Task<Result<>> mark_used(db::Session& session, TokenId id, UnixMillis at) {
  return session.execute("UPDATE tokens SET used_at = $2 WHERE id = $1 AND (used_at IS NULL OR used_at < $2)",
                         {id, at});
}

Task<Result<>> insert_code(db::Session& session, AuthorizationCode const& code) {
  return session.execute(
      "INSERT INTO authorization_codes (code_hash, app_id, account_id, redirect_uri, scopes, code_challenge, "
      "expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7)",
      {code.code_hash, code.app_id, code.account_id, code.redirect_uri, code.scopes, code.code_challenge,
       code.expires_at});
}

Task<Result<std::optional<AuthorizationCode>>> find_code(db::Session& session, std::string_view code_hash) {
  CO_TRY(auto const rows,
         co_await session.query(
             "SELECT code_hash, app_id, account_id, redirect_uri, scopes, code_challenge, token_id, "
             "expires_at FROM authorization_codes WHERE code_hash = $1",
             {code_hash}));
  if (rows.empty()) {
    co_return std::nullopt;
  }
  auto const row = rows[0];
  co_return AuthorizationCode{
      .code_hash = row.string(0),
      .app_id = row.as<AppId>(1),
      .account_id = row.as<AccountId>(2),
      .redirect_uri = row.string(3),
      .scopes = row.string(4),
      .code_challenge = row.optional_string(5),
      .token_id = row.optional_as<TokenId>(6),
      .expires_at = row.time(7),
  };
}

Task<Result<bool>> use_code(db::Session& session, std::string_view code_hash, TokenId token) {
  return session.changes(
      "UPDATE authorization_codes SET token_id = $2 WHERE code_hash = $1 AND token_id IS NULL",
      {code_hash, token});
}

Task<Result<>> erase_codes_of_account(db::Session& session, AccountId account) {
  return session.execute("DELETE FROM authorization_codes WHERE account_id = $1", {account});
}

Task<Result<>> erase_expired_codes(db::Session& session, UnixMillis now) {
  return session.execute("DELETE FROM authorization_codes WHERE expires_at <= $1", {now});
}

}  // namespace auklet::store::tokens
