// SPDX-License-Identifier: Apache-2.0
#include "service/featured_tag_service.h"

#include <algorithm>
#include <utility>

#include "store/accounts.h"
#include "store/featured_tags.h"
#include "store/posts.h"
#include "text/post_text.h"

namespace auklet::service {

namespace {

constexpr int suggestions_max = 10;

}  // namespace

Task<Result<FeaturedTagService::Shown>> FeaturedTagService::of(AccountId owner) const {
  auto& reader = env_.database.session();
  CO_TRY(auto account, co_await store::accounts::find(reader, owner));
  if (!account || account->suspended_at) {
    co_return record_not_found();
  }
  CO_TRY(auto tags, co_await store::featured_tags::of_account(reader, owner));
  co_return Shown{std::move(*account), std::move(tags)};
}

Task<Result<bool>> FeaturedTagService::insert(Caller const& caller, text::Hashtag hashtag) {
  CO_TRY(auto transaction, co_await env_.database.begin());
  CO_TRY_OK(co_await store::accounts::lock(*transaction, caller.self()));
  CO_TRY(auto const tag,
         co_await store::posts::obtain_tag(
             *transaction, {.fresh_id = env_.mint<TagId>(), .name = hashtag.name, .display = hashtag.display},
             env_.clock.now()));
  CO_TRY(auto const added, co_await store::featured_tags::insert(*transaction, env_.mint<RelationId>(),
                                                                 caller.self(), tag.id, hashtag.display));
  CO_TRY(auto const count, co_await store::featured_tags::count(*transaction, caller.self()));
  if (added && count > static_cast<std::int64_t>(env_.limits.featured_tags_max)) {
    co_return validation_failed("You have already featured the maximum number of hashtags");
  }
  CO_TRY_OK(co_await transaction->commit());
  co_return added;
}

Task<Result<FeaturedTag>> FeaturedTagService::add(Caller caller, std::string name) {
  auto const hashtag = text::read_hashtag(name);
  if (!hashtag) {
    co_return validation_failed("Tag is invalid");
  }
  CO_TRY(auto const added, co_await insert(caller, *hashtag));
  if (!added) {
    co_return validation_failed("Name has already been taken");
  }
  CO_TRY(auto shown, co_await of(caller.self()));
  auto const found = std::ranges::find_if(
      shown.tags, [&hashtag](FeaturedTag const& featured) { return featured.tag.name == hashtag->name; });
  if (found == shown.tags.end()) {
    co_return record_not_found();  // taken back already
  }
  co_return std::move(*found);
}

Task<Result<>> FeaturedTagService::remove(Caller caller, RelationId id) {
  CO_TRY(auto transaction, co_await env_.database.begin());
  CO_TRY_OK(co_await store::accounts::lock(*transaction, caller.self()));
  CO_TRY(auto const removed, co_await store::featured_tags::remove(*transaction, caller.self(), id));
  if (!removed) {
    co_return record_not_found();
  }
  co_return co_await transaction->commit();
}

Task<Result<std::vector<TagDetails>>> FeaturedTagService::suggestions(Caller caller) const {
  CO_TRY(auto tags,
         co_await store::featured_tags::unfeatured(env_.database.session(), caller.self(), suggestions_max));
  co_return co_await tags_.details(std::move(caller), std::move(tags));
}

Task<Result<TagDetails>> FeaturedTagService::feature(Caller caller, std::string name) {
  auto const hashtag = text::read_hashtag(name);
  if (!hashtag) {
    co_return record_not_found();
  }
  CO_TRY_OK(co_await insert(caller, *hashtag));
  co_return co_await tags_.find(std::move(caller), std::move(name));
}

Task<Result<TagDetails>> FeaturedTagService::unfeature(Caller caller, std::string name) {
  auto const folded = text::fold_hashtag(name);
  CO_TRY(auto const tag, co_await store::posts::find_tag(env_.database.session(), folded));
  if (tag) {
    CO_TRY(auto transaction, co_await env_.database.begin());
    CO_TRY_OK(co_await store::accounts::lock(*transaction, caller.self()));
    CO_TRY_OK(co_await store::featured_tags::remove_tag(*transaction, caller.self(), tag->id));
    CO_TRY_OK(co_await transaction->commit());
  }
  co_return co_await tags_.find(std::move(caller), std::move(name));
}

}  // namespace auklet::service
