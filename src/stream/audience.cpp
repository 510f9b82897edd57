// SPDX-License-Identifier: Apache-2.0
#include "stream/audience.h"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <iterator>
#include <utility>

#include "base/log.h"
#include "service/authenticator.h"
#include "service/environment.h"
#include "service/filter_reader.h"
#include "service/home_reader.h"
#include "service/list_service.h"
#include "service/mark_reader.h"
#include "service/recent_entries.h"
#include "store/blocks.h"

namespace auklet::stream {

namespace {

// How many listeners are served before others have their turn.
constexpr std::size_t slice_max = 128;
constexpr std::size_t read_max = 64;
// Who catches up is sent no more before this much of it has left: far below what cuts a slow client off.
constexpr std::size_t unsent_bytes_max = 64 * 1024;

std::string hashtag_key(StreamName const& name) {
  return (name.kind == StreamKind::hashtag_local ? "local " : "all ") + name.folded;
}

// 0 for all other streams.
ListId list_of(StreamName const& name) {
  return name.kind == StreamKind::list ? name.list() : ListId{};
}

bool is_feed(StreamKind kind) {
  return kind == StreamKind::user || kind == StreamKind::list;
}

}  // namespace

struct Audience::Place {
  std::shared_ptr<Viewer> viewer = std::make_shared<Viewer>();
  timeline::ViewerSlot slot = timeline::no_viewer;
  std::vector<std::shared_ptr<Member>> members;
  std::vector<ListId> lists;  // of a home's owner, that are listened to
};

Audience::Audience(Sources const& sources, MessageLog const& log, async::TaskGroup& tasks,
                   boost::asio::any_io_executor executor)
    : sources_(sources),
      log_(log),
      tasks_(tasks),
      executor_(std::move(executor)),
      writer_(sources.view),
      sights_(sources, writer_) {
  for (auto& roster : rosters_) {
    roster = std::make_shared<Roster>();
  }
}

Audience::~Audience() = default;

void Audience::wake() {
  if (!running_.exchange(true)) {
    tasks_.spawn(executor_, run());
  }
}

Task<> Audience::run() {
  do {
    while (co_await take_turn()) {
    }
    running_ = false;
    // What came before this was written may have found it running.
  } while (has_work() && !running_.exchange(true));
}

bool Audience::has_work() const {
  return !inbox_.empty() || !behind_.empty() || (!places_.empty() && log_.last() > done_);
}

// Messages first: who catches up gets them too.
Task<bool> Audience::take_turn() {
  if (inbox_.empty() && !places_.empty()) {
    auto read = log_.read(done_, read_max);
    if (read.gap) {
      skip_gap();
    }
    inbox_.assign(std::make_move_iterator(read.messages.begin()),
                  std::make_move_iterator(read.messages.end()));
    if (inbox_.empty()) {
      done_ = std::max(done_, read.last);
    }
  }
  if (!inbox_.empty()) {
    auto message = std::move(inbox_.front());
    inbox_.pop_front();
    done_ = message->sequence;
    co_await heed(std::move(message));
    co_return true;
  }
  if (!behind_.empty()) {
    auto subscription = std::move(behind_.front());
    behind_.pop_front();
    co_await catch_up(std::move(subscription));
    co_return true;
  }
  co_return false;
}

// This loop did not keep up: what it knows of relations and tokens may be old, and its listeners have missed something.
void Audience::skip_gap() {
  log::warn("streams: a loop is behind its listeners' messages, some are lost");
  for (auto const& [key, place] : places_) {
    place->viewer->known = ViewerDepth::nothing;
    place->viewer->filters = nullptr;
    for (auto const& member : place->members) {
      for (auto const& subscription : member->subscriptions) {
        if (subscription->viewer == place->viewer) {
          report_gap(*subscription);
        }
      }
    }
    if (key.second == ListId{}) {
      tasks_.spawn(executor_, check_access(key.first));
    }
  }
}

Task<> Audience::heed(MessagePointer message) {
  if (auto const* about = std::get_if<AboutPost>(&message->about)) {
    co_await tell(*message, *about);
  } else if (auto const* to = std::get_if<ToAccount>(&message->about)) {
    tell_account(*message, *to);
  } else if (std::holds_alternative<ToEveryone>(message->about)) {
    co_await tell_everyone(*message);
  } else if (auto const* relations = std::get_if<RelationsAreStale>(&message->about)) {
    for (auto const account : relations->accounts) {
      co_await renew({account, ListId{}});
    }
  } else if (auto const* list = std::get_if<ListIsStale>(&message->about)) {
    co_await renew({list->owner, list->list});
  } else if (auto const* access = std::get_if<AccessIsStale>(&message->about)) {
    co_await check_access(access->account);
  }
}

Task<> Audience::tell(Message const& message, AboutPost const& about) {
  Frames frames(message, log_, writer_, sources_.env.clock.now());
  for (auto kind = StreamKind::public_; kind <= StreamKind::public_remote_media;
       kind = static_cast<StreamKind>(std::to_underlying(kind) + 1)) {
    StreamName const name{.kind = kind, .topic = {}, .folded = {}};
    if (is_on(name, about)) {
      co_await tell_roster(find_roster(name), message, about, frames);
    }
  }
  for (auto const& tag : about.shown ? about.shown->tags : about.deleted_tags) {
    for (auto const kind : {StreamKind::hashtag, StreamKind::hashtag_local}) {
      StreamName const name{.kind = kind, .topic = tag, .folded = tag};
      if (is_on(name, about)) {
        co_await tell_roster(find_roster(name), message, about, frames);
      }
    }
  }
  co_await tell_feeds(message, about, frames);
}

Task<> Audience::tell_roster(std::shared_ptr<Roster> roster, Message const& message, AboutPost const& about,
                             Frames& frames) {
  if (!roster || roster->empty()) {
    co_return;
  }
  walked_ = roster.get();
  std::size_t served = 0;
  for (std::size_t i = 0; i < roster->places(); ++i) {
    auto const* subscription = roster->at(i);
    if (subscription == nullptr || !subscription->live || subscription->after >= message.sequence) {
      continue;
    }
    if (auto const& viewer = *subscription->viewer; !is_known(viewer)) {
      co_await know(places_.at({viewer.id, viewer.list}));
      subscription = roster->at(i);  // who left meanwhile has left a hole
      if (subscription == nullptr) {
        continue;
      }
    }
    if (is_welcome(*subscription->viewer, about)) {
      subscription->owner->channel->send(
          frames.frame(*subscription, sights_.common(*subscription->viewer, about)));
    }
    if (++served % slice_max == 0) {
      co_await let_others_run();
    }
  }
  walked_ = nullptr;
  roster->close_holes();
}

// Whose home or list it could stand in.
std::vector<timeline::ViewerSlot> Audience::feeds_of(AboutPost const& about) const {
  std::vector<timeline::ViewerSlot> slots;
  auto const add = [&slots](timeline::ViewerSlot slot) { slots.push_back(slot); };
  if (auto const author = places_.find({about.entry.author, ListId{}}); author != places_.end()) {
    add(author->second->slot);
  }
  if (auto const found = followers_.find(about.entry.author); found != followers_.end()) {
    found->second.visit_all(add);
  }
  if (travels_by_tag(about.entry)) {
    for (auto const tag : about.entry.tags) {
      if (auto const found = tag_followers_.find(tag); found != tag_followers_.end()) {
        found->second.visit_all(add);
      }
    }
  }
  std::ranges::sort(slots);
  auto const repeated = std::ranges::unique(slots);
  slots.erase(repeated.begin(), repeated.end());
  return slots;
}

Task<> Audience::tell_feeds(Message const& message, AboutPost const& about, Frames& frames) {
  std::vector<std::shared_ptr<Place>> readers;
  for (auto const slot : feeds_of(about)) {
    readers.push_back(slots_[slot]);
  }
  std::size_t served = 0;
  for (auto& place : readers) {
    co_await tell_feed(std::move(place), message, about, frames);
    if (++served % slice_max == 0) {
      co_await let_others_run();
    }
  }
}

Task<> Audience::tell_feed(std::shared_ptr<Place> place, Message const& message, AboutPost const& about,
                           Frames& frames) {
  auto const viewer = place->viewer;
  if ((!is_known(*viewer) && !co_await know(place)) || viewer->known != ViewerDepth::feed ||
      !arrives(*viewer, about)) {
    co_return;
  }
  auto const sight = co_await sights_.own(*viewer, about);
  for (auto const& member : place->members) {
    for (auto const& subscription : member->subscriptions) {
      if (subscription->viewer == viewer && is_feed(subscription->name.kind) && subscription->live &&
          subscription->after < message.sequence) {
        member->channel->send(frames.frame(*subscription, sight));
      }
    }
  }
}

namespace {

bool is_for(Subscription const& subscription, ToAccount const& to) {
  return std::ranges::find(to.streams, subscription.name.kind) != to.streams.end() &&
         (!to.scope || subscription.owner->caller.scopes.has(*to.scope));
}

}  // namespace

void Audience::tell_account(Message const& message, ToAccount const& about) {
  auto const place = places_.find({about.account, ListId{}});
  if (place == places_.end()) {
    return;
  }
  Frames frames(message, log_, writer_, sources_.env.clock.now());
  for (auto const& member : place->second->members) {
    for (auto const& subscription : member->subscriptions) {
      if (subscription->live && subscription->after < message.sequence && is_for(*subscription, about)) {
        member->channel->send(frames.frame(*subscription));
      }
    }
  }
  if (about.filters_are_stale) {
    forget_filters(*place->second);
  }
}

// With those of the same person's lists.
void Audience::forget_filters(Place const& place) {
  place.viewer->filters = nullptr;
  for (auto const list : place.lists) {
    places_.at({place.viewer->id, list})->viewer->filters = nullptr;
  }
}

Task<> Audience::tell_everyone(Message const& message) {
  std::vector<std::shared_ptr<Place>> homes;
  for (auto const& [key, place] : places_) {
    if (key.second == ListId{}) {
      homes.push_back(place);
    }
  }
  Frames frames(message, log_, writer_, sources_.env.clock.now());
  std::size_t served = 0;
  for (auto const& place : homes) {
    for (auto const& member : place->members) {
      for (auto const& subscription : member->subscriptions) {
        if (subscription->live && subscription->after < message.sequence &&
            subscription->name.kind == StreamKind::user) {
          member->channel->send(frames.frame(*subscription));
        }
      }
    }
    if (++served % slice_max == 0) {
      co_await let_others_run();
    }
  }
}

// From the place of the subscription to where the live ones are, as far as the connection takes it.
Task<> Audience::catch_up(std::shared_ptr<Subscription> subscription) {
  if (subscription->gone || subscription->live) {
    co_return;
  }
  if (!subscription->granted && !co_await grant(subscription)) {
    co_return;
  }
  auto const place = places_.find({subscription->viewer->id, subscription->viewer->list});
  if (place == places_.end() || !co_await know(place->second) || subscription->gone) {
    co_return;
  }
  auto const read = log_.read(subscription->after, read_max);
  if (read.gap) {
    report_gap(*subscription);
  }
  bool caught_up = true;
  for (auto const& message : read.messages) {
    if (message->sequence > done_) {
      break;
    }
    caught_up = false;
    subscription->after = message->sequence;
    co_await offer(subscription, *message);
    if (subscription->gone) {
      co_return;
    }
    if (subscription->owner->channel->unsent_bytes() > unsent_bytes_max) {
      co_return;  // goes on when the connection has taken it
    }
  }
  if (caught_up) {
    subscription->live = true;
  } else {
    behind_.push_back(std::move(subscription));
    co_await let_others_run();
  }
}

Task<> Audience::offer(std::shared_ptr<Subscription> subscription, Message const& message) {
  auto const viewer = subscription->viewer;
  ViewerSight sight;
  if (auto const* about = std::get_if<AboutPost>(&message.about)) {
    auto const& name = subscription->name;
    if (is_feed(name.kind)) {
      if (!arrives(*viewer, *about)) {
        co_return;
      }
      sight = co_await sights_.own(*viewer, *about);
    } else {
      auto const& tags = about->shown ? about->shown->tags : about->deleted_tags;
      bool const named = !name.is_hashtag() || std::ranges::find(tags, name.folded) != tags.end();
      if (!(name.is_public() || name.is_hashtag()) || !named || !is_on(name, *about) ||
          !is_welcome(*viewer, *about)) {
        co_return;
      }
      sight = sights_.common(*viewer, *about);
    }
  } else if (auto const* to = std::get_if<ToAccount>(&message.about)) {
    if (to->account != viewer->id || !is_for(*subscription, *to)) {
      co_return;
    }
  } else if (!std::holds_alternative<ToEveryone>(message.about) ||
             subscription->name.kind != StreamKind::user) {
    co_return;
  }
  if (!subscription->gone) {
    Frames frames(message, log_, writer_, sources_.env.clock.now());
    subscription->owner->channel->send(frames.frame(*subscription, sight));
  }
}

void Audience::report_gap(Subscription& subscription) {
  if (subscription.resumes || (subscription.live && subscription.with_cursor)) {
    subscription.owner->channel->send(notice(subscription, "missed", log_.cursor(done_)));
  }
}

void Audience::enter(std::shared_ptr<Member> const& member) {
  if (places_.empty()) {
    done_ = std::max(done_, log_.last());  // nobody was here to be told of anything
    inbox_.clear();
  }
  member->viewer = come({member->caller.self(), ListId{}}, member)->viewer;
}

void Audience::leave(std::shared_ptr<Member> const& member) {
  for (auto const& subscription : member->subscriptions) {
    end(member, *subscription);
  }
  member->subscriptions.clear();
  member->channel = nullptr;
  go({member->caller.self(), ListId{}}, member);
}

std::shared_ptr<Audience::Place> Audience::come(Key key, std::shared_ptr<Member> const& member) {
  auto& place = places_[key];
  if (!place) {
    place = std::make_shared<Place>();
    place->viewer->id = key.first;
    place->viewer->list = key.second;
    if (free_slots_.empty()) {
      place->slot = static_cast<timeline::ViewerSlot>(slots_.size());
      slots_.emplace_back();
    } else {
      place->slot = free_slots_.back();
      free_slots_.pop_back();
    }
    slots_[place->slot] = place;
  }
  place->members.push_back(member);
  return place;
}

void Audience::go(Key key, std::shared_ptr<Member> const& member) {
  auto const found = places_.find(key);
  auto& place = *found->second;
  std::erase(place.members, member);
  if (place.members.empty()) {
    unlist(place);
    slots_[place.slot] = nullptr;
    free_slots_.push_back(std::exchange(place.slot, timeline::no_viewer));
    places_.erase(found);
  }
}

void Audience::subscribe(std::shared_ptr<Member> const& member, Subscription subscription) {
  auto const kept = std::make_shared<Subscription>(std::move(subscription));
  kept->owner = member.get();
  kept->viewer = member->viewer;
  if (auto const list = list_of(kept->name); list != ListId{}) {
    kept->viewer = come({member->viewer->id, list}, member)->viewer;
    places_.at({member->viewer->id, ListId{}})->lists.push_back(list);
  }
  if (is_feed(kept->name.kind)) {
    kept->viewer->wanted = ViewerDepth::feed;
  }
  member->subscriptions.push_back(kept);
  add_to_roster(*kept);
  behind_.push_back(kept);
  wake();
}

void Audience::unsubscribe(std::shared_ptr<Member> const& member, StreamName const& name) {
  auto const found = std::ranges::find_if(
      member->subscriptions, [&name](auto const& subscription) { return subscription->name == name; });
  if (found != member->subscriptions.end()) {
    end(member, **found);
    member->subscriptions.erase(found);
  }
}

void Audience::end(std::shared_ptr<Member> const& member, Subscription& subscription) {
  subscription.gone = true;
  remove_from_roster(subscription);
  if (auto const list = list_of(subscription.name); list != ListId{}) {
    go({member->viewer->id, list}, member);
    auto& lists = places_.at({member->viewer->id, ListId{}})->lists;
    lists.erase(std::ranges::find(lists, list));
  }
}

void Audience::go_on(Member const& member) {
  for (auto const& subscription : member.subscriptions) {
    if (!subscription->live && std::ranges::find(behind_, subscription) == behind_.end()) {
      behind_.push_back(subscription);
    }
  }
  if (!behind_.empty()) {
    wake();
  }
}

bool Audience::is_known(Viewer const& viewer) const {
  return viewer.filters && knows_relations(viewer);
}

bool Audience::knows_relations(Viewer const& viewer) const {
  return viewer.known >= viewer.wanted && (!viewer.mute_ends || *viewer.mute_ends > sources_.env.clock.now());
}

Task<bool> Audience::know(std::shared_ptr<Place> place) {
  auto const viewer = place->viewer;
  if (place->members.empty() || is_known(*viewer)) {
    co_return !place->members.empty();
  }
  auto const loaded = co_await load(place);
  if (place->members.empty()) {
    co_return false;
  }
  if (!loaded) {
    // Better gone, and back with a place to go on from, than there and told the wrong things.
    log::error("streams: how a listener stands to others could not be read: {} ({})", loaded.error().message,
               loaded.error().detail);
    viewer->known = ViewerDepth::nothing;
    for (auto const& member : place->members) {
      member->channel->cut();
    }
    co_return false;
  }
  co_return true;
}

Task<Result<>> Audience::load(std::shared_ptr<Place> place) {
  auto const viewer = place->viewer;
  if (!knows_relations(*viewer)) {
    CO_TRY_OK(co_await load_relations(place));
  }
  if (!viewer->filters) {
    CO_TRY(viewer->filters, co_await sources_.filters.of(viewer->id));
  }
  co_return Result<>{};
}

Task<Result<>> Audience::load_relations(std::shared_ptr<Place> place) {
  auto& viewer = *place->viewer;
  auto const now = sources_.env.clock.now();
  auto const depth = viewer.wanted;
  auto& reader = sources_.env.database.session();
  HomeRelations relations;
  std::vector<HomeCandidate> recent;
  if (depth == ViewerDepth::feed) {
    CO_TRY(relations, viewer.list == ListId{}
                          ? co_await service::load_home_relations(reader, viewer.id, now)
                          : co_await service::load_list_relations(reader, viewer.id, viewer.list, now));
    service::RecentEntries nothing_kept(0);  // a short window is not worth keeping for others
    CO_TRY(auto const window,
           co_await service::load_home_window(reader, nothing_kept, relations, boost_window + 1, now));
    std::ranges::transform(window.entries, std::back_inserter(recent), candidate_of);
  } else {
    CO_TRY(auto hidden, co_await store::blocks::all_hidden(reader, viewer.id, now));
    hidden.blocked.insert(hidden.blocked.end(), hidden.muted.begin(), hidden.muted.end());
    relations = HomeRelations(viewer.id, {}, std::move(hidden.blocked), std::move(hidden.blocked_by));
  }
  CO_TRY(viewer.mute_ends, co_await store::blocks::next_mute_end(reader, viewer.id, now));
  if (!place->members.empty()) {
    unlist(*place);
    viewer.relations = ViewerRelations(relations);
    for (auto const& candidate : recent) {
      viewer.recent.add(candidate);
    }
    viewer.known = depth;
    enlist(*place);
  }
  co_return Result<>{};
}

// Of a list only its members write into it; that others are followed is asked about replies alone.
void Audience::enlist(Place& place) {
  auto const& relations = place.viewer->relations;
  for (auto const author : relations.followees()) {
    if (relations.shows(author)) {
      followers_[author].insert(place.slot);
    }
  }
  for (auto const tag : relations.tags()) {
    tag_followers_[tag].insert(place.slot);
  }
}

void Audience::unlist(Place& place) {
  auto const remove = [&place](auto& index, auto id) {
    if (auto const found = index.find(id); found != index.end()) {
      found->second.erase(place.slot);
      if (found->second.empty()) {
        index.erase(found);
      }
    }
  };
  for (auto const author : place.viewer->relations.followees()) {
    remove(followers_, author);
  }
  for (auto const tag : place.viewer->relations.tags()) {
    remove(tag_followers_, tag);
  }
}

// At once, in its order: what comes after is judged by what is so now.
Task<> Audience::renew(Key key) {
  auto const found = places_.find(key);
  if (found == places_.end()) {
    co_return;
  }
  auto const place = found->second;
  auto const lists = place->lists;
  place->viewer->known = ViewerDepth::nothing;
  co_await know(place);
  for (auto const list : lists) {
    co_await renew({key.first, list});
  }
}

Task<bool> Audience::grant(std::shared_ptr<Subscription> subscription) {
  auto const viewer = subscription->viewer;
  auto const found = co_await sources_.lists.find(service::Caller{.account = viewer->id}, viewer->list);
  if (subscription->gone) {
    co_return false;
  }
  if (found) {
    subscription->granted = true;
    co_return true;
  }
  auto const place = places_.at({viewer->id, viewer->list});
  for (auto const& member : place->members) {
    if (member.get() == subscription->owner) {
      member->channel->send(refusal(not_your_list()));
      unsubscribe(member, subscription->name);
      break;
    }
  }
  co_return false;
}

// A token that is good no more ends its connections.
Task<> Audience::check_access(AccountId account) {
  auto const found = places_.find({account, ListId{}});
  if (found == places_.end()) {
    co_return;
  }
  for (auto const& member : std::vector(found->second->members)) {
    auto const caller = co_await sources_.authenticator.authenticate(member->token);
    bool const refused = !caller && (caller.error().kind == ErrorKind::unauthenticated ||
                                     caller.error().kind == ErrorKind::forbidden);
    if (refused && member->channel != nullptr) {
      member->channel->close(net::CloseCode::policy_violation, "The access token is invalid");
    }
  }
}

std::shared_ptr<Roster> Audience::find_roster(StreamName const& name) const {
  if (!name.is_hashtag()) {
    return rosters_[std::to_underlying(name.kind)];
  }
  auto const found = hashtags_.find(hashtag_key(name));
  return found == hashtags_.end() ? nullptr : found->second;
}

void Audience::add_to_roster(Subscription& subscription) {
  auto const& name = subscription.name;
  if (name.is_hashtag()) {
    auto& roster = hashtags_[hashtag_key(name)];
    if (!roster) {
      roster = std::make_shared<Roster>();
    }
    roster->add(subscription);
  } else if (name.is_public()) {
    find_roster(name)->add(subscription);
  }
}

void Audience::remove_from_roster(Subscription& subscription) {
  auto const& name = subscription.name;
  if (!name.is_hashtag() && !name.is_public()) {
    return;
  }
  auto const roster = find_roster(name);
  roster->remove(subscription);
  if (name.is_hashtag() && roster->empty()) {
    hashtags_.erase(hashtag_key(name));
  } else if (walked_ != roster.get()) {
    roster->close_holes();
  }
}

Task<> Audience::let_others_run() const {
  co_await boost::asio::post(executor_, boost::asio::use_awaitable);
}

}  // namespace auklet::stream
