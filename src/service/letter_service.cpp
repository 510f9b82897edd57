// SPDX-License-Identifier: Apache-2.0
#include "service/letter_service.h"

#include <utility>

#include "base/crypto.h"
#include "base/ids.h"
#include "service/letters.h"
#include "service/sign_up_service.h"
#include "store/accounts.h"
#include "store/jobs.h"
#include "store/letters.h"
#include "store/sessions.h"
#include "store/tokens.h"
#include "text/email.h"

namespace auklet::service {

namespace {

// What the job says before the address.
constexpr std::string_view confirm_word = "confirm ";
constexpr std::string_view reset_word = "reset ";

std::unexpected<Error> bad_link() {
  return fail(ErrorKind::invalid, "This link was used already, is too old, or was not copied whole");
}

std::unexpected<Error> email_taken() {
  return std::unexpected(Error{ErrorKind::invalid,
                               "Validation failed: Email has already been taken",
                               {},
                               {{"email", "ERR_TAKEN", "has already been taken"}}});
}

}  // namespace

Task<Result<>> LetterService::resend(Caller caller, std::optional<std::string> email) {
  auto& reader = env_.database.session();
  CO_TRY(auto user, co_await store::accounts::find_user(reader, caller.self()));
  if (!user || !user->sign_up_app || user->sign_up_app != caller.app) {
    co_return fail(ErrorKind::forbidden,
                   "This method is only available to the application the user originally signed-up with");
  }
  if (!are_sent() || user->confirmed_at) {
    co_return fail(ErrorKind::forbidden,
                   "This method is only available while the e-mail is awaiting confirmation");
  }
  if (email) {
    CO_TRY_OK(text::validate_email(*email));
    user->email = *std::move(email);
  }
  if (!rate_limiter_.take(RateRule::letters_of_peer, caller.peer).allowed ||
      !rate_limiter_.take(RateRule::letters_to_address, text::fold_email(user->email)).allowed) {
    co_return too_many_requests();
  }
  CO_TRY(auto transaction, co_await env_.database.begin());
  auto const key = text::fold_email(user->email);
  auto const changed =
      co_await store::accounts::change_unconfirmed_email(*transaction, user->account_id, user->email, key);
  if (!changed) {
    co_return changed.error().kind == ErrorKind::conflict ? email_taken() : std::unexpected(changed.error());
  }
  if (*changed) {
    CO_TRY_OK(co_await enqueue_letter(env_, *transaction, LetterPurpose::confirm, *user));
  }
  CO_TRY_OK(co_await transaction->commit());
  transaction.reset();
  env_.bus.publish(bus::JobsWaiting{});
  co_return Result<>{};
}

Task<Result<>> LetterService::ask(LetterPurpose purpose, std::string email, std::string peer) {
  auto const key = text::fold_email(email);
  if (!rate_limiter_.take(RateRule::letters_of_peer, peer).allowed ||
      !rate_limiter_.take(RateRule::letters_to_address, key).allowed) {
    co_return too_many_requests();
  }
  if (!are_sent() || !text::validate_email(email)) {
    co_return Result<>{};
  }
  auto const now = env_.clock.now();
  store::jobs::NewJob const job{
      .id = env_.mint<JobId>(),
      .kind = answer_job,
      .payload = std::string(purpose == LetterPurpose::confirm ? confirm_word : reset_word) + key,
      .run_at = now,
      .lane = {},
      .created_at = now};
  db::Batch batch;
  store::jobs::enqueue(batch, job);
  CO_TRY_OK(co_await env_.database.write(batch));
  env_.bus.publish(bus::JobsWaiting{});
  co_return Result<>{};
}

Task<Result<>> LetterService::answer(std::string payload) {
  auto const confirms = payload.starts_with(confirm_word);
  if (!confirms && !payload.starts_with(reset_word)) {
    co_return fail(ErrorKind::malformed, "", "a request for a letter of an unknown kind");
  }
  auto const key = payload.substr(confirms ? confirm_word.size() : reset_word.size());
  CO_TRY(auto transaction, co_await env_.database.begin());
  CO_TRY(auto const user, co_await store::accounts::find_user_by_email(*transaction, key));
  if (!user || user->disabled_at || (confirms && user->confirmed_at)) {
    co_return Result<>{};
  }
  CO_TRY_OK(co_await enqueue_letter(env_, *transaction,
                                    confirms ? LetterPurpose::confirm : LetterPurpose::reset, *user));
  CO_TRY_OK(co_await transaction->commit());
  transaction.reset();
  env_.bus.publish(bus::JobsWaiting{});
  co_return Result<>{};
}

std::optional<LetterId> LetterService::read(std::string_view token) const {
  auto const dot = token.find('.');
  if (dot == std::string_view::npos) {
    return std::nullopt;
  }
  auto const number = base::parse_id(token.substr(0, dot));
  if (!number) {
    return std::nullopt;
  }
  LetterId const id{*number};
  return base::equal_constant_time(secrets_.letter(id), token.substr(dot + 1)) ? std::optional{id}
                                                                               : std::nullopt;
}

Task<Result<Letter>> LetterService::find_good(LetterPurpose purpose, std::string token) const {
  auto const id = read(token);
  if (!id) {
    co_return bad_link();
  }
  CO_TRY(auto const letter, co_await store::letters::find(env_.database.session(), *id));
  if (!letter || letter->purpose != purpose || letter->expires_at <= env_.clock.now()) {
    co_return bad_link();
  }
  co_return *letter;
}

Task<Result<>> LetterService::check(LetterPurpose purpose, std::string token) const {
  CO_TRY_OK(co_await find_good(purpose, std::move(token)));
  co_return Result<>{};
}

Task<Result<Letter>> LetterService::use(db::Session& session, LetterPurpose purpose,
                                        std::string token) const {
  CO_TRY(auto const letter, co_await find_good(purpose, std::move(token)));
  CO_TRY(auto const taken, co_await store::letters::take(session, letter.id));
  if (!taken) {
    co_return bad_link();
  }
  // An address that was changed since is not the one that was proved.
  CO_TRY(auto const user, co_await store::accounts::find_user(session, taken->account_id));
  if (!user || user->email != taken->email) {
    co_return bad_link();
  }
  co_return *taken;
}

Task<Result<>> LetterService::confirm(std::string token) {
  CO_TRY(auto transaction, co_await env_.database.begin());
  CO_TRY(auto const letter, co_await use(*transaction, LetterPurpose::confirm, std::move(token)));
  CO_TRY_OK(co_await store::accounts::confirm(*transaction, letter.account_id, env_.clock.now()));
  CO_TRY_OK(co_await transaction->commit());
  transaction.reset();
  env_.bus.publish(bus::AccessChanged{letter.account_id});
  co_return Result<>{};
}

Task<Result<>> LetterService::reset_password(std::string token, std::string password) {
  CO_TRY_OK(co_await check(LetterPurpose::reset, token));
  CO_TRY_OK(validate_password(password));
  CO_TRY(auto const password_hash, co_await hasher_.hash(std::move(password)));
  CO_TRY(auto transaction, co_await env_.database.begin());
  CO_TRY(auto const letter, co_await use(*transaction, LetterPurpose::reset, std::move(token)));
  auto const account = letter.account_id;
  CO_TRY_OK(co_await store::accounts::set_password_hash(*transaction, account, password_hash));
  CO_TRY_OK(co_await store::accounts::confirm(*transaction, account, env_.clock.now()));
  CO_TRY_OK(co_await store::tokens::erase_of_account(*transaction, account));
  CO_TRY_OK(co_await store::tokens::erase_codes_of_account(*transaction, account));
  CO_TRY_OK(co_await store::sessions::erase_of_account(*transaction, account));
  CO_TRY_OK(co_await transaction->commit());
  transaction.reset();
  env_.bus.publish(bus::AccessChanged{account});
  co_return Result<>{};
}

Task<Result<std::optional<LetterDetails>>> LetterService::find(LetterId id) const {
  auto& reader = env_.database.session();
  CO_TRY(auto const letter, co_await store::letters::find(reader, id));
  if (!letter || letter->expires_at <= env_.clock.now()) {
    co_return std::nullopt;
  }
  CO_TRY(auto const account, co_await store::accounts::find(reader, letter->account_id));
  if (!account) {
    co_return std::nullopt;
  }
  co_return LetterDetails{*letter, account->username, to_text(id) + "." + secrets_.letter(id)};
}

Task<Result<>> LetterService::forget_expired() {
  CO_TRY(auto transaction, co_await env_.database.begin());
  CO_TRY_OK(co_await store::letters::remove_expired(*transaction, env_.clock.now()));
  co_return co_await transaction->commit();
}

}  // namespace auklet::service
