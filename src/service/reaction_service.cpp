// SPDX-License-Identifier: Apache-2.0
#include "service/reaction_service.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "service/account_loader.h"
#include "store/accounts.h"
#include "store/blocks.h"
#include "store/notifications.h"
#include "store/posts.h"
#include "store/reactions.h"

namespace auklet::service {

namespace {

// Whom the boosted post mentions or answers: who hides from them hides the boost.
HomeEntry home_entry(Post const& boost, PostDetails const& boosted) {
  HomeEntry entry{.id = boost.id,
                  .author = boost.account_id,
                  .boost = HomeEntry::Boost{boosted.post.id, boosted.post.account_id},
                  .visibility = boost.visibility};
  for (auto const& account : boosted.mentions) {
    entry.mentions.push_back(account.id);
  }
  if (boosted.post.in_reply_to_account_id) {
    entry.mentions.push_back(*boosted.post.in_reply_to_account_id);
  }
  return entry;
}

}  // namespace

Task<Result<PostDetails>> ReactionService::subject(Caller const& caller, PostId id) const {
  CO_TRY(auto details, co_await loader_.load_one(env_.database.session(), caller.account, id));
  if (details.boosted) {
    co_return PostDetails(*details.boosted);
  }
  co_return details;
}

Task<Result<PostDetails>> ReactionService::after(Caller const& caller, PostId id) const {
  return loader_.load_one(env_.database.session(), caller.account, id);
}

void ReactionService::tell_marked(Caller const& caller, PostId post) const {
  env_.bus.publish(bus::PostTouched{post});
  env_.bus.publish(bus::MarksChanged{caller.self(), post});
}

void ReactionService::tell_boosted(Caller const& caller, PostId original) const {
  tell_marked(caller, original);
  env_.bus.publish(bus::AccountsTouched{{caller.self()}});
}

Task<Result<PostDetails>> ReactionService::favourite(Caller caller, PostId id) {
  CO_TRY(auto const target, co_await subject(caller, id));
  auto const& post = target.post;
  CO_TRY(auto transaction, co_await env_.database.begin());
  CO_TRY(auto const there, co_await store::posts::lock(*transaction, post.id));
  if (!there) {
    co_return record_not_found();
  }
  CO_TRY(auto const added, co_await store::reactions::insert_favourite(*transaction, env_.mint<RelationId>(),
                                                                       caller.self(), post.id));
  Tidings tidings;
  if (added) {
    CO_TRY_OK(co_await store::posts::add_favourites(*transaction, post.id, +1));
    CO_TRY_OK(co_await notifier_.tell(*transaction, tidings, post.account_id, NotificationType::favourite,
                                      caller.self(), post.id, post.thread_id));
  }
  CO_TRY_OK(co_await transaction->commit());
  tell_marked(caller, post.id);
  tidings.publish(env_.bus);
  co_return co_await after(caller, post.id);
}

Task<Result<PostDetails>> ReactionService::unfavourite(Caller caller, PostId id) {
  CO_TRY(auto const target, co_await subject(caller, id));
  auto const post = target.post.id;
  CO_TRY(auto transaction, co_await env_.database.begin());
  CO_TRY_OK(co_await store::posts::lock(*transaction, post));
  CO_TRY(auto const removed, co_await store::reactions::remove_favourite(*transaction, caller.self(), post));
  if (removed) {
    CO_TRY_OK(co_await store::posts::add_favourites(*transaction, post, -1));
    CO_TRY_OK(co_await store::notifications::remove_about(*transaction, caller.self(),
                                                          NotificationType::favourite, post));
  }
  CO_TRY_OK(co_await transaction->commit());
  tell_marked(caller, post);
  co_return co_await after(caller, post);
}

Task<Result<PostDetails>> ReactionService::bookmark(Caller caller, PostId id) {
  CO_TRY(auto const target, co_await subject(caller, id));
  CO_TRY(auto transaction, co_await env_.database.begin());
  CO_TRY(auto const there, co_await store::posts::lock(*transaction, target.post.id));
  if (!there) {
    co_return record_not_found();
  }
  CO_TRY_OK(co_await store::reactions::insert_bookmark(*transaction, env_.mint<RelationId>(), caller.self(),
                                                       target.post.id));
  CO_TRY_OK(co_await transaction->commit());
  env_.bus.publish(bus::MarksChanged{caller.self(), target.post.id});
  co_return co_await after(caller, target.post.id);
}

Task<Result<PostDetails>> ReactionService::unbookmark(Caller caller, PostId id) {
  CO_TRY(auto const target, co_await subject(caller, id));
  CO_TRY(auto transaction, co_await env_.database.begin());
  CO_TRY_OK(co_await store::reactions::remove_bookmark(*transaction, caller.self(), target.post.id));
  CO_TRY_OK(co_await transaction->commit());
  env_.bus.publish(bus::MarksChanged{caller.self(), target.post.id});
  co_return co_await after(caller, target.post.id);
}

Task<Result<PostDetails>> ReactionService::pin(Caller caller, PostId id) {
  CO_TRY(auto const target, co_await loader_.load_one(env_.database.session(), caller.account, id));
  if (!target.own) {
    co_return validation_failed("Someone else's post cannot be pinned");
  }
  if (target.boosted) {
    co_return validation_failed("A boost cannot be pinned");
  }
  if (target.post.visibility == Visibility::direct) {
    co_return validation_failed("Posts that are only visible to mentioned users cannot be pinned");
  }
  CO_TRY(auto transaction, co_await env_.database.begin());
  CO_TRY(auto const there, co_await store::posts::lock(*transaction, id));
  if (!there) {
    co_return record_not_found();
  }
  CO_TRY_OK(co_await store::accounts::lock(*transaction, caller.self()));
  CO_TRY(auto const pins, co_await store::reactions::pins(*transaction, caller.self()));
  if (pins.size() >= env_.limits.pins_max && std::ranges::find(pins, id) == pins.end()) {
    co_return validation_failed("You have already pinned the maximum number of posts");
  }
  CO_TRY_OK(co_await store::reactions::insert_pin(*transaction, env_.mint<RelationId>(), caller.self(), id));
  CO_TRY_OK(co_await transaction->commit());
  env_.bus.publish(bus::MarksChanged{caller.self(), id});
  co_return co_await after(caller, id);
}

Task<Result<PostDetails>> ReactionService::unpin(Caller caller, PostId id) {
  CO_TRY(auto const target, co_await loader_.load_one(env_.database.session(), caller.account, id));
  if (!target.own) {
    co_return validation_failed("Someone else's post cannot be pinned");
  }
  CO_TRY(auto transaction, co_await env_.database.begin());
  CO_TRY_OK(co_await store::reactions::remove_pin(*transaction, caller.self(), id));
  CO_TRY_OK(co_await transaction->commit());
  env_.bus.publish(bus::MarksChanged{caller.self(), id});
  co_return co_await after(caller, id);
}

Task<Result<PostDetails>> ReactionService::mute_thread(Caller caller, PostId id) {
  CO_TRY(auto const target, co_await subject(caller, id));
  CO_TRY(auto transaction, co_await env_.database.begin());
  CO_TRY_OK(co_await store::reactions::mute_thread(*transaction, caller.self(), target.post.thread_id));
  CO_TRY_OK(co_await transaction->commit());
  env_.bus.publish(bus::ThreadMutesChanged{caller.self()});
  co_return co_await after(caller, target.post.id);
}

Task<Result<PostDetails>> ReactionService::unmute_thread(Caller caller, PostId id) {
  CO_TRY(auto const target, co_await subject(caller, id));
  CO_TRY(auto transaction, co_await env_.database.begin());
  CO_TRY_OK(co_await store::reactions::unmute_thread(*transaction, caller.self(), target.post.thread_id));
  CO_TRY_OK(co_await transaction->commit());
  env_.bus.publish(bus::ThreadMutesChanged{caller.self()});
  co_return co_await after(caller, target.post.id);
}

Task<Result<Post>> ReactionService::store_boost(Post const& boost, Post const& original,
                                                Tidings& tidings) const {
  CO_TRY(auto transaction, co_await env_.database.begin());
  CO_TRY(auto const there, co_await store::posts::lock(*transaction, original.id));
  if (!there) {
    co_return record_not_found();
  }
  // Within the transaction: on SQLite it sees a boost that is written but not yet durable, and its own commit waits
  // until it is.
  CO_TRY(auto const earlier, co_await store::posts::find_boost(*transaction, original.id, boost.account_id));
  if (!earlier) {
    CO_TRY_OK(co_await store::posts::insert(*transaction, boost));
    CO_TRY_OK(co_await store::posts::add_boosts(*transaction, original.id, +1));
    CO_TRY_OK(co_await store::accounts::add_posts(*transaction, boost.account_id, +1));
    CO_TRY_OK(co_await notifier_.tell(*transaction, tidings, original.account_id, NotificationType::reblog,
                                      boost.account_id, original.id, original.thread_id));
  }
  CO_TRY_OK(co_await transaction->commit());
  co_return earlier.value_or(boost);
}

Task<Result<PostDetails>> ReactionService::boost(Caller caller, PostId id,
                                                 std::optional<Visibility> visibility) {
  auto& reader = env_.database.session();
  CO_TRY(auto const target, co_await subject(caller, id));
  auto const& original = target.post;
  if (original.visibility == Visibility::direct ||
      (original.visibility == Visibility::private_ && !target.own)) {
    co_return not_allowed();
  }
  if (!allows(original.policy.boost, {.self = target.own, .follows = target.follows_author})) {
    co_return not_allowed();
  }
  CO_TRY(auto const blocked, co_await store::blocks::exists(reader, caller.self(), original.account_id));
  if (blocked) {
    co_return not_allowed();
  }
  // As Mastodon has it: a private post stays private, any other boost is as the booster wants it, public unless said.
  auto const wanted = std::min(visibility.value_or(Visibility::public_), Visibility::private_);
  auto const boost_id = env_.mint<PostId>();
  Post const boost{
      .id = boost_id,
      .account_id = caller.self(),
      .thread_id = static_cast<ThreadId>(boost_id),
      .boost_of_id = original.id,
      .boost_of_account_id = original.account_id,
      .visibility = original.visibility == Visibility::private_ ? Visibility::private_ : wanted,
      .created_at = env_.clock.now(),
      .policy = {.quote = Approval::nobody},  // what is quoted is the post
  };
  Tidings tidings;
  auto stored = co_await store_boost(boost, original, tidings);
  if (!stored && stored.error().kind == ErrorKind::conflict) {
    // A second click raced the first one, on PostgreSQL; what that one made can be seen now.
    tidings = {};
    stored = co_await store_boost(boost, original, tidings);
  }
  CO_TRY(auto const standing, std::move(stored));
  if (standing.id == boost.id) {
    tell_boosted(caller, original.id);
    env_.bus.publish(bus::PostCreated{home_entry(boost, target)});
    tidings.publish(env_.bus);
  }
  co_return co_await shown_boost(caller, standing);
}

Task<Result<PostDetails>> ReactionService::shown_boost(Caller const& caller, Post const& boost) const {
  auto& reader = env_.database.session();
  auto details = co_await loader_.load_one(reader, caller.account, boost.id);
  if (details || details.error().kind != ErrorKind::not_found) {
    co_return details;
  }
  // It was undone again at the same moment: what was made is answered all the same.
  CO_TRY(auto original, co_await loader_.load_one(reader, caller.account, *boost.boost_of_id));
  CO_TRY(auto author, co_await load_accounts(reader, {boost.account_id}));
  if (author.empty()) {
    co_return record_not_found();
  }
  co_return PostDetails{.post = boost,
                        .author = std::move(author.front()),
                        .viewer = ViewerFlags{},
                        .own = true,
                        .boosted = std::make_shared<PostDetails const>(std::move(original))};
}

Task<Result<PostDetails>> ReactionService::unboost(Caller caller, PostId id) {
  CO_TRY(auto const target, co_await subject(caller, id));
  auto const& original = target.post;
  CO_TRY(auto transaction, co_await env_.database.begin());
  CO_TRY_OK(co_await store::posts::lock(*transaction, original.id));
  CO_TRY(auto const boost, co_await store::posts::find_boost(*transaction, original.id, caller.self()));
  if (boost) {
    CO_TRY_OK(co_await store::posts::remove(*transaction, boost->id));
    CO_TRY_OK(co_await store::posts::add_boosts(*transaction, original.id, -1));
    CO_TRY_OK(co_await store::accounts::add_posts(*transaction, caller.self(), -1));
    CO_TRY_OK(co_await store::notifications::remove_about(*transaction, caller.self(),
                                                          NotificationType::reblog, original.id));
  }
  CO_TRY_OK(co_await transaction->commit());
  transaction.reset();
  if (boost) {
    tell_boosted(caller, original.id);
    env_.bus.publish(bus::PostDeleted{
        .post = boost->id, .author = caller.self(), .visibility = boost->visibility, .is_boost = true});
  }
  co_return co_await after(caller, original.id);
}

Task<Result<Listing<Account>>> ReactionService::accounts_of(Caller const& caller,
                                                            std::vector<store::ListedAccount> listed,
                                                            PageRequest page) const {
  auto& reader = env_.database.session();
  std::vector<AccountId> ids;
  for (auto const& entry : listed) {
    ids.push_back(entry.account);
  }
  auto listing = listing_of<Account>(listed, page);
  if (caller.account) {
    CO_TRY(auto const hidden,
           co_await store::blocks::hidden_among(reader, *caller.account, ids, env_.clock.now()));
    std::erase_if(ids, [&hidden](AccountId id) {
      return std::ranges::find(hidden.blocked, id) != hidden.blocked.end() ||
             std::ranges::find(hidden.blocked_by, id) != hidden.blocked_by.end();
    });
  }
  CO_TRY(listing.items, co_await load_accounts(reader, std::move(ids)));
  co_return listing;
}

Task<Result<Listing<Account>>> ReactionService::favourited_by(Caller caller, PostId id,
                                                              PageRequest page) const {
  CO_TRY(auto const target, co_await subject(caller, id));
  CO_TRY(auto listed,
         co_await store::reactions::favourited_by(env_.database.session(), target.post.id, page));
  co_return co_await accounts_of(caller, std::move(listed), page);
}

Task<Result<Listing<Account>>> ReactionService::boosted_by(Caller caller, PostId id, PageRequest page) const {
  CO_TRY(auto const target, co_await subject(caller, id));
  CO_TRY(auto listed, co_await store::reactions::boosted_by(env_.database.session(), target.post.id, page));
  co_return co_await accounts_of(caller, std::move(listed), page);
}

Task<Result<Listing<PostDetails>>> ReactionService::posts_of(Caller const& caller,
                                                             std::vector<store::ListedPost> listed,
                                                             PageRequest page) const {
  std::vector<PostId> ids;
  for (auto const& entry : listed) {
    ids.push_back(entry.post);
  }
  auto listing = listing_of<PostDetails>(listed, page);
  CO_TRY(listing.items,
         co_await loader_.load(env_.database.session(), caller.account, std::move(ids), Company::anyone));
  co_return listing;
}

Task<Result<Listing<PostDetails>>> ReactionService::favourites(Caller caller, PageRequest page) const {
  CO_TRY(auto listed, co_await store::reactions::favourites(env_.database.session(), caller.self(), page));
  co_return co_await posts_of(caller, std::move(listed), page);
}

Task<Result<Listing<PostDetails>>> ReactionService::bookmarks(Caller caller, PageRequest page) const {
  CO_TRY(auto listed, co_await store::reactions::bookmarks(env_.database.session(), caller.self(), page));
  co_return co_await posts_of(caller, std::move(listed), page);
}

}  // namespace auklet::service
