// SPDX-License-Identifier: Apache-2.0
#include "service/account_service.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "service/account_loader.h"
#include "service/media_files.h"
#include "store/accounts.h"
#include "store/follows.h"
#include "store/media.h"
#include "text/display_name.h"
#include "text/language.h"
#include "text/unicode.h"
#include "text/username.h"

namespace auklet::service {

namespace {

constexpr int familiar_followers_max = 10;
constexpr int counted_requests_max = 1000;

void check_length(Error& error, std::string const& field, std::string const& label, std::string const& text,
                  std::size_t characters_max) {
  if (text::count_graphemes(text) > characters_max) {
    auto const description = fmt::format("is too long (maximum is {} characters)", characters_max);
    error.fields.push_back({field, "ERR_TOO_LONG", description});
    error.message +=
        fmt::format("{}{} {}", error.fields.size() == 1 ? "Validation failed: " : ", ", label, description);
  }
}

template <class T>
void take(std::optional<T> const& from, T& to) {
  if (from) {
    to = *from;
  }
}

}  // namespace

Task<Result<Account>> AccountService::find(AccountId id) const {
  CO_TRY(auto account, co_await store::accounts::find(env_.database.session(), id));
  if (!account || account->suspended_at) {
    co_return record_not_found();
  }
  co_return std::move(*account);
}

Task<Result<std::vector<Account>>> AccountService::find_all(std::vector<AccountId> ids) const {
  return load_accounts(env_.database.session(), std::move(ids));
}

Task<Result<Account>> AccountService::find_by_acct(std::string acct) const {
  std::string_view text = acct;
  if (text.starts_with('@')) {
    text.remove_prefix(1);
  }
  auto const at = text.find('@');
  auto const username = text::fold_username(text.substr(0, at));
  auto const domain =
      at == std::string_view::npos ? env_.identity.domain : text::fold_username(text.substr(at + 1));
  CO_TRY(auto account, co_await store::accounts::find_by_handle(env_.database.session(), username, domain));
  if (!account || account->suspended_at) {
    co_return record_not_found();
  }
  co_return std::move(*account);
}

Task<Result<std::vector<Account>>> AccountService::search(Caller caller, AccountSearch query) const {
  auto const at = query.text.starts_with('@') ? query.text.find('@', 1) : query.text.find('@');
  if (at != std::string::npos) {  // a whole handle: that one or none
    auto exact = co_await find_by_acct(query.text);
    std::vector<Account> found;
    if (exact && query.offset == 0) {
      found.push_back(std::move(*exact));
    }
    co_return found;
  }
  auto folded = text::fold_username(query.text);
  if (folded.starts_with('@')) {
    folded.erase(0, 1);
  }
  if (folded.empty()) {
    co_return std::vector<Account>{};
  }
  auto const follower = query.following_only ? caller.account : std::nullopt;
  co_return co_await store::accounts::search(env_.database.session(), folded, follower, query.limit,
                                             query.offset);
}

Task<Result<std::vector<FamiliarFollowers>>> AccountService::familiar_followers(
    Caller caller, std::vector<AccountId> of) const {
  auto& reader = env_.database.session();
  CO_TRY(auto const targets, co_await load_accounts(reader, std::move(of)));
  std::vector<FamiliarFollowers> list;
  for (auto const& target : targets) {
    std::vector<Account> accounts;
    if (!target.hide_collections) {
      CO_TRY(auto ids, co_await store::follows::familiar_followers(reader, caller.self(), target.id,
                                                                   familiar_followers_max));
      CO_TRY(accounts, co_await load_accounts(reader, std::move(ids)));
      std::erase_if(accounts, [](Account const& follower) { return follower.hide_collections; });
    }
    list.push_back({target.id, std::move(accounts)});
  }
  co_return list;
}

Task<Result<OwnAccount>> AccountService::own(Caller caller) const {
  auto& reader = env_.database.session();
  CO_TRY(auto account, co_await find(caller.self()));
  CO_TRY(auto user, co_await store::accounts::find_user(reader, caller.self()));
  if (!user) {
    co_return record_not_found();
  }
  CO_TRY(auto const requests,
         co_await store::follows::requests(reader, caller.self(), {.limit = counted_requests_max}));
  co_return OwnAccount{std::move(account), std::move(*user), static_cast<std::int64_t>(requests.size())};
}

Result<> AccountService::check(ProfileChange& change) const {
  Error error{.kind = ErrorKind::invalid};
  if (change.display_name) {
    change.display_name = text::clean_display_name(*change.display_name);
    check_length(error, "display_name", "Display name", *change.display_name,
                 env_.limits.display_name_characters_max);
  }
  if (change.note) {
    change.note = text::clean_text(*change.note);
    check_length(error, "note", "Note", *change.note, env_.limits.note_characters_max);
  }
  if (change.fields) {
    std::erase_if(*change.fields,
                  [](ProfileField const& field) { return field.name.empty() && field.value.empty(); });
    if (change.fields->size() > env_.limits.profile_fields_max) {
      error.fields.push_back({"fields", "ERR_TOO_LONG", "are too many"});
      error.message = "Validation failed: Fields are too many";
    }
    for (auto& field : *change.fields) {
      field.name = text::clean_display_name(field.name);
      field.value = text::clean_display_name(field.value);
      check_length(error, "fields", "Field name", field.name, env_.limits.profile_field_characters_max);
      check_length(error, "fields", "Field value", field.value, env_.limits.profile_field_characters_max);
    }
  }
  if (change.default_language && !change.default_language->empty()) {
    auto canonical = text::canonical_language(*change.default_language);
    if (!canonical) {
      return validation_failed("Language is invalid");
    }
    change.default_language = std::move(canonical);
  }
  return error.fields.empty() ? Result<>{} : std::unexpected(std::move(error));
}

// The profile takes the file over, and the one that it had is nobody's.
Task<Result<>> AccountService::change_picture(db::Session& session,
                                              std::optional<ProfilePicture> const& picture,
                                              std::string& file) const {
  if (!picture) {
    co_return Result<>{};
  }
  CO_TRY_OK(co_await store::media::remove(session, picture->id));
  CO_TRY_OK(co_await enqueue_removal(env_, session, {file}));
  file = picture->file;
  co_return Result<>{};
}

Task<Result<OwnAccount>> AccountService::update_profile(Caller caller, ProfileChange change) {
  CO_TRY_OK(check(change));
  CO_TRY(auto transaction, co_await env_.database.begin());
  CO_TRY_OK(co_await store::accounts::lock(*transaction, caller.self()));
  CO_TRY(auto account, co_await store::accounts::find(*transaction, caller.self()));
  CO_TRY(auto user, co_await store::accounts::find_user(*transaction, caller.self()));
  if (!account || !user) {
    co_return record_not_found();
  }
  auto const unlocks = account->locked && change.locked == false;
  take(change.display_name, account->display_name);
  take(change.note, account->note);
  take(change.fields, account->fields);
  take(change.locked, account->locked);
  take(change.bot, account->bot);
  take(change.discoverable, account->discoverable);
  take(change.indexable, account->indexable);
  take(change.hide_collections, account->hide_collections);
  take(change.default_visibility, user->default_visibility);
  take(change.default_sensitive, user->default_sensitive);
  take(change.default_quote_policy, user->default_quote_policy);
  if (change.default_language) {
    user->default_language = change.default_language->empty() ? std::nullopt : change.default_language;
  }
  CO_TRY_OK(co_await change_picture(*transaction, change.avatar, account->avatar));
  CO_TRY_OK(co_await change_picture(*transaction, change.header, account->header));
  CO_TRY_OK(co_await store::accounts::update_profile(*transaction, *account));
  CO_TRY_OK(co_await store::accounts::update_user(*transaction, *user));
  CO_TRY_OK(co_await transaction->commit());
  transaction.reset();
  env_.bus.publish(bus::AccountsTouched{{caller.self()}});
  env_.bus.publish(bus::PostDefaultsChanged{caller.self()});
  if (change.avatar || change.header) {
    env_.bus.publish(bus::JobsWaiting{});
  }
  if (unlocks) {
    CO_TRY_OK(co_await relations_.accept_all_requests(caller));
  }
  co_return co_await own(caller);
}

}  // namespace auklet::service
