// SPDX-License-Identifier: Apache-2.0
#include "service/post_loader.h"

#include <boost/unordered/unordered_flat_map.hpp>
#include <boost/unordered/unordered_flat_set.hpp>
#include <memory>
#include <utility>

#include "domain/may_see.h"
#include "service/caller.h"
#include "store/accounts.h"
#include "store/blocks.h"
#include "store/cards.h"
#include "store/filters.h"
#include "store/follows.h"
#include "store/media.h"
#include "store/polls.h"
#include "store/posts.h"
#include "store/reactions.h"

namespace auklet::service {

namespace {

template <class Id, class Value>
using Map = boost::unordered_flat_map<Id, Value>;
template <class Id>
using Set = boost::unordered_flat_set<Id>;

template <class Id>
Set<Id> to_set(std::vector<Id> const& ids) {
  return {ids.begin(), ids.end()};
}

template <class Id>
std::vector<Id> to_vector(Set<Id> const& ids) {
  return {ids.begin(), ids.end()};
}

// Everything read about a page of posts, gathered by a handful of statements however long the page is.
struct Facts {
  std::optional<AccountId> viewer;
  UnixMillis now{};
  Map<PostId, Post> posts;  // boosted ones too
  Map<AccountId, Account> accounts;
  Map<PostId, std::vector<AccountId>> mentions;
  Map<PostId, std::vector<Tag>> tags;
  Map<PostId, Poll> polls;
  Map<PostId, std::vector<Media>> media;
  Map<AppId, AppLabel> apps;
  Map<PostId, LinkCard> cards;
  Set<AccountId> followed;  // of those where it matters
  Set<AccountId> blocked;   // by the viewer
  Set<AccountId> muted;
  Set<AccountId> blocked_by;
  Set<PostId> favourited, boosted, bookmarked, pinned;
  Map<PostId, PollChoices> votes;
  Set<ThreadId> muted_threads;

  bool is_unwanted(AccountId author) const { return blocked.contains(author) || muted.contains(author); }

  bool visible(Post const& post, Company company) const {
    auto const author = accounts.find(post.account_id);
    if (author == accounts.end()) {
      return false;
    }
    Standing standing{
        .self = viewer == post.account_id,
        .follows = followed.contains(post.account_id),
        .blocked = blocked_by.contains(post.account_id),
        .mentioned = viewer && post.quote && post.quote->author == *viewer,
        .suspended = author->second.suspended_at.has_value(),
    };
    if (auto const found = mentions.find(post.id); viewer && found != mentions.end()) {
      standing.mentioned |= std::ranges::find(found->second, *viewer) != found->second.end();
    }
    return may_see(post.visibility, standing) &&
           (company != Company::welcome || !is_unwanted(post.account_id) || standing.self);
  }

  ViewerFlags flags(Post const& post) const {
    return {
        .favourited = favourited.contains(post.id),
        .boosted = boosted.contains(post.id),
        .bookmarked = bookmarked.contains(post.id),
        .pinned = pinned.contains(post.id),
        .thread_muted = muted_threads.contains(post.thread_id),
        .votes = votes.contains(post.id) ? votes.at(post.id) : PollChoices{0},
    };
  }

  // The post that another one quotes, if it is there.
  Post const* quoted(Post const& post) const {
    if (!post.quote || !post.quote->is_shown()) {
      return nullptr;
    }
    auto const found = posts.find(*post.quote->post);
    return found != posts.end() && accounts.contains(found->second.account_id) ? &found->second : nullptr;
  }

  // What a post quotes, for the viewer. A quote within a quote is not looked into.
  std::optional<ShownQuote> quote(Post const& post) const {
    if (!post.quote) {
      return std::nullopt;
    }
    auto const* const original = quoted(post);
    if (original == nullptr) {
      return ShownQuote{post.quote->is_shown() ? QuoteState::deleted : post.quote->common_state()};
    }
    auto const author = original->account_id;
    auto const state = state_for({.may_see = visible(*original, Company::anyone),
                                  .blocks_author = blocked.contains(author),
                                  .mutes_author = muted.contains(author)});
    if (!carries_post(state)) {
      return ShownQuote{state};
    }
    return ShownQuote{state, std::make_shared<PostDetails const>(details(*original))};
  }
  // The same for nobody in particular, whoever may see it.
  std::optional<ShownQuote> unjudged_quote(Post const& post) const {
    auto const* const original = quoted(post);
    return original == nullptr
               ? quote(post)
               : std::optional{ShownQuote{QuoteState::accepted,
                                          std::make_shared<PostDetails const>(details(*original))}};
  }

