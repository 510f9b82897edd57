// SPDX-License-Identifier: Apache-2.0
#include "store/accounts.h"

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "store/directory.h"

namespace auklet::store::accounts {

#define ACCOUNT_COLUMNS_OF(t)                                                                              \
  t "id, " t "username, " t "domain, " t "uri, " t "url, " t "display_name, " t "note, " t "fields, " t    \
    "locked, " t "bot, " t "discoverable, " t "indexable, " t "hide_collections, " t "followers_count, " t \
    "following_count, " t "posts_count, " t "last_posted_at, " t "suspended_at, " t "created_at, " t       \
    "avatar, " t "header"
#define ACCOUNT_COLUMNS ACCOUNT_COLUMNS_OF("a.")
#define USER_COLUMNS                                                                                      \
  "u.account_id, u.email, u.password_hash, u.role, u.locale, u.default_visibility, u.default_sensitive, " \
  "u.default_language, u.disabled_at, u.created_at, u.confirmed_at, u.sign_up_app_id, "                   \
  "u.default_quote_policy"

namespace {

constexpr std::size_t account_columns = 21;

std::string write_fields(std::vector<ProfileField> const& fields) {
  boost::json::array array;
  for (auto const& field : fields) {
    array.push_back({{"name", field.name}, {"value", field.value}});
  }
  return boost::json::serialize(array);
}

std::vector<ProfileField> read_fields(std::string_view text) {
  std::vector<ProfileField> fields;
  if (text == "[]") {
    return fields;
  }
  auto const parsed = boost::json::parse(text);
  for (auto const& item : parsed.as_array()) {
    auto const& object = item.as_object();
    fields.push_back(
        {std::string(object.at("name").as_string()), std::string(object.at("value").as_string())});
  }
  return fields;
}

Account read_account(db::Row row) {
  return {
      .id = row.as<AccountId>(0),
      .username = row.string(1),
      .domain = row.string(2),
      .uri = row.string(3),
      .url = row.string(4),
      .display_name = row.string(5),
      .note = row.string(6),
      .fields = read_fields(row.text(7)),
      .locked = row.boolean(8),
      .bot = row.boolean(9),
      .discoverable = row.boolean(10),
      .indexable = row.boolean(11),
      .hide_collections = row.boolean(12),
      .followers_count = row.integer(13),
      .following_count = row.integer(14),
      .posts_count = row.integer(15),
      .last_posted_at = row.optional_time(16),
      .suspended_at = row.optional_time(17),
      .created_at = row.time(18),
      .avatar = row.string(19),
      .header = row.string(20),
  };
}

std::vector<Account> read_accounts(db::Rows const& rows) {
  std::vector<Account> accounts;
  accounts.reserve(rows.size());
  for (auto const row : rows) {
    accounts.push_back(read_account(row));
  }
  return accounts;
}

std::optional<Account> first_account(db::Rows const& rows) {
  return rows.empty() ? std::nullopt : std::optional{read_account(rows[0])};
}

User read_user(db::Row row, std::size_t at = 0) {
  return {
      .account_id = row.as<AccountId>(at),
      .email = row.string(at + 1),
      .password_hash = row.string(at + 2),
      .role = row.as<Role>(at + 3),
      .locale = row.string(at + 4),
      .default_visibility = row.as<Visibility>(at + 5),
      .default_sensitive = row.boolean(at + 6),
      .default_language = row.optional_string(at + 7),
      .default_quote_policy = row.as<Approval>(at + 12),
      .disabled_at = row.optional_time(at + 8),
      .created_at = row.time(at + 9),
      .confirmed_at = row.optional_time(at + 10),
      .sign_up_app = row.optional_as<AppId>(at + 11),
  };
}

std::optional<User> first_user(db::Rows const& rows) {
  return rows.empty() ? std::nullopt : std::optional{read_user(rows[0])};
}

// Text that a LIKE pattern takes as itself, with `\` as the escape character.
std::string like_literal(std::string_view text) {
  std::string out;
  for (auto const c : text) {
    if (c == '%' || c == '_' || c == '\\') {
      out += '\\';
    }
    out += c;
  }
  return out;
}

}  // namespace

Task<Result<>> insert(db::Session& session, Account const& account, std::string_view username_key) {
  auto const fields = write_fields(account.fields);
  CO_TRY_OK(co_await session.execute(
      "INSERT INTO accounts (id, username, username_key, domain, uri, url, display_name, note, fields, "
      "locked, bot, "
      "discoverable, indexable, hide_collections, created_at) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
      {account.id, account.username, username_key, account.domain, account.uri, account.url,
       account.display_name, account.note, fields, account.locked, account.bot, account.discoverable,
       account.indexable, account.hide_collections, account.created_at}));
  if (account.discoverable) {
    CO_TRY_OK(co_await directory::enter(session, account.id));
  }
  co_return Result<>{};
}

Task<Result<std::optional<Account>>> find(db::Session& session, AccountId id) {
  CO_TRY(auto const rows,
         co_await session.query("SELECT " ACCOUNT_COLUMNS " FROM accounts a WHERE a.id = $1", {id}));
  co_return first_account(rows);
}

Task<Result<std::optional<Account>>> find_by_handle(db::Session& session, std::string_view username_key,
                                                    std::string_view domain) {
  CO_TRY(auto const rows,
         co_await session.query("SELECT " ACCOUNT_COLUMNS
                                " FROM accounts a WHERE a.username_key = $1 AND a.domain = $2",
                                {username_key, domain}));
  co_return first_account(rows);
}

Task<Result<std::vector<Account>>> find_all(db::Session& session, std::vector<AccountId> const& ids) {
  if (ids.empty()) {
    co_return std::vector<Account>{};
  }
  CO_TRY(auto const rows,
         co_await session.query("SELECT " ACCOUNT_COLUMNS " FROM accounts a WHERE a.id {any $1}", {ids}));
  co_return read_accounts(rows);
}

Task<Result<>> update_profile(db::Session& session, Account const& account) {
  auto const fields = write_fields(account.fields);
  CO_TRY_OK(co_await session.execute(
      "UPDATE accounts SET display_name = $2, note = $3, fields = $4, locked = $5, bot = $6, discoverable = "
      "$7, "
      "indexable = $8, hide_collections = $9, avatar = $10, header = $11 WHERE id = $1",
      {account.id, account.display_name, account.note, fields, account.locked, account.bot,
       account.discoverable, account.indexable, account.hide_collections, account.avatar, account.header}));
  co_return co_await (account.discoverable ? directory::enter(session, account.id)
                                           : directory::leave(session, account.id));
}

Task<Result<std::vector<Account>>> search(db::Session& session, std::string_view folded,
                                          std::optional<AccountId> follower, int limit, int offset) {
  auto const literal = like_literal(folded);
  CO_TRY(auto const rows,
         co_await session.query(
             "SELECT " ACCOUNT_COLUMNS
             " FROM accounts a WHERE a.suspended_at IS NULL AND (a.username_key LIKE $1 ESCAPE '\\' "
             "OR lower(a.display_name) LIKE $2 ESCAPE '\\') "
             "AND ($3 = 0 OR a.id IN (SELECT followee_id FROM follows WHERE follower_id = $3)) "
             "ORDER BY a.followers_count DESC, a.id LIMIT $4 OFFSET $5",
             {literal + "%", "%" + literal + "%", follower.value_or(AccountId{0}), limit, offset}));
  co_return read_accounts(rows);
}

Task<Result<>> lock(db::Session& session, AccountId id) {
  return session.execute("UPDATE accounts SET id = id WHERE id = $1", {id});
}

Task<Result<>> lock_pair(db::Session& session, AccountId one, AccountId other) {
  CO_TRY_OK(co_await lock(session, std::min(one, other)));
  co_return co_await lock(session, std::max(one, other));
}

Task<Result<>> add_followers(db::Session& session, AccountId id, int change) {
  return session.execute("UPDATE accounts SET followers_count = followers_count + $2 WHERE id = $1",
                         {id, change});
}

Task<Result<>> add_following(db::Session& session, AccountId id, int change) {
  return session.execute("UPDATE accounts SET following_count = following_count + $2 WHERE id = $1",
                         {id, change});
}

Task<Result<>> add_posts(db::Session& session, AccountId id, int change) {
  return session.execute("UPDATE accounts SET posts_count = posts_count + $2 WHERE id = $1", {id, change});
}

// Two statements and no RETURNING: SQLite lays the rows that it returns into a table made for them, which costs more than
// to look the account up.
std::size_t count_post(db::Batch& batch, AccountId id, int change, UnixMillis time) {
  batch.add("UPDATE accounts SET posts_count = posts_count + $2, last_posted_at = $3 WHERE id = $1",
            {id, change, time});
  return batch.add("SELECT followers_count, following_count, posts_count FROM accounts WHERE id = $1", {id});
}

bool take_counters(db::Rows const& counted, Account& account) {
  if (counted.empty()) {
    return false;
  }
  auto const row = counted[0];
  account.followers_count = row.integer(0);
  account.following_count = row.integer(1);
  account.posts_count = row.integer(2);
  return true;
}

Task<Result<>> insert_user(db::Session& session, User const& user, std::string_view email_key) {
  co_return co_await session.execute(
      "INSERT INTO users (account_id, email, email_key, password_hash, role, locale, default_visibility, "
      "default_sensitive, default_language, disabled_at, created_at, confirmed_at, sign_up_app_id, "
      "default_quote_policy) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
      {user.account_id, user.email, email_key, user.password_hash, user.role, user.locale,
       user.default_visibility, user.default_sensitive, user.default_language, user.disabled_at,
       user.created_at, user.confirmed_at, user.sign_up_app, user.default_quote_policy});
}

Task<Result<std::optional<User>>> find_user(db::Session& session, AccountId id) {
  CO_TRY(auto const rows,
         co_await session.query("SELECT " USER_COLUMNS " FROM users u WHERE u.account_id = $1", {id}));
  co_return first_user(rows);
}

Task<Result<std::optional<User>>> find_user_by_email(db::Session& session, std::string_view email_key) {
  CO_TRY(auto const rows,
         co_await session.query("SELECT " USER_COLUMNS " FROM users u WHERE u.email_key = $1", {email_key}));
  co_return first_user(rows);
}

Task<Result<std::vector<Member>>> list_members(db::Session& session, AccountId after, int limit) {
  CO_TRY(auto const rows, co_await session.query("SELECT " ACCOUNT_COLUMNS ", " USER_COLUMNS
                                                 " FROM users u JOIN accounts a ON a.id = u.account_id "
                                                 "WHERE u.account_id > $1 ORDER BY u.account_id LIMIT $2",
                                                 {after, limit}));
  std::vector<Member> members;
  for (auto const row : rows) {
    members.push_back({read_account(row), read_user(row, account_columns)});
  }
  co_return members;
}

Task<Result<std::optional<Account>>> find_owner(db::Session& session) {
  CO_TRY(auto const rows, co_await session.query("SELECT " ACCOUNT_COLUMNS
                                                 " FROM users u JOIN accounts a ON a.id = u.account_id "
                                                 "WHERE u.role = $1 ORDER BY u.account_id LIMIT 1",
                                                 {Role::owner}));
  co_return first_account(rows);
}

Task<Result<bool>> any_user(db::Session& session) {
  CO_TRY(auto const rows, co_await session.query("SELECT 1 FROM users LIMIT 1"));
  co_return !rows.empty();
}

Task<Result<bool>> claim_first(db::Session& session, AccountId id, std::string_view domain) {
  return session.changes(
      "INSERT INTO founders (id, account_id, domain) VALUES (1, $1, $2) ON CONFLICT (id) DO NOTHING",
      {id, domain});
}

Task<Result<std::optional<std::string>>> founding_domain(db::Session& session) {
  CO_TRY(auto const rows, co_await session.query("SELECT domain FROM founders WHERE id = 1"));
  co_return rows.empty() ? std::nullopt : std::optional{rows[0].string(0)};
}

Task<Result<>> update_user(db::Session& session, User const& user) {
  co_return co_await session.execute(
      "UPDATE users SET role = $2, locale = $3, default_visibility = $4, default_sensitive = $5, "
      "default_language = $6, default_quote_policy = $7, "
      "disabled_at = $8 WHERE account_id = $1",
      {user.account_id, user.role, user.locale, user.default_visibility, user.default_sensitive,
       user.default_language, user.default_quote_policy, user.disabled_at});
}

Task<Result<>> set_password_hash(db::Session& session, AccountId id, std::string_view password_hash) {
  return session.execute("UPDATE users SET password_hash = $2 WHERE account_id = $1", {id, password_hash});
}

Task<Result<>> confirm(db::Session& session, AccountId id, UnixMillis now) {
  return session.execute("UPDATE users SET confirmed_at = $2 WHERE account_id = $1 AND confirmed_at IS NULL",
                         {id, now});
}

Task<Result<bool>> change_unconfirmed_email(db::Session& session, AccountId id, std::string_view email,
                                            std::string_view email_key) {
  return session.changes(
      "UPDATE users SET email = $2, email_key = $3 WHERE account_id = $1 AND confirmed_at IS NULL",
      {id, email, email_key});
}

Task<Result<>> set_note(db::Session& session, AccountId owner, AccountId target, std::string_view comment) {
  if (comment.empty()) {
    return session.execute("DELETE FROM account_notes WHERE account_id = $1 AND target_id = $2",
                           {owner, target});
  }
  return session.execute(
      "INSERT INTO account_notes (account_id, target_id, comment) VALUES ($1, $2, $3) "
      "ON CONFLICT (account_id, target_id) DO UPDATE SET comment = excluded.comment",
      {owner, target, comment});
}

}  // namespace auklet::store::accounts
