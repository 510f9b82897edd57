// SPDX-License-Identifier: Apache-2.0
#include "service/relation_service.h"

#include <algorithm>
#include <utility>

#include "service/account_loader.h"
#include "store/accounts.h"
#include "store/blocks.h"
#include "store/collections.h"
#include "store/conversations.h"
#include "store/endorsements.h"
#include "store/lists.h"
#include "store/notifications.h"
#include "store/relationships.h"
#include "text/language.h"
#include "text/unicode.h"

namespace auklet::service {

namespace {

constexpr std::size_t note_characters_max = 2000;

bool contains(std::vector<AccountId> const& list, AccountId id) {
  return std::ranges::find(list, id) != list.end();
}

}  // namespace

Task<Result<Account>> RelationService::target_of(AccountId target) const {
  CO_TRY(auto account, co_await store::accounts::find(env_.database.session(), target));
  if (!account || account->suspended_at) {
    co_return record_not_found();
  }
  co_return std::move(*account);
}

Task<Result<Relationship>> RelationService::now_between(Caller const& caller, AccountId target) const {
  CO_TRY(auto list, co_await store::relationships::find_all(env_.database.session(), caller.self(), {target},
                                                            env_.clock.now()));
  co_return std::move(list.front());
}

Task<Result<Relationship>> RelationService::after(Caller const& caller, AccountId target,
                                                  std::vector<AccountId> changed) {
  if (!changed.empty()) {
    env_.bus.publish(bus::RelationsChanged{std::move(changed), {caller.self(), target}});
    // They count each other, or no longer.
    env_.bus.publish(bus::AccountsTouched{{caller.self(), target}, /*only_counters=*/true});
  }
  return now_between(caller, target);
}

Task<Result<std::vector<Relationship>>> RelationService::relationships(Caller caller,
                                                                       std::vector<AccountId> targets) const {
  auto& reader = env_.database.session();
  CO_TRY(auto const known, co_await store::accounts::find_all(reader, targets));
  std::erase_if(targets, [&known](AccountId id) {
    return std::ranges::none_of(known, [id](Account const& account) { return account.id == id; });
  });
  co_return co_await store::relationships::find_all(reader, caller.self(), std::move(targets),
                                                    env_.clock.now());
}

Task<Result<>> RelationService::start_following(db::Session& session, Tidings& tidings,
                                                store::follows::Follow follow) const {
  CO_TRY_OK(co_await store::follows::remove_request(session, follow.follower, follow.followee));
  CO_TRY(auto const added, co_await store::follows::insert(session, follow));
  if (!added) {
    co_return Result<>{};
  }
  CO_TRY_OK(co_await store::accounts::add_following(session, follow.follower, +1));
  CO_TRY_OK(co_await store::accounts::add_followers(session, follow.followee, +1));
  co_return co_await notifier_.tell(session, tidings, follow.followee, NotificationType::follow,
                                    follow.follower, {}, {});
}

Task<Result<>> RelationService::request_following(db::Session& session, Tidings& tidings,
                                                  store::follows::Follow follow) const {
  CO_TRY(auto const added, co_await store::follows::insert_request(session, follow));
  if (!added) {
    co_return Result<>{};
  }
  co_return co_await notifier_.tell(session, tidings, follow.followee, NotificationType::follow_request,
                                    follow.follower, {}, {});
}

Task<Result<>> RelationService::stop_following(db::Session& session, AccountId follower,
                                               AccountId followee) const {
  CO_TRY(auto const removed, co_await store::follows::remove(session, follower, followee));
  if (removed) {
    CO_TRY_OK(co_await store::accounts::add_following(session, follower, -1));
    CO_TRY_OK(co_await store::accounts::add_followers(session, followee, -1));
    CO_TRY_OK(
        co_await store::notifications::remove_of_type(session, followee, follower, NotificationType::follow));
    CO_TRY_OK(co_await store::lists::remove_from_all(session, follower, followee));
    CO_TRY_OK(co_await store::endorsements::remove(session, follower, followee));
  }
  CO_TRY(auto const withdrawn, co_await store::follows::remove_request(session, follower, followee));
  if (withdrawn) {
    CO_TRY_OK(co_await store::notifications::remove_of_type(session, followee, follower,
                                                            NotificationType::follow_request));
  }
  co_return Result<>{};
}

Task<Result<>> RelationService::stop_following_each_other(db::Session& session, AccountId one,
                                                          AccountId other) const {
  CO_TRY_OK(co_await stop_following(session, one, other));
  co_return co_await stop_following(session, other, one);
}

Task<Result<Relationship>> RelationService::follow(Caller caller, AccountId target, FollowTerms terms) {
  CO_TRY(auto const account, co_await target_of(target));
  if (caller.is(target)) {
    co_return not_allowed();
  }
  if (terms.languages) {
    for (auto& language : *terms.languages) {
      auto const canonical = text::canonical_language(language);
      if (!canonical) {
        co_return validation_failed("Languages must be ISO 639 codes");
      }
      language = *canonical;
    }
  }
  CO_TRY(auto transaction, co_await env_.database.begin());
  CO_TRY_OK(co_await store::accounts::lock_pair(*transaction, caller.self(), target));
  CO_TRY(auto const hidden,
         co_await store::blocks::hidden_among(*transaction, caller.self(), {target}, env_.clock.now()));
  if (!hidden.blocked.empty() || !hidden.blocked_by.empty()) {
    co_return not_allowed();
  }
  CO_TRY(auto present, co_await store::follows::find(*transaction, caller.self(), target));
  auto const follows_already = present.has_value();
  if (!follows_already) {
    CO_TRY(present, co_await store::follows::find_request(*transaction, caller.self(), target));
  }
  store::follows::Follow follow{.id = env_.mint<RelationId>(), .follower = caller.self(), .followee = target};
  if (present) {
    follow.options = present->options;
  }
  follow.options.show_reblogs = terms.show_reblogs.value_or(follow.options.show_reblogs);
  follow.options.notify = terms.notify.value_or(follow.options.notify);
  if (terms.languages) {
    follow.options.languages = *terms.languages;
  }
  Tidings tidings;
  if (account.locked && !follows_already) {
    CO_TRY_OK(co_await request_following(*transaction, tidings, follow));
  } else {
    CO_TRY_OK(co_await start_following(*transaction, tidings, follow));
  }
  CO_TRY_OK(co_await transaction->commit());
  transaction.reset();
  tidings.publish(env_.bus);
  co_return co_await after(caller, target, {caller.self()});
}

Task<Result<Relationship>> RelationService::unfollow(Caller caller, AccountId target) {
  CO_TRY_OK(co_await target_of(target));
  CO_TRY(auto transaction, co_await env_.database.begin());
  CO_TRY_OK(co_await store::accounts::lock_pair(*transaction, caller.self(), target));
  CO_TRY_OK(co_await stop_following(*transaction, caller.self(), target));
  CO_TRY_OK(co_await transaction->commit());
  transaction.reset();
  co_return co_await after(caller, target, {caller.self()});
}

Task<Result<Relationship>> RelationService::remove_follower(Caller caller, AccountId target) {
  CO_TRY_OK(co_await target_of(target));
  CO_TRY(auto transaction, co_await env_.database.begin());
  CO_TRY_OK(co_await store::accounts::lock_pair(*transaction, caller.self(), target));
  CO_TRY_OK(co_await stop_following(*transaction, target, caller.self()));
  CO_TRY_OK(co_await transaction->commit());
  transaction.reset();
  co_return co_await after(caller, target, {target});
}

Task<Result<Relationship>> RelationService::block(Caller caller, AccountId target) {
  CO_TRY_OK(co_await target_of(target));
  if (caller.is(target)) {
    co_return not_allowed();
  }
  CO_TRY(auto transaction, co_await env_.database.begin());
  CO_TRY_OK(co_await store::accounts::lock_pair(*transaction, caller.self(), target));
  CO_TRY_OK(co_await stop_following_each_other(*transaction, caller.self(), target));
  CO_TRY_OK(co_await store::blocks::insert(*transaction, env_.mint<RelationId>(), caller.self(), target));
  CO_TRY_OK(co_await store::notifications::remove_from(*transaction, caller.self(), target));
  CO_TRY_OK(co_await store::conversations::remove_with(*transaction, caller.self(), target));
  CO_TRY_OK(co_await store::collections::remove_from_all(*transaction, caller.self(), target));
  CO_TRY_OK(co_await store::collections::remove_from_all(*transaction, target, caller.self()));
  CO_TRY_OK(co_await transaction->commit());
  transaction.reset();
  co_return co_await after(caller, target, {caller.self(), target});
}

Task<Result<Relationship>> RelationService::unblock(Caller caller, AccountId target) {
  CO_TRY_OK(co_await target_of(target));
  CO_TRY(auto transaction, co_await env_.database.begin());
  CO_TRY_OK(co_await store::blocks::remove(*transaction, caller.self(), target));
  CO_TRY_OK(co_await transaction->commit());
  transaction.reset();
  co_return co_await after(caller, target, {caller.self(), target});
}

Task<Result<Relationship>> RelationService::mute(Caller caller, AccountId target, MuteTerms terms) {
  CO_TRY_OK(co_await target_of(target));
  if (caller.is(target)) {
    co_return not_allowed();
  }
  store::blocks::Mute mute{.id = env_.mint<RelationId>(),
                           .account = caller.self(),
                           .target = target,
                           .hide_notifications = terms.hide_notifications};
  if (terms.duration.count() > 0) {
    mute.expires_at = env_.clock.now() + terms.duration;
  }
  CO_TRY(auto transaction, co_await env_.database.begin());
  CO_TRY_OK(co_await store::blocks::insert_mute(*transaction, mute));
  CO_TRY_OK(co_await transaction->commit());
  transaction.reset();
  co_return co_await after(caller, target, {caller.self()});
}

Task<Result<Relationship>> RelationService::unmute(Caller caller, AccountId target) {
  CO_TRY_OK(co_await target_of(target));
  CO_TRY(auto transaction, co_await env_.database.begin());
  CO_TRY_OK(co_await store::blocks::remove_mute(*transaction, caller.self(), target));
  CO_TRY_OK(co_await transaction->commit());
  transaction.reset();
  co_return co_await after(caller, target, {caller.self()});
}

Task<Result<Relationship>> RelationService::set_note(Caller caller, AccountId target, std::string comment) {
  CO_TRY_OK(co_await target_of(target));
  if (text::count_graphemes(comment) > note_characters_max) {
    co_return validation_failed("Comment is too long (maximum is 2000 characters)");
  }
  CO_TRY(auto transaction, co_await env_.database.begin());
  CO_TRY_OK(co_await store::accounts::set_note(*transaction, caller.self(), target, comment));
  CO_TRY_OK(co_await transaction->commit());
  transaction.reset();
  co_return co_await now_between(caller, target);
}

Task<Result<Relationship>> RelationService::endorse(Caller caller, AccountId target) {
  CO_TRY_OK(co_await target_of(target));
  CO_TRY(auto transaction, co_await env_.database.begin());
  CO_TRY_OK(co_await store::accounts::lock_pair(*transaction, caller.self(), target));
  CO_TRY(auto const follow, co_await store::follows::find(*transaction, caller.self(), target));
  if (!follow) {
    co_return validation_failed("You must be already following the person you want to endorse");
  }
  CO_TRY_OK(
      co_await store::endorsements::insert(*transaction, env_.mint<RelationId>(), caller.self(), target));
  CO_TRY_OK(co_await transaction->commit());
  transaction.reset();
  co_return co_await now_between(caller, target);
}

Task<Result<Relationship>> RelationService::unendorse(Caller caller, AccountId target) {
  CO_TRY_OK(co_await target_of(target));
  CO_TRY(auto transaction, co_await env_.database.begin());
  CO_TRY_OK(co_await store::endorsements::remove(*transaction, caller.self(), target));
  CO_TRY_OK(co_await transaction->commit());
  transaction.reset();
  co_return co_await now_between(caller, target);
}

Task<Result<>> RelationService::part(Caller caller, AccountId target) {
  CO_TRY(auto transaction, co_await env_.database.begin());
  CO_TRY_OK(co_await store::accounts::lock_pair(*transaction, caller.self(), target));
  CO_TRY_OK(co_await stop_following_each_other(*transaction, caller.self(), target));
  CO_TRY_OK(co_await transaction->commit());
  transaction.reset();
  CO_TRY_OK(co_await after(caller, target, {caller.self(), target}));
  co_return Result<>{};
}

Task<Result<Relationship>> RelationService::accept_request(Caller caller, AccountId follower) {
  CO_TRY(auto transaction, co_await env_.database.begin());
  CO_TRY_OK(co_await store::accounts::lock_pair(*transaction, caller.self(), follower));
  CO_TRY(auto const request, co_await store::follows::find_request(*transaction, follower, caller.self()));
  if (!request) {
    co_return record_not_found();
  }
  CO_TRY_OK(co_await store::follows::remove_request(*transaction, follower, caller.self()));
  CO_TRY_OK(co_await store::notifications::remove_of_type(*transaction, caller.self(), follower,
                                                          NotificationType::follow_request));
  auto follow = *request;
  follow.id = env_.mint<RelationId>();
  Tidings tidings;
  CO_TRY_OK(co_await start_following(*transaction, tidings, std::move(follow)));
  CO_TRY_OK(co_await transaction->commit());
  transaction.reset();
  tidings.publish(env_.bus);
  co_return co_await after(caller, follower, {follower});
}

Task<Result<Relationship>> RelationService::reject_request(Caller caller, AccountId follower) {
  CO_TRY(auto transaction, co_await env_.database.begin());
  CO_TRY(auto const removed, co_await store::follows::remove_request(*transaction, follower, caller.self()));
  if (!removed) {
    co_return record_not_found();
  }
  CO_TRY_OK(co_await store::notifications::remove_of_type(*transaction, caller.self(), follower,
                                                          NotificationType::follow_request));
  CO_TRY_OK(co_await transaction->commit());
  transaction.reset();
  co_return co_await now_between(caller, follower);
}

Task<Result<>> RelationService::accept_all_requests(Caller caller) {
  auto& reader = env_.database.session();
  for (PageRequest page{.limit = 100};;) {
    CO_TRY(auto const waiting, co_await store::follows::requests(reader, caller.self(), page));
    for (auto const& request : waiting) {
      auto const accepted = co_await accept_request(caller, request.account);
      if (!accepted && accepted.error().kind != ErrorKind::not_found) {  // not found: taken back meanwhile
        co_return std::unexpected(accepted.error());
      }
    }
    if (static_cast<int>(waiting.size()) < page.limit) {
      co_return Result<>{};
    }
    page.max_id = std::to_underlying(waiting.back().cursor);
  }
}

Task<Result<bool>> RelationService::shows_connections(Caller const& caller, Account const& account) const {
  if (caller.is(account.id)) {
    co_return true;
  }
  if (account.hide_collections) {
    co_return false;
  }
  if (!caller.account) {
    co_return true;
  }
  CO_TRY(auto const blocked,
         co_await store::blocks::exists(env_.database.session(), account.id, *caller.account));
  co_return !blocked;
}

Task<Result<Listing<Account>>> RelationService::listed(Caller const& caller, bool own,
                                                       std::vector<store::ListedAccount> entries,
                                                       PageRequest page) const {
  auto& reader = env_.database.session();
  auto listing = listing_of<Account>(entries, page);
  std::vector<AccountId> ids;
  for (auto const& entry : entries) {
    ids.push_back(entry.account);
  }
  if (caller.account && !own) {
    CO_TRY(auto const hidden,
           co_await store::blocks::hidden_among(reader, *caller.account, ids, env_.clock.now()));
    std::erase_if(ids, [&hidden](AccountId id) {
      return contains(hidden.blocked, id) || contains(hidden.muted, id) || contains(hidden.blocked_by, id);
    });
  }
  CO_TRY(listing.items, co_await load_accounts(reader, std::move(ids)));
  co_return listing;
}

Task<Result<Listing<Account>>> RelationService::followers(Caller caller, AccountId of,
                                                          PageRequest page) const {
  CO_TRY(auto const account, co_await target_of(of));
  CO_TRY(auto const shown, co_await shows_connections(caller, account));
  if (!shown) {
    co_return Listing<Account>{};
  }
  CO_TRY(auto entries, co_await store::follows::followers(env_.database.session(), of, page));
  co_return co_await listed(caller, caller.is(of), std::move(entries), page);
}

Task<Result<Listing<Account>>> RelationService::following(Caller caller, AccountId of,
                                                          PageRequest page) const {
  CO_TRY(auto const account, co_await target_of(of));
  CO_TRY(auto const shown, co_await shows_connections(caller, account));
  if (!shown) {
    co_return Listing<Account>{};
  }
  CO_TRY(auto entries, co_await store::follows::following(env_.database.session(), of, page));
  co_return co_await listed(caller, caller.is(of), std::move(entries), page);
}

Task<Result<Listing<Account>>> RelationService::endorsements(Caller caller, AccountId of,
                                                             PageRequest page) const {
  CO_TRY_OK(co_await target_of(of));
  if (caller.account) {
    CO_TRY(auto const blocked, co_await store::blocks::exists(env_.database.session(), of, *caller.account));
    if (blocked) {
      co_return Listing<Account>{};
    }
  }
  CO_TRY(auto entries, co_await store::endorsements::list(env_.database.session(), of, page));
  co_return co_await listed(caller, caller.is(of), std::move(entries), page);
}

Task<Result<Listing<Account>>> RelationService::own_endorsements(Caller caller, PageRequest page) const {
  auto const self = caller.self();
  co_return co_await endorsements(std::move(caller), self, page);
}

Task<Result<Listing<Account>>> RelationService::follow_requests(Caller caller, PageRequest page) const {
  CO_TRY(auto entries, co_await store::follows::requests(env_.database.session(), caller.self(), page));
  co_return co_await listed(caller, true, std::move(entries), page);
}

Task<Result<Listing<Account>>> RelationService::blocks(Caller caller, PageRequest page) const {
  auto& reader = env_.database.session();
  CO_TRY(auto const entries, co_await store::blocks::list(reader, caller.self(), page));
  auto listing = listing_of<Account>(entries, page);
  std::vector<AccountId> ids;
  for (auto const& entry : entries) {
    ids.push_back(entry.account);
  }
  CO_TRY(listing.items, co_await load_accounts(reader, std::move(ids)));
  co_return listing;
}

Task<Result<Listing<MutedAccount>>> RelationService::mutes(Caller caller, PageRequest page) const {
  auto& reader = env_.database.session();
  CO_TRY(auto const entries,
         co_await store::blocks::list_mutes(reader, caller.self(), page, env_.clock.now()));
  auto listing = listing_of<MutedAccount>(entries, page);
  std::vector<AccountId> ids;
  for (auto const& entry : entries) {
    ids.push_back(entry.account);
  }
  CO_TRY(auto accounts, co_await load_accounts(reader, std::move(ids)));
  for (auto& account : accounts) {
    auto const entry = std::ranges::find(entries, account.id, &store::blocks::ListedMute::account);
    listing.items.push_back({std::move(account), entry->expires_at});
  }
  co_return listing;
}

}  // namespace auklet::service
