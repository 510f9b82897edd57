// SPDX-License-Identifier: Apache-2.0
#include "store/letters.h"

namespace auklet::store::letters {

namespace {

#define LETTER_COLUMNS "id, account_id, purpose, email, created_at, expires_at"

std::optional<Letter> first_letter(db::Rows const& rows) {
  if (rows.empty()) {
    return std::nullopt;
  }
  auto const row = rows[0];
  return Letter{.id = row.as<LetterId>(0),
                .account_id = row.as<AccountId>(1),
                .purpose = row.as<LetterPurpose>(2),
                .email = row.string(3),
                .created_at = row.time(4),
                .expires_at = row.time(5)};
}

}  // namespace

Task<Result<>> insert(db::Session& session, Letter const& letter) {
  co_return co_await session.execute(
      "INSERT INTO letters (" LETTER_COLUMNS ") VALUES ($1, $2, $3, $4, $5, $6)",
      {letter.id, letter.account_id, letter.purpose, letter.email, letter.created_at, letter.expires_at});
}

Task<Result<std::optional<Letter>>> find(db::Session& session, LetterId id) {
  CO_TRY(auto const rows,
         co_await session.query("SELECT " LETTER_COLUMNS " FROM letters WHERE id = $1", {id}));
  co_return first_letter(rows);
}

Task<Result<std::optional<Letter>>> take(db::Session& session, LetterId id) {
  CO_TRY(auto const rows,
         co_await session.query("DELETE FROM letters WHERE id = $1 RETURNING " LETTER_COLUMNS, {id}));
  co_return first_letter(rows);
}

Task<Result<>> remove_of(db::Session& session, AccountId account, LetterPurpose purpose) {
  return session.execute("DELETE FROM letters WHERE account_id = $1 AND purpose = $2", {account, purpose});
}

Task<Result<>> remove_expired(db::Session& session, UnixMillis now) {
  return session.execute("DELETE FROM letters WHERE expires_at <= $1", {now});
}

}  // namespace auklet::store::letters
