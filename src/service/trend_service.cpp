// SPDX-License-Identifier: Apache-2.0
#include "service/trend_service.h"

#include <algorithm>
#include <boost/unordered/unordered_flat_set.hpp>
#include <chrono>
#include <iterator>
#include <limits>
#include <span>
#include <type_traits>
#include <variant>

#include "base/ids.h"
#include "store/cards.h"

namespace auklet::service {

namespace {

using std::chrono::hours;
using std::chrono::minutes;

constexpr hours recent{72};  // six half-lives: what is older weighs less than a sixtieth
constexpr minutes between_readings{1};
constexpr std::size_t notes_max = 4096;
constexpr int page = 2000;
constexpr int pages_max = 25;           // read again of each kind: 50,000 uses
constexpr std::size_t shown_max = 200;  // posts deep that anybody can page
constexpr std::size_t step = 40;

constexpr PostId newest{std::numeric_limits<std::int64_t>::max()};

template <class Id>
std::uint64_t number(Id id) {
  return static_cast<std::uint64_t>(std::to_underlying(id));
}

// Page after page of what `read` gives below a post. Sketches want the past in its order; the store gives the newest
// first, so that the bound cuts off the oldest.
template <class Use, class Read>
Task<Result<std::vector<Use>>> newest_of(Read read) {
  std::vector<Use> all;
  auto below = newest;
  for (int i = 0; i < pages_max; ++i) {
    CO_TRY(auto const uses, co_await read(below));
    all.insert(all.end(), uses.begin(), uses.end());
    if (uses.size() < page) {
      break;
    }
    below = uses.back().post;
  }
  co_return all;
}

bool may_trend(PostDetails const& details) {
  auto const& post = details.post;
  return !details.boosted && post.visibility == Visibility::public_ && !post.sensitive &&
         post.spoiler_text.empty() && details.author.discoverable;
}

}  // namespace

void TrendService::on_event(bus::Event const& event) {
  if (!asked_.load(std::memory_order_relaxed)) {
    return;
  }
  std::lock_guard const lock(mutex_);
  if (notes_.size() >= notes_max) {
    lost_ = true;
    notes_ = {};
  }
  std::visit(
      [this]<class T>(T const& what) {
        if constexpr (std::is_same_v<T, bus::PostCreated>) {
          if (what.entry.boost) {
            notes_.boosts.push_back(what.entry.id);
          } else if (what.entry.visibility == Visibility::public_) {
            notes_.posts.push_back(what.entry.id);
          }
        } else if constexpr (std::is_same_v<T, bus::PostLinked>) {
          notes_.linked.push_back(what.post);
        } else if constexpr (std::is_same_v<T, bus::MarksChanged>) {
          notes_.marks.emplace_back(what.viewer, what.post);
        } else if constexpr (std::is_same_v<T, bus::PostDeleted>) {
          notes_.deleted.push_back(what.post);
        }
      },
      event);
}

template <class Id>
void TrendService::add_uses(trends::TopSketch Sketches::* which,
                            std::vector<store::trends::Use<Id>> const& uses) {
  std::lock_guard const lock(mutex_);
  for (auto const& use : uses) {
    ((*sketches_).*which)
        .add(number(use.of), number(use.account), base::minted_at(std::to_underlying(use.post)));
  }
}

void TrendService::add_applause(std::vector<store::trends::Applause> const& applause) {
  std::lock_guard const lock(mutex_);
  for (auto const& [post, account, at] : applause) {
    sketches_->posts.add(number(post), number(account), at);
  }
}

Task<Result<>> TrendService::read_recent_uses(PostId above) {
  auto& reader = env_.database.session();
  CO_TRY(auto tags, co_await newest_of<store::trends::TagUse>(
                        [&](PostId below) { return store::trends::tag_uses(reader, below, above, page); }));
  CO_TRY(auto links, co_await newest_of<store::trends::LinkUse>(
                         [&](PostId below) { return store::trends::link_uses(reader, below, above, page); }));
  std::ranges::reverse(tags);
  std::ranges::reverse(links);
  add_uses(&Sketches::tags, tags);
  add_uses(&Sketches::links, links);
  co_return Result<>{};
}

Task<Result<>> TrendService::read_recent_applause(PostId above) {
  auto& reader = env_.database.session();
  CO_TRY(auto all, co_await newest_of<store::trends::Applause>(
                       [&](PostId below) { return store::trends::boosts(reader, below, above, page); }));
  CO_TRY(auto const favourites, co_await newest_of<store::trends::Applause>([&](PostId below) {
           return store::trends::favourites(reader, below, above, page);
         }));
  all.insert(all.end(), favourites.begin(), favourites.end());
  std::ranges::sort(all, {}, &store::trends::Applause::at);
  add_applause(all);
  co_return Result<>{};
}

Task<Result<>> TrendService::read_recent(UnixMillis now) {
  {
    std::lock_guard const lock(mutex_);
    sketches_ = std::make_unique<Sketches>();
  }
  PostId const above{base::first_id_at(now - recent)};
  CO_TRY_OK(co_await read_recent_uses(above));
  co_return co_await read_recent_applause(above);
}

Task<Result<>> TrendService::count(Notes notes) {
  auto& reader = env_.database.session();
  if (!notes.posts.empty()) {
    CO_TRY(auto const uses, co_await store::trends::tag_uses_of(reader, notes.posts));
    add_uses(&Sketches::tags, uses);
  }
  if (!notes.linked.empty()) {
    CO_TRY(auto const uses, co_await store::trends::link_uses_of(reader, notes.linked));
    add_uses(&Sketches::links, uses);
  }
  if (!notes.boosts.empty()) {
    CO_TRY(auto const boosts, co_await store::trends::boosts_among(reader, notes.boosts));
    add_applause(boosts);
  }
  if (!notes.marks.empty()) {
    boost::unordered_flat_set<std::pair<AccountId, PostId>> const marks(notes.marks.begin(),
                                                                        notes.marks.end());
    std::vector<PostId> posts;
    std::vector<AccountId> accounts;
    for (auto const& [account, post] : marks) {
      posts.push_back(post);
      accounts.push_back(account);
    }
    CO_TRY(auto favourites, co_await store::trends::favourites_among(reader, posts, accounts));
    std::erase_if(favourites, [&](auto const& one) { return !marks.contains({one.account, one.post}); });
    add_applause(favourites);
  }
  std::lock_guard const lock(mutex_);
  for (auto const post : notes.deleted) {
    sketches_->posts.forget(number(post));
  }
  co_return Result<>{};
}

Task<Result<>> TrendService::catch_up() {
  if (catching_up_.exchange(true)) {
    co_return Result<>{};  // what is counted so far will do
  }
  asked_ = true;
  auto const now = env_.clock.now();
  Notes notes;
  bool again = false;
  {
    std::lock_guard const lock(mutex_);
    again = lost_ && (!sketches_ || now - read_at_ >= between_readings);
    notes = std::exchange(notes_, {});
    if (again) {
      lost_ = false;
      read_at_ = now;
    }
  }
  // Events that come while the store is read are noted, and what they tell may be read as well: an account that uses a
  // thing twice in a row counts once.
  auto done = again ? co_await read_recent(now) : co_await count(std::move(notes));
  if (!done) {
    std::lock_guard const lock(mutex_);
    lost_ = true;
  }
  catching_up_ = false;
  co_return done;
}

std::vector<trends::Trend> TrendService::top(trends::TopSketch Sketches::* which, std::size_t limit) const {
  std::lock_guard const lock(mutex_);
  if (!sketches_) {
    return {};  // somebody else is reading them for the first time
  }
  auto trends = ((*sketches_).*which).top(limit, env_.clock.now());
  std::erase_if(trends, [](trends::Trend const& trend) { return trend.accounts < accounts_min; });
  return trends;
}

template <class Id>
std::vector<Id> TrendService::top_keys(trends::TopSketch Sketches::* which, int limit, int offset) const {
  auto const all = top(which, shown_max);
  std::vector<Id> keys;
  for (auto at = static_cast<std::size_t>(offset);
       at < all.size() && keys.size() < static_cast<std::size_t>(limit); ++at) {
    keys.push_back(static_cast<Id>(all[at].key));
  }
  return keys;
}

Task<Result<std::vector<TagDetails>>> TrendService::tags(Caller caller, int limit, int offset) {
  CO_TRY_OK(co_await catch_up());
  auto const wanted = top_keys<TagId>(&Sketches::tags, limit, offset);
  CO_TRY(auto found, co_await store::trends::tags(env_.database.session(), wanted));
  std::ranges::sort(found, {}, [&](Tag const& tag) { return std::ranges::find(wanted, tag.id); });
  co_return co_await tags_.details(std::move(caller), std::move(found));
}

Task<Result<std::vector<LinkDetails>>> TrendService::links(int limit, int offset) {
  CO_TRY_OK(co_await catch_up());
  auto const wanted = top_keys<CardId>(&Sketches::links, limit, offset);
  auto& reader = env_.database.session();
  auto const now = env_.clock.now();
  CO_TRY(auto cards, co_await store::cards::find_all(reader, wanted));
  std::ranges::sort(cards, {}, [&](LinkCard const& card) { return std::ranges::find(wanted, card.id); });
  CO_TRY(auto const used, co_await store::trends::link_days(
                              reader, wanted, PostId{base::first_id_at(UseHistory::first_day(now))}));
  std::vector<LinkDetails> details;
  for (auto& card : cards) {
    LinkDetails link{.card = std::move(card), .history = UseHistory(now)};
    for (auto const& entry : used) {
      if (entry.card == link.card.id) {
        link.history.set(entry.day, entry.uses, entry.accounts);
      }
    }
    details.push_back(std::move(link));
  }
  co_return details;
}

Task<Result<std::vector<PostDetails>>> TrendService::posts(Caller caller, int limit, int offset) {
  CO_TRY_OK(co_await catch_up());
  auto const all = top(&Sketches::posts, shown_max);
  auto const end = static_cast<std::size_t>(offset + limit);
  std::vector<PostDetails> shown;
  for (std::size_t at = 0; at < all.size() && shown.size() < end; at += step) {
    std::vector<PostId> ids;
    for (auto const& trend : std::span{all}.subspan(at, std::min(step, all.size() - at))) {
      ids.push_back(static_cast<PostId>(trend.key));
    }
    CO_TRY(auto loaded,
           co_await loader_.load(env_.database.session(), caller.account, std::move(ids), Company::welcome));
    std::erase_if(loaded, [](PostDetails const& details) { return !may_trend(details); });
    std::ranges::move(loaded, std::back_inserter(shown));
  }
  shown.resize(std::min(end, shown.size()));
  shown.erase(shown.begin(), shown.begin() + static_cast<std::ptrdiff_t>(
                                                 std::min(static_cast<std::size_t>(offset), shown.size())));
  co_return shown;
}

}  // namespace auklet::service
