// SPDX-License-Identifier: Apache-2.0
#include "service/tag_service.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "base/ids.h"
#include "store/accounts.h"
#include "store/featured_tags.h"
#include "store/posts.h"
#include "store/tag_follows.h"
#include "text/post_text.h"

namespace auklet::service {

namespace {

// Every one of them is looked at when a home is built.
constexpr std::int64_t followed_tags_max = 200;

}  // namespace

Task<Result<std::vector<TagDetails>>> TagService::details(Caller caller, std::vector<Tag> tags) const {
  auto const now = env_.clock.now();
  std::vector<TagId> ids;
  std::vector<TagDetails> all;
  for (auto& tag : tags) {
    ids.push_back(tag.id);
    all.push_back({.tag = std::move(tag), .history = UseHistory(now)});
  }
  CO_TRY(auto const used,
         co_await store::posts::tag_days(env_.database.session(), ids,
                                         PostId{base::first_id_at(UseHistory::first_day(now))}));
  for (auto const& entry : used) {
    for (auto& details : all) {
      if (details.tag.id == entry.tag) {
        details.history.set(entry.day, entry.uses, entry.accounts);
      }
    }
  }
  if (caller.account) {
    CO_TRY(auto const followed,
           co_await store::tag_follows::among(env_.database.session(), *caller.account, ids));
    CO_TRY(auto const featured,
           co_await store::featured_tags::among(env_.database.session(), *caller.account, ids));
    for (auto& details : all) {
      details.following = std::ranges::find(followed, details.tag.id) != followed.end();
      details.featuring = std::ranges::find(featured, details.tag.id) != featured.end();
    }
  }
  co_return all;
}

Task<Result<TagDetails>> TagService::find(Caller caller, std::string name) const {
  auto const folded = text::fold_hashtag(name);
  if (folded.empty()) {
    co_return record_not_found();
  }
  CO_TRY(auto const known, co_await store::posts::find_tag(env_.database.session(), folded));
  CO_TRY(auto found,
         co_await details(std::move(caller), {known.value_or(Tag{.name = folded, .display = folded})}));
  co_return std::move(found.front());
}

Task<Result<std::vector<TagDetails>>> TagService::search(Caller caller, std::string text, int limit,
                                                         int offset) const {
  auto const folded = text::fold_hashtag(text.starts_with('#') ? text.substr(1) : text);
  if (folded.empty()) {
    co_return std::vector<TagDetails>{};
  }
  CO_TRY(auto found, co_await store::posts::search_tags(env_.database.session(), folded, limit, offset));
  co_return co_await details(std::move(caller), std::move(found));
}

Task<Result<TagDetails>> TagService::follow(Caller caller, std::string name) {
  auto const folded = text::fold_hashtag(name);
  if (folded.empty()) {
    co_return record_not_found();
  }
  CO_TRY(auto transaction, co_await env_.database.begin());
  CO_TRY_OK(co_await store::accounts::lock(*transaction, caller.self()));
  CO_TRY(auto const tag,
         co_await store::posts::obtain_tag(
             *transaction, {.fresh_id = env_.mint<TagId>(), .name = folded, .display = folded},
             env_.clock.now()));
  CO_TRY(auto const added,
         co_await store::tag_follows::insert(*transaction, env_.mint<RelationId>(), caller.self(), tag.id));
  CO_TRY(auto const count, co_await store::tag_follows::count(*transaction, caller.self()));
  if (added && count > followed_tags_max) {
    co_return validation_failed("You cannot follow more than 200 hashtags");
  }
  CO_TRY_OK(co_await transaction->commit());
  transaction.reset();
  if (added) {
    env_.bus.publish(bus::RelationsChanged{{caller.self()}});
  }
  co_return co_await find(std::move(caller), folded);
}

Task<Result<TagDetails>> TagService::unfollow(Caller caller, std::string name) {
  auto const folded = text::fold_hashtag(name);
  CO_TRY(auto const tag, co_await store::posts::find_tag(env_.database.session(), folded));
  if (tag) {
    CO_TRY(auto transaction, co_await env_.database.begin());
    CO_TRY(auto const removed, co_await store::tag_follows::remove(*transaction, caller.self(), tag->id));
    CO_TRY_OK(co_await transaction->commit());
    transaction.reset();
    if (removed) {
      env_.bus.publish(bus::RelationsChanged{{caller.self()}});
    }
  }
  co_return co_await find(std::move(caller), folded);
}

Task<Result<Listing<TagDetails>>> TagService::followed(Caller caller, PageRequest page) const {
  CO_TRY(auto const entries, co_await store::tag_follows::page(env_.database.session(), caller.self(), page));
  auto listing = listing_of<TagDetails>(entries, page);
  std::vector<Tag> tags;
  std::ranges::transform(entries, std::back_inserter(tags), &store::tag_follows::ListedTag::tag);
  CO_TRY(listing.items, co_await details(std::move(caller), std::move(tags)));
  co_return listing;
}

}  // namespace auklet::service