  PostDetails details(Post const& post) const {
    PostDetails details{.post = post,
                        .author = accounts.at(post.account_id),
                        .mentions = {},
                        .tags = {},
                        .seen_at = now,
                        .media = {},
                        .app = {},
                        .card = {},
                        .viewer = {},
                        .own = viewer == post.account_id,
                        .follows_author = followed.contains(post.account_id),
                        .boosted = {}};
    if (auto const found = mentions.find(post.id); found != mentions.end()) {
      for (auto const account : found->second) {
        if (auto const known = accounts.find(account); known != accounts.end()) {
          details.mentions.push_back(known->second);
          details.viewer_is_mentioned |= account == viewer;
        }
      }
    }
    if (auto const found = tags.find(post.id); found != tags.end()) {
      details.tags = found->second;
    }
    if (auto const found = cards.find(post.id); found != cards.end()) {
      details.card = found->second;
    }
    if (auto const found = polls.find(post.id); found != polls.end()) {
      details.poll = found->second;
    }
    if (auto const found = media.find(post.id); found != media.end()) {
      details.media = found->second;
    }
    if (auto const found = post.app_id ? apps.find(*post.app_id) : apps.end(); found != apps.end()) {
      details.app = found->second;
    }
    if (viewer) {
      details.viewer = flags(post);
    }
    return details;
  }
};

Task<Result<>> read_posts(db::Session& session, std::vector<PostId> const& ids, Facts& facts) {
  CO_TRY(auto found, co_await store::posts::find_all(session, ids));
  std::vector<PostId> boosted;
  for (auto& post : found) {
    if (post.boost_of_id) {
      boosted.push_back(*post.boost_of_id);
    }
    facts.posts.emplace(post.id, std::move(post));
  }
  CO_TRY(auto originals, co_await store::posts::find_all(session, boosted));
  for (auto& post : originals) {
    facts.posts.emplace(post.id, std::move(post));
  }
  std::vector<PostId> quoted;
  for (auto const& [id, post] : facts.posts) {
    if (post.quote && post.quote->is_shown() && !facts.posts.contains(*post.quote->post)) {
      quoted.push_back(*post.quote->post);
    }
  }
  CO_TRY(auto quotes, co_await store::posts::find_all(session, quoted));
  for (auto& post : quotes) {
    facts.posts.emplace(post.id, std::move(post));
  }
  co_return Result<>{};
}

// Mentions, tags, media, cards, polls, apps and everyone's account.
Task<Result<>> read_surroundings(db::Session& session, Facts& facts) {
  std::vector<PostId> ids;
  std::vector<PostId> illustrated;
  std::vector<PostId> linking;  // only those can have a card
  Set<AccountId> people;
  Set<AppId> app_ids;
  for (auto const& [id, post] : facts.posts) {
    people.insert(post.account_id);
    if (!post.boost_of_id) {
      ids.push_back(id);
    }
    if (post.text.contains("://")) {
      linking.push_back(id);
    }
    if (post.has_media) {
      illustrated.push_back(id);
    }
    if (post.app_id) {
      app_ids.insert(*post.app_id);
    }
  }
  CO_TRY(auto const mentions, co_await store::posts::mentions_of(session, ids));
  for (auto const& mention : mentions) {
    facts.mentions[mention.post].push_back(mention.value);
    people.insert(mention.value);
  }
  CO_TRY(auto tags, co_await store::posts::tags_of(session, ids));
  for (auto& tag : tags) {
    facts.tags[tag.post].push_back(std::move(tag.value));
  }
  CO_TRY(auto cards, co_await store::cards::of_posts(session, linking));
  for (auto& card : cards) {
    facts.cards.emplace(card.post, std::move(card.value));
  }
  CO_TRY(auto polls, co_await store::polls::of_posts(session, ids));
  for (auto& poll : polls) {
    facts.polls.emplace(poll.post, std::move(poll));
  }
  CO_TRY(auto media, co_await store::media::of_posts(session, illustrated));
  for (auto& item : media) {
    facts.media[*item.post_id].push_back(std::move(item));
  }
  CO_TRY(auto apps, co_await store::posts::app_labels(session, to_vector(app_ids)));
  for (auto& app : apps) {
    facts.apps.emplace(app.id, std::move(app.label));
  }
  CO_TRY(auto accounts, co_await store::accounts::find_all(session, to_vector(people)));
  for (auto& account : accounts) {
    facts.accounts.emplace(account.id, std::move(account));
  }
  co_return Result<>{};
}

// How the viewer stands to the authors and to the posts.
Task<Result<>> read_standing(db::Session& session, Facts& facts, UnixMillis now) {
  auto const viewer = *facts.viewer;
  Set<AccountId> authors;
  Set<AccountId> secretive;  // authors of posts that are for followers, or let followers do something
  std::vector<PostId> ids;
  Set<ThreadId> threads;
  for (auto const& [id, post] : facts.posts) {
    authors.insert(post.account_id);
    if (post.visibility == Visibility::private_ || post.policy.names_followers()) {
      secretive.insert(post.account_id);
    }
    ids.push_back(id);
    threads.insert(post.thread_id);
  }
  CO_TRY(auto const hidden, co_await store::blocks::hidden_among(session, viewer, to_vector(authors), now));
  facts.blocked_by = to_set(hidden.blocked_by);
  facts.blocked = to_set(hidden.blocked);
  facts.muted = to_set(hidden.muted);
  CO_TRY(auto const followed,
         co_await store::follows::followees_among(session, viewer, to_vector(secretive)));
  facts.followed = to_set(followed);
  CO_TRY(auto const marks, co_await store::reactions::marks(session, viewer, ids, to_vector(threads)));
  facts.favourited = to_set(marks.favourited);
  facts.boosted = to_set(marks.boosted);
  facts.bookmarked = to_set(marks.bookmarked);
  facts.pinned = to_set(marks.pinned);
  facts.muted_threads = to_set(marks.muted_threads);
  for (auto const& vote : marks.votes) {
    facts.votes.emplace(vote.post, marks.choices(vote.post));
  }
  co_return Result<>{};
}

}  // namespace

Task<Result<std::vector<PostDetails>>> PostLoader::load(db::Session& session, std::optional<AccountId> viewer,
                                                        std::vector<PostId> ids, Company company) const {
  std::vector<PostDetails> page;
  if (ids.empty()) {
    co_return page;
  }
  Facts facts{.viewer = viewer, .now = env_.clock.now()};
  CO_TRY_OK(co_await read_posts(session, ids, facts));
  CO_TRY_OK(co_await read_surroundings(session, facts));
  if (viewer) {
    CO_TRY_OK(co_await read_standing(session, facts, facts.now));
  }
  auto const within_boosts = company == Company::host ? Company::welcome : company;
  for (auto const id : ids) {
    auto const found = facts.posts.find(id);
    if (found == facts.posts.end() || !facts.visible(found->second, company)) {
      continue;
    }
    auto const& post = found->second;
    if (!post.boost_of_id) {
      page.push_back(facts.details(post));
      page.back().quote = facts.quote(post);
      continue;
    }
    auto const original = facts.posts.find(*post.boost_of_id);
    if (original == facts.posts.end() || !facts.visible(original->second, within_boosts)) {
      continue;
    }
    auto boost = facts.details(post);
    auto boosted = facts.details(original->second);
    boosted.quote = facts.quote(original->second);
    boost.boosted = std::make_shared<PostDetails const>(std::move(boosted));
    page.push_back(std::move(boost));
  }
  if (viewer) {
    // In a transaction nothing else may be waited for, so what is not known is read with its session.
    auto filters = filters_.known(*viewer);
    if (!filters) {
      CO_TRY(auto own, co_await store::filters::of_owner(session, *viewer));
      filters = std::make_shared<CompiledFilters const>(std::move(own));
    }
    for (auto& details : page) {
      filters->mark(details, facts.now);
    }
  }
  co_return page;
}

Task<Result<>> PostLoader::mark_filtered(AccountId viewer, PostDetails& details) const {
  CO_TRY(auto const filters, co_await filters_.of(viewer));
  filters->mark(details, env_.clock.now());
  co_return Result<>{};
}

Task<Result<std::vector<PostDetails>>> PostLoader::load_unjudged(db::Session& session,
                                                                 std::vector<PostId> ids) const {
  Facts facts{.viewer = std::nullopt, .now = env_.clock.now()};
  CO_TRY_OK(co_await read_posts(session, ids, facts));
  CO_TRY_OK(co_await read_surroundings(session, facts));
  auto const is_whole = [&facts](Post const& post) { return facts.accounts.contains(post.account_id); };
  std::vector<PostDetails> page;
  for (auto const id : ids) {
    auto const found = facts.posts.find(id);
    if (found == facts.posts.end() || !is_whole(found->second)) {
      continue;
    }
    auto details = facts.details(found->second);
    details.quote = facts.unjudged_quote(found->second);
    if (auto const boosted = found->second.boost_of_id) {
      auto const original = facts.posts.find(*boosted);
      if (original == facts.posts.end() || !is_whole(original->second)) {
        continue;
      }
      auto copy = facts.details(original->second);
      copy.quote = facts.unjudged_quote(original->second);
      details.boosted = std::make_shared<PostDetails const>(std::move(copy));
    }
    page.push_back(std::move(details));
  }
  co_return page;
}

Task<Result<PostDetails>> PostLoader::load_one(db::Session& session, std::optional<AccountId> viewer,
                                               PostId id) const {
  CO_TRY(auto page, co_await load(session, viewer, {id}, Company::anyone));
  if (page.empty()) {
    co_return record_not_found();
  }
  co_return std::move(page.front());
}

}  // namespace auklet::service
