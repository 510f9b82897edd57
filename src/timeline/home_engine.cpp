// SPDX-License-Identifier: Apache-2.0
#include "timeline/home_engine.h"

#include <algorithm>
#include <limits>
#include <ranges>
#include <thread>
#include <utility>

#include "base/check.h"

namespace auklet::timeline {
namespace {

// How many removed and amended posts are remembered. A rebuild during which there are more is void.
constexpr std::size_t removed_posts_max = 16'384;
constexpr std::size_t amended_posts_max = 4096;

}  // namespace

HomeEngine::HomeEngine(HomeEngineOptions const& options)
    : options_(options),
      timelines_(options.entries_max),
      removed_(removed_posts_max),
      amended_(amended_posts_max) {
  CHECK(options.entries_max > 0 && options.entries_max <= PostRing::entries_limit &&
        options.slice_followers > 0 && options.slice_rebuild > 0);
}

HomeEngine::~HomeEngine() = default;

// --- reading ---

std::optional<HomePage> HomeEngine::read(TimelineKey const& key, PageRequest const& request, UnixMillis now) {
  std::lock_guard const lock(mutex_);
  auto const slot = timelines_.find(key);
  if (slot == no_viewer || timelines_.viewers()[slot].state != Viewer::State::resident ||
      (waiting_.has_changes() && !catch_up(slot))) {
    return std::nullopt;
  }
  timelines_.viewers().touch(slot, now);
  return timelines_.cut_page(slot, request);
}

std::optional<bool> HomeEngine::wants(TimelineKey const& key, HomeEntry const& entry) const {
  std::lock_guard const lock(mutex_);
  auto const slot = timelines_.find(key);
  if (slot == no_viewer || timelines_.viewers()[slot].state != Viewer::State::resident) {
    return std::nullopt;
  }
  return !is_void(entry) && timelines_.wants(slot, timelines_.subject_of(entry));
}

// What waits for its slices is done to one timeline before it is read: so that no read shows what was taken away.
// (What waits to be delivered is not: it may come a little later.) False when the timeline has become cold.
bool HomeEngine::catch_up(ViewerSlot slot) {
  bool cold = false;
  waiting_.visit<Cooling>(
      [&](Cooling const& cooling) { cold = cold || (slot >= cooling.next && is_due(cooling, slot)); });
  if (cold) {
    timelines_.drop(slot);
    ++counters_.invalidations;
    return false;
  }
  waiting_.visit<Judgement>([&](Judgement const& judgement) {
    HomeEntry boost;
    for (auto at = judgement.at; at <= judgement.boosts.size(); ++at) {
      if (auto const* const entry = judged(judgement, at, boost); entry != nullptr && !is_void(*entry)) {
        judge(slot, timelines_.subject_of(*entry));
      }
    }
  });
  auto const& ring = timelines_.viewers()[slot].ring;
  std::vector<EntryWord> gone;
  if (waiting_.vanishing().size() < ring.size()) {
    std::ranges::transform(waiting_.vanishing(), std::back_inserter(gone),
                           [](auto const& vanishing) { return vanishing.first; });
  } else {
    for (std::size_t index = 0; index < ring.size(); ++index) {
      if (waiting_.vanishing().contains(ring[index])) {
        gone.push_back(ring[index]);
      }
    }
  }
  bool worth_keeping = true;
  for (auto const word : gone) {
    worth_keeping = timelines_.erase(slot, word) && worth_keeping;
  }
  if (!worth_keeping) {
    timelines_.drop(slot);
  }
  return worth_keeping;
}

// --- work in slices ---

template <class What>
void HomeEngine::begin(What work) {
  if (serve(work)) {
    waiting_.push(std::move(work));
  }
}

bool HomeEngine::run_slice() {
  std::lock_guard const lock(mutex_);
  if (auto work = waiting_.take()) {
    if (std::visit([this](auto& what) { return serve(what); }, *work)) {
      waiting_.push(std::move(*work));
    }
    enforce_budget();
  }
  return !waiting_.empty();
}

void HomeEngine::help_while_crowded() {
  while (waiting_.size() > options_.work_waiting_max) {
    run_slice();
    std::this_thread::yield();
  }
}

// --- publishing ---

bool HomeEngine::is_void(HomeEntry const& entry) const {
  return removed_.contains(entry.id) || withdrawn_.contains(entry.author) ||
         (entry.boost && (removed_.contains(entry.boost->post) || withdrawn_.contains(entry.boost->author)));
}

// What the last `amend` said is newer than what any publish says, and either as new as what was read from the
// store or about to be replaced by the amendment that was read.
HomeEntry const& HomeEngine::as_amended(HomeEntry const& entry, HomeEntry& amended_boost) const {
  auto const* const amended = amended_.find(entry.boost ? entry.boost->post : entry.id);
  if (amended == nullptr) {
    return entry;
  }
  if (!entry.boost) {
    return *amended;
  }
  amended_boost = entry;
  amended_boost.mentions = amended->mentions;
  return amended_boost;
}

void HomeEngine::remember(Subject const& subject) {
  if (subject.entry.boost) {
    timelines_.remember(subject);
    waiting_.keep_from_pruning(subject.entry.author, subject.entry.id);
  }
}

void HomeEngine::prune_if_due(AccountId author) {
  if (timelines_.begin_pruning(author)) {
    begin(Pruning{.author = author, .oldest = PostId{std::numeric_limits<std::int64_t>::max()}, .next = {}});
  }
}

bool HomeEngine::serve(Pruning& pruning) {
  auto const author = timelines_.accounts().find(pruning.author);
  if (author == no_account) {
    return false;
  }
  slice_.clear();
  auto const next =
      timelines_.gather({.author = author, .tags = {}}, pruning.next, options_.slice_followers, slice_);
  for (auto const slot : slice_) {
    pruning.oldest = std::min(pruning.oldest, timelines_.oldest_held(slot));
  }
  if (next) {
    pruning.next = *next;
  } else {
    timelines_.prune(author, pruning.oldest);
  }
  return next.has_value();
}

void HomeEngine::publish(HomeEntry const& entry) {
  {
    std::lock_guard const lock(mutex_);
    if (auto const next = publish_slice(entry, {})) {
      HomeEntry amended_boost;
      waiting_.push(Delivery{.entry = as_amended(entry, amended_boost), .next = *next});
    }
    enforce_budget();
  }
  help_while_crowded();
}

bool HomeEngine::serve(Delivery& delivery) {
  auto const next = publish_slice(delivery.entry, delivery.next);
  delivery.next = next.value_or(Place{});
  return next.has_value();
}

// Serves the audience from a place on, and says where to go on. Everything is looked up anew, because between two
// slices anything may have happened. Who became a follower here meanwhile reads the entry from the store.
std::optional<HomeEngine::Place> HomeEngine::publish_slice(HomeEntry const& entry, Place from) {
  HomeEntry amended_boost;
  auto const subject = timelines_.subject_of(as_amended(entry, amended_boost));
  bool const by_tag = travels_by_tag(subject.entry);
  if ((subject.author == no_account && !by_tag) || is_void(entry)) {
    return std::nullopt;
  }
  remember(subject);
  auto const audience = ResidentTimelines::audience_of(
      subject, by_tag ? std::span{subject.entry.tags} : std::span<TagId const>{});
  slice_.clear();
  auto const next = timelines_.gather(audience, from, options_.slice_followers, slice_);
  deliver_to_slice(subject);
  if (!next && entry.boost) {
    prune_if_due(entry.author);
  }
  return next;
}

// Nearly every viewer and every ring is a cache miss: both are fetched some deliveries ahead.
void HomeEngine::deliver_to_slice(Subject const& subject) {
  constexpr std::size_t viewers_ahead = 16;
  constexpr std::size_t rings_ahead = 8;
  auto const& viewers = timelines_.viewers();
  for (std::size_t i = 0; i < slice_.size(); ++i) {
    if (i + viewers_ahead < slice_.size()) {
      __builtin_prefetch(&viewers[slice_[i + viewers_ahead]], 1);
    }
    if (i + rings_ahead < slice_.size()) {
      __builtin_prefetch(viewers[slice_[i + rings_ahead]].ring.end(), 1);
    }
    counters_.deliveries += timelines_.deliver(slice_[i], subject) ? 1 : 0;
  }
}

// --- changing ---

void HomeEngine::amend(HomeEntry const& entry, std::span<AccountId const> mentions_before,
                       std::span<TagId const> tags_before) {
  {
    std::lock_guard const lock(mutex_);
    auto tags = waiting_.amend(entry);
    tags.insert(tags.end(), tags_before.begin(), tags_before.end());
    if (is_void(entry)) {
      // Its removal knew the last tags only.
      begin_erasure(
          {.entries = {{.word = to_word(entry.id, false), .author = entry.author}}, .tags = std::move(tags)});
      return;
    }
    amended_.add(entry.id, entry);
    if (travels_by_tag(entry)) {
      tags.insert(tags.end(), entry.tags.begin(), entry.tags.end());
    }
    std::ranges::sort(tags);
    auto const repeated = std::ranges::unique(tags);
    tags.erase(repeated.begin(), repeated.end());
    begin(Judgement{.entry = entry,
                    .tags = std::move(tags),
                    .boosts = timelines_.boosts().boosts_of(entry.id),
                    .next = {}});
    Cooling cooling{.of = Cooling::Of::who_hides, .accounts = {}};
    std::ranges::copy_if(mentions_before, std::back_inserter(cooling.accounts), [&](AccountId account) {
      return std::ranges::find(entry.mentions, account) == entry.mentions.end();
    });
    if (!cooling.accounts.empty()) {
      begin(std::move(cooling));
    }
    enforce_budget();
  }
  help_while_crowded();
}

// The nth entry of a judgement; null when the boost has gone, or is in no ring.
HomeEntry const* HomeEngine::judged(Judgement const& judgement, std::size_t at, HomeEntry& boost) const {
  if (at == 0) {
    return &judgement.entry;
  }
  auto const* const record = timelines_.boosts().find(judgement.boosts[at - 1]);
  if (record == nullptr) {
    return nullptr;
  }
  boost.id = judgement.boosts[at - 1];
  boost.author = record->booster;
  boost.boost = {.post = record->post, .author = record->author};
  boost.mentions = judgement.entry.mentions;
  return &boost;
}

void HomeEngine::judge(ViewerSlot slot, Subject const& subject) {
  remember(subject);
  if (timelines_.wants(slot, subject)) {
    counters_.deliveries += timelines_.hold(slot, subject) ? 1 : 0;
  } else {
    timelines_.viewers()[slot].ring.erase(subject.word);
  }
}

bool HomeEngine::serve(Judgement& judgement) {
  auto left = std::size_t{options_.slice_followers};
  HomeEntry boost;
  while (judgement.at <= judgement.boosts.size()) {
    if (left == 0) {
      return true;
    }
    std::optional<Place> next;
    auto const* const entry = judged(judgement, judgement.at, boost);
    slice_.clear();
    if (entry != nullptr && !is_void(*entry)) {
      auto const subject = timelines_.subject_of(*entry);
      auto const tags = judgement.at == 0 ? std::span<TagId const>{judgement.tags} : std::span<TagId const>{};
      next = timelines_.gather(ResidentTimelines::audience_of(subject, tags), judgement.next, left, slice_);
      std::ranges::for_each(slice_, [&](ViewerSlot slot) { judge(slot, subject); });
    }
    left -= std::min(left, slice_.size() + 1);  // also those without an audience
    if (next) {
      judgement.next = *next;
      return true;
    }
    ++judgement.at;
    judgement.next = {};
  }
  return false;
}

void HomeEngine::remove(PostId id, AccountId author, std::span<TagId const> tags) {
  {
    std::lock_guard const lock(mutex_);
    removed_.add(id, {});
    Erasure erasure{.entries = {{.word = to_word(id, timelines_.boosts().contains(id)), .author = author}},
                    .tags = waiting_.forget(id),
                    .next = {}};
    erasure.tags.insert(erasure.tags.end(), tags.begin(), tags.end());
    add_boosts(erasure, timelines_.boosts().boosts_of(id));
    begin_erasure(std::move(erasure));
  }
  help_while_crowded();
}

void HomeEngine::add_boosts(Erasure& erasure, std::vector<PostId> const& boosts) const {
  for (auto const boost : boosts) {
    erasure.entries.push_back(
        {.word = to_word(boost, true), .author = timelines_.boosts().find(boost)->booster});
  }
}

void HomeEngine::begin_erasure(Erasure erasure) {
  for (auto const& [word, author] : erasure.entries) {
    waiting_.begin_to_vanish(word);
    if (is_boost(word)) {
      timelines_.forget_boost(id_of(word));
    }
  }
  begin(std::move(erasure));
}

bool HomeEngine::serve(Erasure& erasure) {
  auto left = std::size_t{options_.slice_followers};
  while (erasure.at < erasure.entries.size()) {
    if (left == 0) {
      return true;
    }
    auto const [word, author] = erasure.entries[erasure.at];
    auto const tags = erasure.at == 0 ? std::span<TagId const>{erasure.tags} : std::span<TagId const>{};
    slice_.clear();
    auto const next = timelines_.gather({.author = timelines_.accounts().find(author), .tags = tags},
                                        erasure.next, left, slice_);
    for (auto const slot : slice_) {
      if (!timelines_.erase(slot, word)) {
        timelines_.drop(slot);
      }
    }
    left -= std::min(left, slice_.size() + 1);
    if (next) {
      erasure.next = *next;
      return true;
    }
    waiting_.vanished(word);
    ++erasure.at;
    erasure.next = {};
  }
  return false;
}

bool HomeEngine::is_due(Cooling const& cooling, ViewerSlot slot) const {
  return std::ranges::any_of(cooling.accounts, [&](AccountId account) {
    return cooling.of == Cooling::Of::who_hides ? timelines_.hides(slot, account)
                                                : timelines_.may_hold_posts_of(slot, account);
  });
}

bool HomeEngine::serve(Cooling& cooling) {
  auto const slots = timelines_.viewers().slots();
  for (auto left = options_.slice_followers; left > 0 && cooling.next < slots; --left, ++cooling.next) {
    if (is_due(cooling, cooling.next)) {
      timelines_.drop(cooling.next);
      ++counters_.invalidations;
    }
  }
  return cooling.next < slots;
}

void HomeEngine::withdraw(AccountId account) {
  {
    std::lock_guard const lock(mutex_);
    withdrawn_.insert(account);
    Erasure erasure;
    add_boosts(erasure, timelines_.boosts().boosts_of_author(account));
    begin_erasure(std::move(erasure));
    begin(Cooling{.of = Cooling::Of::who_may_hold_posts_of, .accounts = {account}});
  }
  help_while_crowded();
}

void HomeEngine::reinstate(AccountId account) {
  {
    std::lock_guard const lock(mutex_);
    withdrawn_.erase(account);
  }
  clear();
}

void HomeEngine::clear() {
  std::lock_guard const lock(mutex_);
  counters_.invalidations += timelines_.viewers().resident() + timelines_.viewers().rebuilding();
  timelines_.clear();
  waiting_.clear();  // whoever comes back reads from the store
}

void HomeEngine::invalidate(AccountId owner) {
  std::lock_guard const lock(mutex_);
  for (auto const slot : timelines_.timelines_of(owner)) {
    timelines_.drop(slot);
    ++counters_.invalidations;
  }
}

void HomeEngine::invalidate_one(TimelineKey const& key) {
  std::lock_guard const lock(mutex_);
  if (auto const slot = timelines_.find(key); slot != no_viewer) {
    timelines_.drop(slot);
    ++counters_.invalidations;
  }
}

// --- bounds ---

void HomeEngine::evict_idle(UnixMillis now) {
  std::lock_guard const lock(mutex_);
  auto const& viewers = timelines_.viewers();
  for (auto slot = viewers.least_recent();
       slot != no_viewer && viewers[slot].last_used + options_.idle_window < now;
       slot = viewers.least_recent()) {
    timelines_.drop(slot);
    ++counters_.evictions;
  }
}

void HomeEngine::enforce_budget() {
  auto const& viewers = timelines_.viewers();
  while (bytes() > options_.memory_budget_bytes && viewers.least_recent() != no_viewer) {
    timelines_.drop(viewers.least_recent());
    ++counters_.evictions;
  }
}

std::size_t HomeEngine::bytes() const {
  return timelines_.bytes() + removed_.bytes() + amended_.bytes() +
         withdrawn_.bucket_count() * (sizeof(AccountId) + 1) + waiting_.bytes() +
         heap_bytes(slice_.capacity() * sizeof(ViewerSlot));
}

HomeEngineStats HomeEngine::stats() const {
  std::lock_guard const lock(mutex_);
  auto stats = counters_;
  stats.resident = timelines_.viewers().resident();
  stats.rebuilding = timelines_.viewers().rebuilding();
  stats.accounts = timelines_.accounts().size();
  stats.work_waiting = waiting_.size();
  stats.bytes = bytes();
  return stats;
}

}  // namespace auklet::timeline
