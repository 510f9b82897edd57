// SPDX-License-Identifier: Apache-2.0
#include "service/collection_service.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "service/account_loader.h"
#include "store/accounts.h"
#include "store/blocks.h"
#include "store/collections.h"
#include "store/posts.h"
#include "text/language.h"
#include "text/post_text.h"
#include "text/unicode.h"

namespace auklet::service {

namespace {

constexpr std::size_t name_characters_max = 40;
constexpr std::size_t description_characters_max = 100;

std::unexpected<Error> cannot_be_added() {
  return validation_failed("Account cannot be added to this collection");
}

}  // namespace

Task<Result<Collection>> CollectionService::seen(Caller const& caller, db::Session& session,
                                                 CollectionId id) const {
  CO_TRY(auto collection, co_await store::collections::find(session, id));
  if (!collection) {
    co_return record_not_found();
  }
  CO_TRY(auto const owner, co_await store::accounts::find(session, collection->owner));
  if (!owner || owner->suspended_at) {
    co_return record_not_found();
  }
  if (caller.account && !caller.is(owner->id)) {
    CO_TRY(auto const blocked, co_await store::blocks::exists(session, owner->id, *caller.account));
    if (blocked) {
      co_return record_not_found();
    }
  }
  co_return std::move(*collection);
}

Task<Result<Collection>> CollectionService::own(Caller const& caller, db::Session& session,
                                                CollectionId id) const {
  CO_TRY(auto collection, co_await seen(caller, session, id));
  if (!caller.is(collection.owner)) {
    co_return not_allowed();
  }
  co_return collection;
}

Task<Result<>> CollectionService::apply(db::Session& session, CollectionDraft const& draft,
                                        Collection& collection) const {
  collection.name = text::clean_text(draft.name.value_or(collection.name));
  collection.description = text::clean_text(draft.description.value_or(collection.description));
  collection.sensitive = draft.sensitive.value_or(collection.sensitive);
  collection.discoverable = draft.discoverable.value_or(collection.discoverable);
  if (collection.name.empty()) {
    co_return validation_failed("Name can't be blank");
  }
  if (text::count_graphemes(collection.name) > name_characters_max) {
    co_return validation_failed("Name is too long (maximum is 40 characters)");
  }
  if (text::count_graphemes(collection.description) > description_characters_max) {
    co_return validation_failed("Description is too long (maximum is 100 characters)");
  }
  if (draft.language) {
    collection.language = text::canonical_language(*draft.language);
    if (!collection.language && !draft.language->empty()) {
      co_return validation_failed("Language is invalid");
    }
  }
  if (draft.tag) {
    collection.tag.reset();
    if (!draft.tag->empty()) {
      auto const hashtag = text::read_hashtag(*draft.tag);
      if (!hashtag) {
        co_return validation_failed("Tag name is invalid");
      }
      CO_TRY(
          collection.tag,
          co_await store::posts::obtain_tag(
              session, {.fresh_id = env_.mint<TagId>(), .name = hashtag->name, .display = hashtag->display},
              env_.clock.now()));
    }
  }
  co_return Result<>{};
}

Task<Result<CollectionItem>> CollectionService::insert_item(db::Session& session,
                                                            Collection const& collection,
                                                            AccountId account) const {
  CO_TRY(auto const found, co_await store::accounts::find(session, account));
  if (!found || found->suspended_at || !found->discoverable) {
    co_return cannot_be_added();
  }
  CO_TRY(auto const hidden,
         co_await store::blocks::hidden_among(session, collection.owner, {account}, env_.clock.now()));
  if (!hidden.blocked.empty() || !hidden.blocked_by.empty()) {
    co_return cannot_be_added();
  }
  CollectionItem const item{.id = env_.mint<RelationId>(),
                            .collection = collection.id,
                            .account = account,
                            .created_at = env_.clock.now()};
  CO_TRY(auto const added, co_await store::collections::insert_item(session, item));
  if (!added) {
    co_return cannot_be_added();
  }
  CO_TRY(auto const count, co_await store::collections::count_items(session, collection.id));
  if (count > items_max) {
    co_return validation_failed("A collection cannot have more than 25 accounts");
  }
  co_return item;
}

Task<Result<std::vector<CollectionDetails>>> CollectionService::details(Caller const& caller,
                                                                        std::vector<Collection> list) const {
  auto& reader = env_.database.session();
  std::vector<CollectionId> ids;
  std::vector<AccountId> people;
  for (auto const& collection : list) {
    ids.push_back(collection.id);
    people.push_back(collection.owner);
  }
  CO_TRY(auto items, co_await store::collections::items_of(reader, ids));
  std::ranges::transform(items, std::back_inserter(people), &CollectionItem::account);
  std::ranges::sort(people);
  auto const repeated = std::ranges::unique(people);
  people.erase(repeated.begin(), repeated.end());
  if (caller.account) {
    CO_TRY(auto const hidden,
           co_await store::blocks::hidden_among(reader, *caller.account, people, env_.clock.now()));
    std::erase_if(items, [&hidden](CollectionItem const& item) {
      return std::ranges::find(hidden.blocked, item.account) != hidden.blocked.end() ||
             std::ranges::find(hidden.blocked_by, item.account) != hidden.blocked_by.end();
    });
  }
  CO_TRY(auto const accounts, co_await load_accounts(reader, std::move(people)));
  std::vector<CollectionDetails> all;
  for (auto& collection : list) {
    auto const owner = std::ranges::find(accounts, collection.owner, &Account::id);
    if (owner == accounts.end()) {
      continue;
    }
    CollectionDetails details{
        .collection = std::move(collection), .owner = *owner, .items = {}, .accounts = {}};
    for (auto const& item : items) {
      auto const account = std::ranges::find(accounts, item.account, &Account::id);
      if (item.collection == details.collection.id && account != accounts.end()) {
        details.items.push_back(item);
        details.accounts.push_back(*account);
      }
    }
    all.push_back(std::move(details));
  }
  co_return all;
}

Task<Result<CollectionDetails>> CollectionService::create(Caller caller, CollectionDraft draft,
                                                          std::vector<AccountId> accounts) {
  auto const now = env_.clock.now();
  CO_TRY(auto transaction, co_await env_.database.begin());
  CO_TRY_OK(co_await store::accounts::lock(*transaction, caller.self()));
  Collection collection{
      .id = env_.mint<CollectionId>(), .owner = caller.self(), .created_at = now, .updated_at = now};
  CO_TRY_OK(co_await apply(*transaction, draft, collection));
  CO_TRY(auto const count, co_await store::collections::count(*transaction, caller.self()));
  if (count >= collections_max) {
    co_return validation_failed("You have reached the maximum number of collections");
  }
  CO_TRY_OK(co_await store::collections::insert(*transaction, collection));
  for (auto const account : accounts) {
    CO_TRY_OK(co_await insert_item(*transaction, collection, account));
  }
  CO_TRY_OK(co_await transaction->commit());
  transaction.reset();
  co_return co_await find(std::move(caller), collection.id);
}

Task<Result<CollectionDetails>> CollectionService::find(Caller caller, CollectionId id) const {
  CO_TRY(auto collection, co_await seen(caller, env_.database.session(), id));
  CO_TRY(auto shown, co_await details(caller, {std::move(collection)}));
  if (shown.empty()) {
    co_return record_not_found();
  }
  co_return std::move(shown.front());
}

Task<Result<CollectionDetails>> CollectionService::update(Caller caller, CollectionId id,
                                                          CollectionDraft draft) {
  CO_TRY(auto transaction, co_await env_.database.begin());
  CO_TRY_OK(co_await store::accounts::lock(*transaction, caller.self()));
  CO_TRY(auto collection, co_await own(caller, *transaction, id));
  CO_TRY_OK(co_await apply(*transaction, draft, collection));
  collection.updated_at = env_.clock.now();
  CO_TRY_OK(co_await store::collections::update(*transaction, collection));
  CO_TRY_OK(co_await transaction->commit());
  transaction.reset();
  co_return co_await find(std::move(caller), id);
}

Task<Result<>> CollectionService::remove(Caller caller, CollectionId id) {
  CO_TRY(auto transaction, co_await env_.database.begin());
  CO_TRY_OK(co_await store::accounts::lock(*transaction, caller.self()));
  CO_TRY_OK(co_await own(caller, *transaction, id));
  CO_TRY_OK(co_await store::collections::remove(*transaction, id));
  co_return co_await transaction->commit();
}

Task<Result<CollectionItem>> CollectionService::add(Caller caller, CollectionId id, AccountId account) {
  CO_TRY(auto transaction, co_await env_.database.begin());
  CO_TRY_OK(co_await store::accounts::lock_pair(*transaction, caller.self(), account));
  CO_TRY(auto const collection, co_await own(caller, *transaction, id));
  CO_TRY(auto const item, co_await insert_item(*transaction, collection, account));
  CO_TRY_OK(co_await transaction->commit());
  co_return item;
}

Task<Result<>> CollectionService::remove_item(Caller caller, CollectionId id, RelationId item) {
  CO_TRY(auto transaction, co_await env_.database.begin());
  CO_TRY_OK(co_await store::accounts::lock(*transaction, caller.self()));
  CO_TRY_OK(co_await own(caller, *transaction, id));
  CO_TRY(auto const found, co_await store::collections::find_item(*transaction, id, item));
  // What was revoked stays, so that it cannot be added again.
  if (!found || found->state == CollectionItemState::revoked) {
    co_return record_not_found();
  }
  CO_TRY_OK(co_await store::collections::remove_item(*transaction, id, item));
  co_return co_await transaction->commit();
}

Task<Result<>> CollectionService::revoke(Caller caller, CollectionId id, RelationId item) {
  CO_TRY(auto transaction, co_await env_.database.begin());
  CO_TRY(auto const found, co_await store::collections::find_item(*transaction, id, item));
  if (!found || found->state == CollectionItemState::revoked) {
    co_return record_not_found();
  }
  if (!caller.is(found->account)) {
    co_return not_allowed();
  }
  CO_TRY_OK(co_await store::collections::set_state(*transaction, id, item, CollectionItemState::revoked));
  co_return co_await transaction->commit();
}

Task<Result<Account>> CollectionService::present(AccountId account) const {
  CO_TRY(auto found, co_await store::accounts::find(env_.database.session(), account));
  if (!found || found->suspended_at) {
    co_return record_not_found();
  }
  co_return std::move(*found);
}

Task<Result<std::vector<CollectionDetails>>> CollectionService::of_account(Caller caller, AccountId owner,
                                                                           int limit, int offset) const {
  auto& reader = env_.database.session();
  CO_TRY_OK(co_await present(owner));
  if (caller.account) {
    CO_TRY(auto const blocked, co_await store::blocks::exists(reader, owner, *caller.account));
    if (blocked) {
      co_return std::vector<CollectionDetails>{};
    }
  }
  CO_TRY(auto list, co_await store::collections::of_owner(reader, owner, limit, offset));
  co_return co_await details(caller, std::move(list));
}

Task<Result<std::vector<CollectionDetails>>> CollectionService::with_account(Caller caller, AccountId account,
                                                                             int limit, int offset) const {
  CO_TRY_OK(co_await present(account));
  CO_TRY(auto list,
         co_await store::collections::with_account(env_.database.session(), account,
                                                   caller.account.value_or(AccountId{}), limit, offset));
  co_return co_await details(caller, std::move(list));
}

}  // namespace auklet::service
