// SPDX-License-Identifier: Apache-2.0
#include "service/sign_up_service.h"

#include <algorithm>
#include <iterator>

#include "base/encoding.h"
#include "service/caller.h"
#include "service/letters.h"
#include "store/accounts.h"
#include "text/email.h"
#include "text/language.h"
#include "text/username.h"

namespace auklet::service {

namespace {

void collect(std::vector<FieldError>& all, Result<> outcome) {
  if (!outcome) {
    std::ranges::move(outcome.error().fields, std::back_inserter(all));
  }
}

// One sentence for clients that do not look at the fields: "Validation failed: Username can't be blank, …".
std::unexpected<Error> refuse(std::vector<FieldError> fields) {
  std::string sentence;
  for (auto const& field : fields) {
    auto name = field.field;
    name.front() = static_cast<char>(name.front() - 'a' + 'A');
    sentence += sentence.empty() ? "" : ", ";
    sentence += name + " " + field.description;
  }
  return std::unexpected(Error{ErrorKind::invalid, "Validation failed: " + sentence, {}, std::move(fields)});
}

FieldError taken(char const* field) {
  return {field, "ERR_TAKEN", "has already been taken"};
}

// What can be said about a request without asking anyone.
std::vector<FieldError> look_at(SignUp const& request, bool by_stranger) {
  std::vector<FieldError> wrong;
  collect(wrong, text::validate_local_username(request.username));
  if (wrong.empty() && by_stranger && text::is_reserved_username(request.username)) {
    wrong.push_back({"username", "ERR_RESERVED", "is reserved"});
  }
  collect(wrong, text::validate_email(request.email));
  collect(wrong, validate_password(request.password));
  if (!request.agreement) {
    wrong.push_back({"agreement", "ERR_ACCEPTED", "must be accepted"});
  }
  return wrong;
}

// Somebody was faster between the question whether it is free and the insert.
Result<> taken_by_conflict(char const* field, Result<> inserted) {
  return inserted || inserted.error().kind != ErrorKind::conflict ? std::move(inserted)
                                                                  : refuse({taken(field)});
}

// One transaction. Without a role the first account of the server gets to own it.
Task<Result<>> write_down(Environment const& env, Account const& account, User& user,
                          std::optional<Role> role) {
  auto const username_key = text::fold_username(account.username);
  auto const email_key = text::fold_email(user.email);
  CO_TRY(auto const transaction, co_await env.database.begin());
  CO_TRY(auto const first, co_await store::accounts::claim_first(*transaction, account.id, account.domain));
  user.role = role.value_or(first ? Role::owner : Role::user);
  CO_TRY_OK(
      taken_by_conflict("username", co_await store::accounts::insert(*transaction, account, username_key)));
  CO_TRY_OK(taken_by_conflict("email", co_await store::accounts::insert_user(*transaction, user, email_key)));
  if (!user.confirmed_at) {
    CO_TRY_OK(co_await enqueue_letter(env, *transaction, LetterPurpose::confirm, user));
  }
  co_return co_await transaction->commit();
}

}  // namespace

Result<> validate_password(std::string_view password) {
  auto const refuse_it = [](char const* code, char const* description) {
    return refuse({{"password", code, description}});
  };
  if (password.empty()) {
    return refuse_it("ERR_BLANK", "can't be blank");
  }
  if (!base::is_utf8(password)) {
    return refuse_it("ERR_INVALID", "is invalid");
  }
  auto const characters = static_cast<std::size_t>(std::ranges::count_if(
      password, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
  if (characters < password_characters_min) {
    return refuse_it("ERR_TOO_SHORT", "is too short (minimum is 8 characters)");
  }
  if (characters > password_characters_max) {
    return refuse_it("ERR_TOO_LONG", "is too long (maximum is 128 characters)");
  }
  return {};
}

Task<Result<AccountId>> SignUpService::sign_up(SignUp request) {
  if (!env_.limits.registrations_open) {
    co_return not_allowed();
  }
  if (!rate_limiter_.take(RateRule::sign_ups_of_peer, request.peer).allowed) {
    co_return too_many_requests();
  }
  co_return co_await make_account(std::move(request), std::nullopt);
}

Task<Result<AccountId>> SignUpService::create(SignUp request, Role role) {
  request.agreement = true;
  co_return co_await make_account(std::move(request), role);
}

Task<Result<std::vector<FieldError>>> SignUpService::find_taken(SignUp const& request) {
  auto& session = env_.database.session();
  std::vector<FieldError> fields;
  CO_TRY(auto const account, co_await store::accounts::find_by_handle(
                                 session, text::fold_username(request.username), env_.identity.domain));
  if (account) {
    fields.push_back(taken("username"));
  }
  CO_TRY(auto const user,
         co_await store::accounts::find_user_by_email(session, text::fold_email(request.email)));
  if (user) {
    fields.push_back(taken("email"));
  }
  co_return fields;
}

// Without a role a stranger signs up.
Task<Result<AccountId>> SignUpService::make_account(SignUp request, std::optional<Role> role) {
  auto wrong = look_at(request, !role);
  if (wrong.empty()) {
    CO_TRY(wrong, co_await find_taken(request));
  }
  if (!wrong.empty()) {
    co_return refuse(std::move(wrong));
  }
  CO_TRY(auto const password_hash, co_await hasher_.hash(std::move(request.password)));

  auto const now = env_.clock.now();
  Account account;
  account.id = env_.mint<AccountId>();
  account.username = request.username;
  account.domain = env_.identity.domain;
  account.uri = env_.identity.actor_uri(request.username);
  account.url = env_.identity.profile_url(request.username);
  account.created_at = now;
  User user;
  user.account_id = account.id;
  user.email = request.email;
  user.password_hash = password_hash;
  user.locale = text::canonical_language(request.locale).value_or("en");
  user.created_at = now;
  user.sign_up_app = request.app;
  // Whom the administrator makes an account is believed, and so is everyone where no mail is sent.
  if (role || !env_.limits.confirms_email) {
    user.confirmed_at = now;
  }
  CO_TRY_OK(co_await write_down(env_, account, user, role));
  env_.bus.publish(bus::JobsWaiting{});
  co_return account.id;
}

}  // namespace auklet::service
