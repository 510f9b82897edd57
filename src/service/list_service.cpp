// SPDX-License-Identifier: Apache-2.0
#include "service/list_service.h"

#include <algorithm>
#include <utility>

#include "service/account_loader.h"
#include "store/accounts.h"
#include "store/follows.h"
#include "store/lists.h"
#include "text/unicode.h"

namespace auklet::service {

namespace {

constexpr std::int64_t lists_max = 50;  // as Mastodon has it
constexpr std::size_t title_characters_max = 256;

Result<> check_title(std::string const& title) {
  if (title.find_first_not_of(" \t\r\n") == std::string::npos) {
    return validation_failed("Title can't be blank");
  }
  if (text::count_graphemes(title) > title_characters_max) {
    return validation_failed("Title is too long (maximum is 256 characters)");
  }
  return {};
}

List drafted(List list, ListDraft draft) {
  list.title = std::move(draft.title).value_or(std::move(list.title));
  list.replies = draft.replies.value_or(list.replies);
  list.exclusive = draft.exclusive.value_or(list.exclusive);
  return list;
}

}  // namespace

Task<Result<List>> ListService::own(Caller const& caller, db::Session& session, ListId id) const {
  CO_TRY(auto list, co_await store::lists::find(session, id));
  if (!list || !caller.is(list->owner)) {
    co_return record_not_found();
  }
  co_return std::move(*list);
}

// The home is another one only when an exclusive list has to do with it.
void ListService::tell(List const& list, bool home_too) const {
  if (home_too) {
    env_.bus.publish(bus::RelationsChanged{{list.owner}});
  } else {
    env_.bus.publish(bus::ListChanged{list.owner, list.id});
  }
}

Task<Result<std::vector<List>>> ListService::all(Caller caller) const {
  co_return co_await store::lists::of_owner(env_.database.session(), caller.self());
}

Task<Result<List>> ListService::find(Caller caller, ListId id) const {
  co_return co_await own(caller, env_.database.session(), id);
}

Task<Result<List>> ListService::create(Caller caller, ListDraft draft) {
  auto const list = drafted({.id = env_.mint<ListId>(), .owner = caller.self()}, std::move(draft));
  CO_TRY_OK(check_title(list.title));
  CO_TRY(auto transaction, co_await env_.database.begin());
  CO_TRY_OK(co_await store::accounts::lock(*transaction, caller.self()));
  CO_TRY(auto const count, co_await store::lists::count(*transaction, caller.self()));
  if (count >= lists_max) {
    co_return validation_failed("You have reached the maximum number of lists");
  }
  CO_TRY_OK(co_await store::lists::insert(*transaction, list));
  CO_TRY_OK(co_await transaction->commit());
  co_return list;
}

Task<Result<List>> ListService::update(Caller caller, ListId id, ListDraft draft) {
  CO_TRY(auto transaction, co_await env_.database.begin());
  CO_TRY_OK(co_await store::accounts::lock(*transaction, caller.self()));
  CO_TRY(auto const before, co_await own(caller, *transaction, id));
  auto const after = drafted(before, std::move(draft));
  CO_TRY_OK(check_title(after.title));
  CO_TRY_OK(co_await store::lists::update(*transaction, after));
  CO_TRY_OK(co_await transaction->commit());
  transaction.reset();
  tell(after, before.exclusive != after.exclusive);
  co_return after;
}

Task<Result<>> ListService::remove(Caller caller, ListId id) {
  CO_TRY(auto transaction, co_await env_.database.begin());
  CO_TRY_OK(co_await store::accounts::lock(*transaction, caller.self()));
  CO_TRY(auto const list, co_await own(caller, *transaction, id));
  CO_TRY_OK(co_await store::lists::remove(*transaction, id));
  CO_TRY_OK(co_await transaction->commit());
  transaction.reset();
  tell(list, list.exclusive);
  co_return Result<>{};
}

Task<Result<Listing<Account>>> ListService::members(Caller caller, ListId id, PageRequest page) const {
  auto& reader = env_.database.session();
  CO_TRY_OK(co_await own(caller, reader, id));
  CO_TRY(auto const entries, co_await store::lists::members(reader, id, page));
  auto listing = listing_of<Account>(entries, page);
  std::vector<AccountId> ids;
  std::ranges::transform(entries, std::back_inserter(ids), &store::ListedAccount::account);
  CO_TRY(listing.items, co_await load_accounts(reader, std::move(ids)));
  co_return listing;
}

Task<Result<>> ListService::add_members(Caller caller, ListId id, std::vector<AccountId> accounts) {
  CO_TRY(auto transaction, co_await env_.database.begin());
  CO_TRY_OK(co_await store::accounts::lock(*transaction, caller.self()));
  CO_TRY(auto const list, co_await own(caller, *transaction, id));
  CO_TRY(auto const followed,
         co_await store::follows::followees_among(*transaction, caller.self(), accounts));
  if (followed.size() != accounts.size()) {
    co_return record_not_found();
  }
  for (auto const account : accounts) {
    CO_TRY(auto const added,
           co_await store::lists::add_member(*transaction, id, account, env_.mint<RelationId>()));
    if (!added) {
      co_return validation_failed("Account has already been taken");
    }
  }
  CO_TRY_OK(co_await transaction->commit());
  transaction.reset();
  tell(list, list.exclusive);
  co_return Result<>{};
}

Task<Result<>> ListService::remove_members(Caller caller, ListId id, std::vector<AccountId> accounts) {
  CO_TRY(auto transaction, co_await env_.database.begin());
  CO_TRY_OK(co_await store::accounts::lock(*transaction, caller.self()));
  CO_TRY(auto const list, co_await own(caller, *transaction, id));
  CO_TRY_OK(co_await store::lists::remove_members(*transaction, id, accounts));
  CO_TRY_OK(co_await transaction->commit());
  transaction.reset();
  tell(list, list.exclusive);
  co_return Result<>{};
}

Task<Result<std::vector<List>>> ListService::with_member(Caller caller, AccountId account) const {
  auto& reader = env_.database.session();
  CO_TRY(auto const member, co_await store::accounts::find(reader, account));
  if (!member || member->suspended_at) {
    co_return record_not_found();
  }
  co_return co_await store::lists::with_member(reader, caller.self(), account);
}

}  // namespace auklet::service
